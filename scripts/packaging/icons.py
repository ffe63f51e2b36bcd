"""Makes the icons that Windows and macOS want out of those in ``assets/icons``.

    python scripts/packaging/icons.py FOLDER

Writes ``FOLDER/safelight.ico`` and ``FOLDER/safelight.icns``.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path

from PIL import Image
from version import ROOT

ICONS = ROOT / "assets" / "icons"
WINDOWS_SIZES = (16, 24, 32, 48, 64, 128, 256)
MACOS_SIZES = (32, 64, 128, 256, 512)
SIDE_PICTURE = (328, 628)
DARK, EMBER = (32, 31, 30), (122, 48, 22)
"""The colours of the drawing: the darkroom and its lamp."""
MACOS_LARGEST = 1024
"""512 points on a Retina screen; no PNG of that size is kept."""


def write_ico(path: Path) -> None:
    """All sizes that Explorer shows, each as it was drawn for that size."""
    pictures = [drawn(size) for size in reversed(WINDOWS_SIZES)]
    sizes = [(size, size) for size in WINDOWS_SIZES]
    pictures[0].save(path, format="ICO", sizes=sizes, append_images=pictures[1:])


def write_icns(path: Path) -> None:
    """All sizes that Finder and the Dock show."""
    largest = from_drawing(MACOS_LARGEST)
    largest.save(path, format="ICNS", append_images=[drawn(size) for size in MACOS_SIZES])


def write_side_picture(path: Path) -> None:
    """The strip beside the first and the last page of the setup program, in twice the size that it has at 100 %."""
    width, height = SIDE_PICTURE
    rows = Image.linear_gradient("L").resize((width, height))
    strip = Image.composite(Image.new("RGB", rows.size, EMBER), Image.new("RGB", rows.size, DARK), rows)
    icon = drawn(256).resize((192, 192), Image.Resampling.LANCZOS)
    strip.paste(icon, ((width - 192) // 2, 96), icon)
    strip.save(path, format="BMP")


def drawn(size: int) -> Image.Image:
    """One of the PNGs."""
    return Image.open(ICONS / f"safelight-{size}.png").convert("RGBA")


def from_drawing(size: int) -> Image.Image:
    """The drawing itself, in a size that is not kept as PNG."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(ICONS / "safelight.svg")).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know a file name only
    return Image.open(io.BytesIO(buffer.data().data())).convert("RGBA")


def make_icons(folder: Path) -> tuple[Path, Path]:
    """Write both; returns where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    ico, icns = folder / "safelight.ico", folder / "safelight.icns"
    write_ico(ico)
    write_icns(icns)
    return ico, icns


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    make_icons(parser.parse_args().folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
