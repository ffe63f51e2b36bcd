"""What the picture page works on: an opened file, and what is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QRegion

import engine
from desktop.viewer.tiles import ImagePart, TiledPicture
from desktop.widgets.denoiser_choice import Denoiser
from engine.messages import Message

Mode = Literal["compress", "denoise"]


@dataclass(frozen=True)
class Document:
    """An opened file.

    Attributes:
        path: where it came from.
        picture: its pixels; for a ``.latent`` file, the reconstruction.
        shown: the same, ready to be drawn.
        source_bytes: size of the file.
        latent: facts of a ``.latent`` file, ``None`` for a picture.
        data: the bytes of a ``.latent`` file, ``None`` for a picture.
        warnings: what of the file is not in the picture, because it is damaged or holds more.
        sharpest: the spot with the most detail, picture pixels.
    """

    path: Path
    picture: engine.Picture
    shown: TiledPicture
    source_bytes: int
    latent: engine.LatentInfo | None = None
    data: bytes | None = None
    warnings: tuple[Message, ...] = ()
    sharpest: QPoint = field(default_factory=QPoint)
    _found: list[engine.NoiseEstimate] = field(default_factory=list, init=False, repr=False, compare=False)

    def noise(self, threads: int) -> engine.NoiseEstimate:
        """The denoising strength that suits it, and how sure that is; found once, by the first worker that asks."""
        if not self._found:
            self._found.append(engine.estimate_noise(self.picture, threads))
        return self._found[0]


@dataclass(frozen=True)
class Answer:
    """The complete result for one setting.

    Attributes:
        mode: what was done.
        setting: the quality or the strength (also when it was found), 0..100.
        picture: the resulting pixels.
        psnr: likeness to the source, dB; infinite when equal.
        data: the ``.latent`` file, when compressed.
        noise: the strength with which noise was left out of that, 0..100, where it was found rather than asked for.
        denoiser: the model that has denoised.
    """

    mode: Mode
    setting: float
    picture: engine.Picture
    psnr: float
    data: bytes | None = None
    noise: float | None = None
    denoiser: Denoiser | None = None


@dataclass
class Rendition:
    """What one mode makes of a document: tiles that fill up while it works, and the answer once it is through.

    Tiles of the setting before stay until those of the new one take their places. Lives in the GUI thread.

    Attributes:
        shown: the tiles that there are so far.
        answer: ``None`` while it is worked on.
        expected_bytes: predicted size of the file; ``None`` while nothing is known.
        expected_psnr: predicted likeness, dB; likewise.
        is_begun: whether it was ever asked for.
        denoiser: the model that denoises.
        fresh: where the tiles are of the present setting.
    """

    mode: Mode
    shown: TiledPicture
    answer: Answer | None = None
    expected_bytes: int | None = None
    expected_psnr: float | None = None
    is_begun: bool = False
    setting: float | None = None
    denoiser: Denoiser | None = None
    fresh: QRegion = field(default_factory=QRegion)

    def begin(self, setting: float | None, denoiser: Denoiser | None = None) -> None:
        """Another setting: nothing that is there counts any more."""
        self.answer, self.fresh, self.is_begun = None, QRegion(), True
        self.expected_bytes = self.expected_psnr = None
        self.setting, self.denoiser = setting, denoiser

    def note(self, part: ImagePart) -> None:
        """A part of the present setting has come."""
        self.fresh += part.rect

    def lacks(self, region: QRect | None) -> bool:
        """Whether some of a region is not of the present setting yet."""
        return region is not None and not QRegion(region).subtracted(self.fresh).isEmpty()


def is_same_file(path: Path, other: Path) -> bool:
    """Whether two paths lead to one file, by whatever names; not where one of them is no file."""
    try:
        return path.samefile(other)
    except OSError:
        return False


def is_latent(path: Path) -> bool:
    """Whether the name says that it is a ``.latent`` file."""
    return path.suffix.lower() == engine.LATENT_SUFFIX
