"""``.latent`` files are byte for byte those of 0.7.0, for the same picture and options.

``tests/data/0.7.0/bytes.json`` is never rewritten. The transforms work in floating point, which processors round
differently: the first test puts numbers of its own in their place, and holds everywhere; the second is skipped where
this processor's transforms give other numbers than the one that wrote the list.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.image.picture import Metadata, Picture, Pixels
from engine.pipeline.codec import CodecModel
from engine.pipeline.compress import compress
from engine.pipeline.options import CompressOptions
from tests.engine.conftest import DrawPhoto

LIST = Path(__file__).parents[1] / "data" / "0.7.0" / "bytes.json"
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "photo": ("photo", {}),
    "photo-0": ("photo", {"quality": 0}),
    "photo-97.5": ("photo", {"quality": 97.5}),
    "photo-100": ("photo", {"quality": 100}),
    "photo-denoise": ("photo", {"quality": 40, "denoise": 20}),
    "photo-target": ("photo", {"target_bytes": 900}),
    "photo-max": ("photo", {"quality": 90, "max_bytes": 1200}),
    "grey": ("grey", {"quality": 30}),
    "deep": ("deep", {"quality": 80}),
    "wide": ("wide", {"quality": 65, "threads": 2}),
}


def drawn(name: str, draw_photo: DrawPhoto) -> Picture:
    """The pictures that the cases name."""
    if name == "grey":
        return Picture(draw_photo(16, 24)[:, :, :1].repeat(3, axis=2), is_grey=True)
    if name == "deep":
        ramp = np.arange(40 * 50, dtype=np.uint16).reshape(40, 50)
        pixels = draw_photo(40, 50, 3).astype(np.uint16) * np.uint16(256) + (ramp % 256)[:, :, None]
        metadata = Metadata(b"a profile" * 9, b"Exif" * 9, b"<xmp/>" * 9, b"records", dpi=(300.0, 72.0))
        return Picture(pixels, ramp * np.uint16(32), metadata)
    if name == "wide":
        alpha: Pixels = (np.arange(40 * 1100, dtype=np.uint32) % 251).reshape(40, 1100).astype(np.uint8)
        return Picture(draw_photo(40, 1100, 2), alpha)
    return Picture(draw_photo(96, 128))


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def listed(kind: str, name: str, found: Any) -> Any:
    """What the list says; with ``SAFELIGHT_WRITE_BYTES=1`` what is missing is added to it."""
    known = json.loads(LIST.read_text(encoding="ascii")) if LIST.exists() else {}
    if os.environ.get("SAFELIGHT_WRITE_BYTES") == "1" and name not in known.get(kind, {}):
        known.setdefault(kind, {})[name] = found
        LIST.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="ascii")
    return known[kind][name]


def _latents(_: CodecModel, window: Any, strength: float) -> Any:
    """Latents that need no rounding: multiples of 1/8 that follow from sums of the samples."""
    height, width = window.shape[0] // 16, window.shape[1] // 16
    sums = window[: height * 16, : width * 16].astype(np.int64).reshape(height, 16, width, 16, 3).sum(axis=(1, 3, 4))
    channels = np.arange(_channels)[:, None, None]
    values = (sums[None] * (channels * 7 + 3) // 97 + channels * 31 + round(strength * 100)) % 321 - 160
    return (values * (values % 5 == 0)).astype(np.float32) / np.float32(8)


_channels = 0


def _hyper_latents(model: CodecModel, latents: Any) -> Any:
    hyper = len(model.rate_row(0).z_indices)
    sums = np.rint(latents * 8).astype(np.int64).sum(axis=0)
    blocks = sums.reshape(sums.shape[0] // 4, 4, sums.shape[1] // 4, 4).sum(axis=(1, 3))
    return ((blocks[None] * (np.arange(hyper)[:, None, None] + 1) % 33 - 16) / 8).astype(np.float32)


@pytest.mark.parametrize("name", CASES)
def test_the_same_numbers_give_the_same_bytes(
    name: str, draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture, options = CASES[name]

    def analyse(model: CodecModel, window: Any, strength: float) -> Any:
        global _channels
        _channels = model.rate_row(0).gain.shape[0]
        return _latents(model, window, strength)

    monkeypatch.setattr(CodecModel, "analyse", analyse)
    monkeypatch.setattr(CodecModel, "hyper_analyse", _hyper_latents)
    options = {key: value * (8 if key.endswith("bytes") else 1) for key, value in options.items()}
    data = compress(drawn(picture, draw_photo), CompressOptions(**options))
    assert len(data) > 150
    assert digest(data) == listed("without transforms", name, digest(data))


@pytest.mark.parametrize("name", CASES)
def test_the_same_picture_gives_the_same_bytes(
    name: str, draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[str] = set()
    for method in ("analyse", "hyper_analyse"):
        plain = getattr(CodecModel, method)

        def watched(*given: Any, plain: Any = plain) -> Any:
            result = plain(*given)
            seen.add(digest(np.ascontiguousarray(result).tobytes()))
            return result

        monkeypatch.setattr(CodecModel, method, watched)
    picture, options = CASES[name]
    data = compress(drawn(picture, draw_photo), CompressOptions(**options))
    assert seen
    if sorted(seen) != listed("results of the transforms", name, sorted(seen)):
        pytest.skip("this processor rounds the codec's transforms differently")
    assert digest(data) == listed("with transforms", name, digest(data))
