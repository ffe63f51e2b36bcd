"""Takes files one after the other through compressing and reconstructing, as the command line does, and judges them.

``python -m tests.engine.awkward_worker FOLDER < names`` writes one JSON line a name.
"""

from __future__ import annotations

import json
import sys
import tempfile
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from engine.files import convert
from engine.files.convert import run_job
from engine.files.job import Job
from engine.files.settings import JobSettings
from engine.image.metrics import psnr
from engine.image.picture import Picture, Pixels, eight_bits
from engine.image.reader import read_picture
from engine.pipeline.options import CompressOptions, ReconstructOptions

PLAIN_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")
"""Of these Pillow's own conversion to eight-bit colours is beyond doubt."""
MOST_CODED = 320
"""Side in pixels of the middle of a picture, which is all that the codec is given: most of the time would go into a few
large ones. They are read, and compared with what Pillow reads, as a whole."""
SETTINGS = JobSettings.of(compress=CompressOptions(quality=90, threads=1), reconstruct=ReconstructOptions(threads=1))


def peak_memory(*, restart: bool = False) -> float:
    """The largest resident memory of this process since the last restart, MiB."""
    if restart:
        Path("/proc/self/clear_refs").write_text("5")
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def reference(path: Path) -> Pixels | None:
    """The pixels as Pillow alone reads them; ``None`` where it does not, or not without doubt."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as image:
                if image.mode not in PLAIN_MODES or _is_deep(image):
                    return None
                return np.asarray(ImageOps.exif_transpose(image).convert("RGBA"))[:, :, :3]
    except Exception:  # whatever Pillow thinks of the file
        return None


def _is_deep(image: Image.Image) -> bool:
    """Whether the file has more bits than the mode that Pillow gives it."""
    return any("16" in str(tile.args) for tile in image.tile) or image.format in ("AVIF", "JPEG2000")


def middle(picture: Picture) -> Picture:
    """At most :data:`MOST_CODED` pixels square of a picture."""
    top, left = (max(0, (side - MOST_CODED) // 2) for side in (picture.height, picture.width))
    part = np.s_[top : top + MOST_CODED, left : left + MOST_CODED]
    alpha = None if picture.alpha is None else np.ascontiguousarray(picture.alpha[part])
    return replace(picture, pixels=np.ascontiguousarray(picture.pixels[part]), alpha=alpha)


def judge(source: Path, folder: Path) -> dict[str, Any]:
    """What became of one file: ``refused`` with the reason, or ``processed`` with what to compare."""
    latent, back = folder / "a.latent", folder / "a.png"
    peak_memory(restart=True)
    made = run_job(Job("compress", source, latent), SETTINGS)
    if made.state != "done":
        return {"group": "refused", "reason": made.reason, "peak": peak_memory()}
    again = run_job(Job("reconstruct", latent, back), SETTINGS)
    found: dict[str, Any] = {"group": "processed", "reason": again.reason, "warning": "; ".join(made.warnings)}
    found["peak"] = peak_memory()
    expected = reference(source)
    if again.state == "done":
        seen, whole = read_picture(back), read_picture(source)
        read = middle(whole)
        found["same_size"] = seen.pixels.shape == read.pixels.shape
        found["same_depth"] = seen.is_deep == read.is_deep
        found["same_alpha"] = np.array_equal(_alpha(seen.alpha), _alpha(read.alpha))
        found["off"] = None if expected is None else _difference(expected, eight_bits(whole.pixels))
        found["colours"] = _colours(eight_bits(read.pixels))
        found["error"] = psnr(eight_bits(seen.pixels), eight_bits(read.pixels))
    return found


def _alpha(plane: object) -> object:
    return np.zeros(0) if plane is None else plane


def _colours(pixels: Pixels) -> int:
    """How many different ones there are."""
    words = pixels.astype(np.uint32) @ np.array([1, 1 << 8, 1 << 16], dtype=np.uint32)
    return len(np.unique(words))


def _difference(a: Pixels, b: Pixels) -> int:
    """The largest, in levels; 255 where the sizes differ."""
    return int(np.abs(a.astype(int) - b).max(initial=0)) if a.shape == b.shape else 255


def main() -> None:
    root = Path(sys.argv[1])
    convert.read_picture = lambda path, **options: middle(read_picture(path, **options))  # type: ignore[assignment]
    for line in sys.stdin:
        name = line.rstrip("\n")
        with tempfile.TemporaryDirectory() as folder:
            found = judge(root / name, Path(folder))
            found["leftovers"] = sorted({p.name for p in Path(folder).iterdir()} - {"a.latent", "a.png"})
        print(json.dumps({"file": name, **found}), flush=True)


if __name__ == "__main__":
    main()
