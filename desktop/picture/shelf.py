"""All that can be looked at on either side of the viewer, and which two are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Signal

import engine
from desktop.picture.documents import Answer, Document, Mode, Rendition
from desktop.viewer.heat import FULL_HEAT
from desktop.viewer.tiles import TiledPicture
from desktop.widgets.denoiser_choice import Denoiser

Side = Literal["left", "right"]
SIDES: tuple[Side, ...] = ("left", "right")
Kind = Literal["original", "latent", "compress", "denoise", "file", "seen", "made"]
ORIGINAL = "original"
NOTHING = "nothing"
"""Key of no exhibit: a ``.latent`` file is looked at by itself until something is asked for beside it."""
MODES: tuple[Mode, ...] = ("compress", "denoise")
LARGEST_COUNT = 6
"""Kept results and further files, each; the oldest make room: every one is a whole picture in memory."""


Pair = tuple[tuple[engine.Picture, TiledPicture], tuple[engine.Picture, TiledPicture]]


@dataclass(frozen=True)
class Exhibit:
    """One picture to look at.

    Attributes:
        key: names it among all others of the shelf.
        kind: where it comes from; ``latent`` is the picture in an opened ``.latent`` file, ``seen`` what an
            autoencoder took of the document, and ``made`` what it made of that.
        shown: its tiles, which may still be coming.
        picture: its pixels; ``None`` while they are not complete.
        bytes: size of its file; ``None`` where there is none, or while it is not known.
        setting: the quality or strength that made it.
        denoiser: the model that made it, where it is denoised.
        is_predicted: whether ``bytes`` may still change.
        full_heat: levels from which on differences from it have the hottest colour.
    """

    key: str
    kind: Kind
    shown: TiledPicture
    picture: engine.Picture | None
    name: str = ""
    bytes: int | None = None
    setting: float | None = None
    denoiser: Denoiser | None = None
    is_kept: bool = False
    is_predicted: bool = False
    full_heat: int = FULL_HEAT


class Shelf(QObject):
    """Holds the document, its renditions, kept results and further files.

    Signals:
        changed: another pair is to be looked at, or there is more or less to choose from.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document: Document | None = None
        self.renditions: dict[Mode, Rendition] = {}
        self._others: dict[str, Exhibit] = {}
        self._count = 0
        self._chosen: dict[Side, str] = {"left": ORIGINAL, "right": "compress"}

    def open(self, document: Document) -> None:
        """Begin anew with a document."""
        picture = document.picture
        self.document = document
        self.renditions = {
            mode: Rendition(mode, TiledPicture(picture.width, picture.height, has_alpha=picture.alpha is not None))
            for mode in MODES
        }
        self._others.clear()
        if document.latent is not None:
            del self.renditions["compress"]  # it is compressed
        self._chosen = {"left": ORIGINAL, "right": self._usual}
        self.changed.emit()

    def close(self) -> None:
        """Nothing is open any more."""
        self.document, self.renditions = None, {}
        self._others.clear()
        self.changed.emit()

    def follow(self, mode: Mode | None) -> None:
        """Another mode is worked in: the side that shows the result of the other one shows this one's."""
        wanted = mode or NOTHING
        for side in reversed(SIDES):
            if self._chosen[side] in {*MODES, NOTHING} - {wanted} and wanted not in self._chosen.values():
                self._chosen[side] = wanted
        self.changed.emit()

    @property
    def _usual(self) -> str:
        """What is looked at on the right unless a person chooses."""
        return NOTHING if self.document is not None and self.document.latent is not None else "compress"

    @property
    def can_show_nothing(self) -> bool:
        """Whether one side may stay empty."""
        return self._usual == NOTHING

    def keep(self, mode: Mode) -> bool:
        """Put the present result of a mode aside, to be compared with later ones; returns whether there is one."""
        rendition = self.renditions.get(mode)
        if rendition is None or rendition.answer is None:
            return False
        answer = rendition.answer
        exhibit = Exhibit(
            self._new_key("kept"), mode, rendition.shown.copy(), answer.picture,
            bytes=_size(answer), setting=answer.setting, denoiser=answer.denoiser, is_kept=True,
        )  # fmt: skip
        self._add(exhibit)
        self.changed.emit()
        return True

    def add_file(self, document: Document, side: Side) -> None:
        """Put another file beside the document, and look at it."""
        exhibit = Exhibit(
            self._new_key("file"), "file", document.shown, document.picture, document.path.name, document.source_bytes
        )
        self._add(exhibit)
        self.choose(side, exhibit.key)

    def add_pair(self, model: str, pair: Pair, full_heat: int) -> None:
        """Put what a model saw of the document beside what it made of that, and look at both."""
        kinds: tuple[Kind, Kind] = ("seen", "made")
        for side, kind, (picture, shown) in zip(SIDES, kinds, pair, strict=True):
            exhibit = Exhibit(self._new_key(kind), kind, shown, picture, model, full_heat=full_heat)
            self._add(exhibit)
            self._chosen[side] = exhibit.key
        self.changed.emit()

    def choose(self, side: Side, key: str) -> None:
        """Look at something else on one side."""
        self._chosen[side] = key
        self.changed.emit()

    def chosen(self, side: Side) -> str:
        """Key of what is looked at on a side."""
        return self._chosen[side]

    def exhibits(self) -> list[Exhibit]:
        """All that can be looked at now, in a fixed order; renditions also where nothing of them is there yet."""
        if self.document is None:
            return []
        return [_of_document(self.document), *map(_of_rendition, self.renditions.values()), *self._others.values()]

    def on(self, side: Side) -> Exhibit | None:
        """What is seen on a side; ``None`` while there is nothing of it, and it was not asked for."""
        key = self._chosen[side]
        found = next((each for each in self.exhibits() if each.key == key), None)
        is_coming = any(mode == key and rendition.is_begun for mode, rendition in self.renditions.items())
        return found if found is not None and (is_coming or not found.shown.is_empty) else None

    def _add(self, exhibit: Exhibit) -> None:
        alike = [key for key, other in self._others.items() if other.is_kept == exhibit.is_kept]
        if len(alike) >= LARGEST_COUNT:
            del self._others[alike[0]]
            for side in SIDES:
                if self._chosen[side] == alike[0]:
                    self._chosen[side] = ORIGINAL if side == "left" else self._usual
        self._others[exhibit.key] = exhibit

    def _new_key(self, kind: str) -> str:
        self._count += 1
        return f"{kind}:{self._count}"


def _size(answer: Answer) -> int | None:
    return None if answer.data is None else len(answer.data)


def _of_document(document: Document) -> Exhibit:
    kind: Kind = "original" if document.latent is None else "latent"
    setting = None if document.latent is None else document.latent.quality
    return Exhibit(ORIGINAL, kind, document.shown, document.picture, document.path.name, document.source_bytes, setting)


def _of_rendition(rendition: Rendition) -> Exhibit:
    answer = rendition.answer
    if answer is None:
        size, picture, setting = rendition.expected_bytes, None, rendition.setting
    else:
        size, picture, setting = _size(answer), answer.picture, answer.setting
    return Exhibit(
        rendition.mode, rendition.mode, rendition.shown, picture,
        bytes=size, setting=setting, denoiser=rendition.denoiser, is_predicted=answer is None,
    )  # fmt: skip
