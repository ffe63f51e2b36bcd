"""The files around the bundle on Linux: desktop entry, icons, file type, thumbnailer, man page, completions, menus."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path

from completions import PLACES, completion
from man_page import man_page
from release import Release
from version import ROOT

STATIC = ROOT / "assets" / "installer" / "linux" / "share"
ICONS = ROOT / "assets" / "icons"
PICTURES = (
    "image/jpeg", "image/png", "image/tiff", "image/webp", "image/avif", "image/heif", "image/heic", "image/jxl",
    "image/jp2", "image/jpx", "image/gif", "image/bmp", "image/qoi", "image/vnd.adobe.photoshop", "image/x-tga",
    "image/x-dds", "image/x-portable-anymap", "image/x-portable-bitmap", "image/x-portable-graymap",
    "image/x-portable-pixmap",
)  # fmt: skip
"""Types that the app opens beside its own; camera RAW takes a package that is not in the bundle."""
TEMPLATES = (".desktop", ".nemo_action", ".thumbnailer", ".xml", ".py")
NAUTILUS, CAJA = "nautilus-python/extensions/safelight.py", "caja-python/extensions/safelight.py"


def stage_share(made: Release, share: Path, places: dict[str, str]) -> None:
    """Put everything that goes below ``share`` there.

    Args:
        places: where the programs will be, by the names ``window`` and ``safelight``; those left out stay to be filled
            in when it is known where they are.
    """
    _write(share / "man" / "man1" / "safelight.1.gz", _packed(man_page(made.version, made.date)))
    for shell, place in PLACES.items():
        _write(share / place, completion(shell).encode())
    if made.with_window:
        _stage_desktop(made, share, places)


def _stage_desktop(made: Release, share: Path, places: dict[str, str]) -> None:
    texts = {**places, "pictures": "".join(f"{kind};" for kind in PICTURES)}
    texts |= {"version": made.version, "date": f"{made.date:%Y-%m-%d}"}
    for path in sorted(STATIC.rglob("*")):
        if path.suffix in TEMPLATES:
            _write(share / path.relative_to(STATIC), filled(path.read_text(encoding="utf-8"), texts).encode())
    _write(share / CAJA, (share / NAUTILUS).read_bytes())
    for icon in sorted(ICONS.glob("safelight*")):
        size = icon.stem.rpartition("-")[2]
        folder = share / "icons" / "hicolor" / ("scalable" if icon.suffix == ".svg" else f"{size}x{size}")
        for place in ("apps/safelight", "mimetypes/image-x-latent"):
            _write(folder / f"{place}{icon.suffix}", icon.read_bytes())


def filled(text: str, texts: dict[str, str]) -> str:
    """``@name@`` replaced by what ``texts`` has for it."""
    return re.sub(r"@(\w+)@", lambda found: texts.get(found[1], found[0]), text)


def copy_bundle(made: Release, to: Path) -> None:
    """The bundle, its links kept as links."""
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(made.bundle, to, symlinks=True)


def _packed(text: str) -> bytes:
    """Compressed, without the time at which that was done."""
    return gzip.compress(text.encode(), 9, mtime=0)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
