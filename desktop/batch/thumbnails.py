"""Small pictures of the files in view, read in a worker thread and kept while there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap

import engine
from desktop.look.icons import line_pixmap
from desktop.work.task_runner import Handlers, Operation, TaskRunner
from engine import LATENT_SUFFIX
from engine.errors import PictureTooLarge, SafelightError
from engine.progress import Progress

CELL = QSize(48, 32)  # logical pixels
SIDE = 96  # pixels that are read: enough for screens of twice the density
MOST = 600  # kept: some 20 MB
CHANNEL = "thumbnails"

_SIGN = 20  # logical pixels of an icon that stands for a picture


class Thumbnails(QObject):
    """Pictures by their paths; those that are not known yet are a plain icon, damaged files a broken one.

    Signals:
        changed: pictures have arrived; the paths.
    """

    changed = Signal(list)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._box = _Box()
        self._kept: OrderedDict[str, QIcon] = OrderedDict()
        self._signs: dict[str, QIcon] = {}
        self._colour, self._ratio = QColor(Qt.GlobalColor.gray), 1.0

    def dress(self, colour: QColor, ratio: float) -> None:
        """Draw icons in this colour, for a screen of this density."""
        if (colour, ratio) != (self._colour, self._ratio):
            self._colour, self._ratio = colour, ratio
            self._signs.clear()
            self._kept.clear()

    def icon(self, path: str) -> QIcon:
        """The picture of a file, or what stands for it."""
        found = self._kept.get(path)
        return self._sign("picture") if found is None else found

    def want(self, paths: Sequence[str]) -> None:
        """Have the pictures of files read, and no others any more."""
        missing = [path for path in paths if path not in self._kept]
        if missing:
            done = Handlers[None](done=lambda _: self._fetch(), progressed=lambda _: self._fetch())
            self._runner.start(CHANNEL, load_thumbnails(missing, self._box), done)

    def stop(self) -> None:
        """Read no more."""
        self._runner.drop(CHANNEL)

    def forget(self, path: str) -> None:
        """Have a file looked at again, as it may have changed."""
        self._kept.pop(path, None)

    def _fetch(self) -> None:
        arrived = self._box.take()
        for path, found in arrived:
            self._kept[path] = self._sign(found) if isinstance(found, str) else self._framed(found)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        if arrived:
            self.changed.emit([path for path, _ in arrived])

    def _framed(self, image: QImage) -> QIcon:
        """The picture in the middle of its cell, so that all names begin at the same place."""
        cell = _blank_cell(self._ratio)
        size = image.size().scaled(CELL * self._ratio, Qt.AspectRatioMode.KeepAspectRatio)
        if size.width() > image.width():
            size = image.size()
        _draw_middle(cell, QPixmap.fromImage(image.scaled(size, mode=Qt.TransformationMode.SmoothTransformation)))
        return QIcon(cell)

    def _sign(self, name: str) -> QIcon:
        if name not in self._signs:
            cell = _blank_cell(self._ratio)
            pixmap = line_pixmap(name, self._colour, _SIGN, self._ratio)
            pixmap.setDevicePixelRatio(1.0)
            _draw_middle(cell, pixmap)
            self._signs[name] = QIcon(cell)
        return self._signs[name]


def load_thumbnails(paths: Sequence[str], box: _Box) -> Operation[None]:
    """Read pictures into a box, one after the other; progress tells of each."""

    def run(progress: Progress) -> None:
        progress.begin(len(paths))
        for path in paths:
            progress.check()
            box.put(path, _read(Path(path)))
            progress.advance()

    return Operation(run)


class _Box:
    """A letter box between the worker's thread and the GUI's; what is not a picture is the name of its icon."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: list[tuple[str, QImage | str]] = []

    def put(self, path: str, found: QImage | str) -> None:
        with self._lock:
            self._found.append((path, found))

    def take(self) -> list[tuple[str, QImage | str]]:
        with self._lock:
            found, self._found = self._found, []
        return found


def _read(path: Path) -> QImage | str:
    try:
        if path.suffix.lower() == LATENT_SUFFIX:
            picture = engine.thumbnail(path.read_bytes(), SIDE, engine.ReconstructOptions(threads=1))
        else:
            picture = engine.read_small(path, SIDE)
    except PictureTooLarge:
        return "picture"
    except (SafelightError, OSError, MemoryError):
        return "broken"
    return _to_image(picture)


def _to_image(picture: engine.Picture) -> QImage:
    parts = [picture.pixels] if picture.alpha is None else [picture.pixels, picture.alpha[..., None]]
    samples = np.ascontiguousarray(np.concatenate(parts, axis=2))
    kind = QImage.Format.Format_RGB888 if picture.alpha is None else QImage.Format.Format_RGBA8888
    return QImage(samples.tobytes(), picture.width, picture.height, samples.strides[0], kind).copy()


def _blank_cell(ratio: float) -> QPixmap:
    cell = QPixmap(CELL * ratio)
    cell.setDevicePixelRatio(ratio)
    cell.fill(Qt.GlobalColor.transparent)
    return cell


def _draw_middle(cell: QPixmap, pixmap: QPixmap) -> None:
    """Pixel for pixel."""
    ratio = cell.devicePixelRatio()
    painter = QPainter(cell)
    painter.scale(1 / ratio, 1 / ratio)
    painter.drawPixmap((cell.width() - pixmap.width()) // 2, (cell.height() - pixmap.height()) // 2, pixmap)
    painter.end()
