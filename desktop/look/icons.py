"""Line icons drawn in the colour of the text around them."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from engine.assets import assets_dir

SIZES = (16, 20, 24, 32, 48, 64, 96)


def app_icon() -> QIcon:
    """The program's own icon, at all its sizes."""
    icon = QIcon()
    for file in sorted((assets_dir() / "icons").glob("safelight-*.png")):
        icon.addFile(str(file))
    return icon


def line_icon(name: str, colour: QColor, checked: QColor | None = None) -> QIcon:
    """The icon ``assets/icons/ui/<name>.svg`` in one colour, or in another while checked."""
    argb = QColor.NameFormat.HexArgb
    return _icon(name, colour.name(argb), "" if checked is None else checked.name(argb))


@cache
def _icon(name: str, argb: str, checked: str) -> QIcon:
    """Kept: a widget asks anew with every change of its palette, of which there are several while a page is made."""
    icon = QIcon()
    faded = QColor(argb)
    faded.setAlpha(90)
    for size in SIZES:
        icon.addPixmap(_drawn(name, argb, size))
        icon.addPixmap(_drawn(name, faded.name(QColor.NameFormat.HexArgb), size), QIcon.Mode.Disabled)
        if checked:
            icon.addPixmap(_drawn(name, checked, size), QIcon.Mode.Normal, QIcon.State.On)
    return icon


def line_pixmap(name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
    """One icon of ``size`` logical pixels, sharp on a screen of this device pixel ratio."""
    pixmap = QPixmap(_drawn(name, colour.name(QColor.NameFormat.HexArgb), round(size * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@cache
def _source(name: str) -> str:
    return (assets_dir() / "icons" / "ui" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _drawn(name: str, argb: str, size: int) -> QPixmap:
    colour = QColor(argb)
    text = _source(name).replace("currentColor", colour.name())
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setOpacity(colour.alphaF())
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
