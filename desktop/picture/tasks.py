"""Verbs of the picture page: each builds an operation for the task runner and does nothing itself."""

from __future__ import annotations

import re
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

import engine
from desktop.picture.colours import ScreenColours
from desktop.picture.difference import to_difference
from desktop.picture.documents import Answer, Document, is_latent
from desktop.picture.histogram import Counts, histogram_of
from desktop.picture.pieces import Drawn, Estimated, Predicted, Unfolding
from desktop.picture.qimage import to_part, to_tiles
from desktop.picture.requests import Request
from desktop.picture.sharpness import sharpest_spot
from desktop.viewer.tiles import ImagePart, TiledPicture
from desktop.work.task_runner import Operation, TaskProgress
from engine import eight_bits, format_of, lost_in, write_atomically
from engine.errors import DamagedLatent, InputError, OutputError, SafelightError
from engine.files.convert import losses
from engine.messages import Message
from engine.progress import Progress, SubProgress

GLANCE_PIXELS = 1_500_000
"""The middle of what is seen, up to these, is drawn first, by itself."""
AT_ONCE_PIXELS = 1_200_000
"""A picture of no more than these is there as quickly as a part of it."""
REST_SECONDS = 0.2
"""After what is seen is drawn: a slider in motion comes back within this, and the rest was in vain."""
SAMPLE_PIXELS, SAMPLE_SIDE, SAMPLE_SQUARES = 6_000_000, 384, 4
"""From larger pictures, so many squares across and down are encoded to tell the size of the whole."""


@dataclass(frozen=True)
class Saved:
    """A file that was written, its bytes, and what of the picture its format cannot hold."""

    path: Path
    bytes: int = 0
    lost: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Target:
    """A file that is to be written.

    Attributes:
        overwrite: whether it may take the place of another one.
        quality: 0..100 for a lossy format; high by default.
    """

    path: Path
    overwrite: bool = False
    quality: int | None = None


@dataclass(frozen=True)
class Likeness:
    """How two pictures of one size compare; ``ms_ssim`` is from 0 to 1, ``psnr`` in dB."""

    psnr: float
    ms_ssim: float


def open_file(path: Path, colours: ScreenColours) -> Operation[Document]:
    """Read a picture, or reconstruct a ``.latent`` file."""

    def run(progress: TaskProgress) -> Document:
        return _open_latent(path, colours, progress) if is_latent(path) else _open_picture(path, colours, progress)

    return Operation(run)


def pictures_beside(path: Path) -> Operation[list[Path]]:
    """What can be opened in the folder of a file, in the order of the names, with numbers in theirs."""

    def run(_: Progress) -> list[Path]:
        kinds = {*engine.READABLE_SUFFIXES, engine.LATENT_SUFFIX}
        try:
            found = [each for each in path.parent.iterdir() if each.suffix.lower() in kinds]
        except OSError:
            return []
        return sorted(found, key=lambda each: [_order(part) for part in re.split(r"(\d+)", each.name.casefold())])

    return Operation(run)


def compress(
    document: Document,
    preview: engine.CompressPreview,
    options: engine.CompressOptions,
    region: QRect | None,
    colours: ScreenColours,
) -> Operation[Answer]:
    """Compress and reconstruct, what is seen before the rest; hands over parts and sizes."""

    def run(progress: TaskProgress) -> Answer:
        draw = _drawing(document, colours, progress)
        if not options.searches_quality and document.picture.width * document.picture.height > AT_ONCE_PIXELS:
            preview.preview_region(options.quality, _middle(region, document.picture), draw, SubProgress(progress, 0.0))
            _rest(progress)
        made = preview.round_trip(
            options,
            first=_rect(region),
            on_tile=draw,
            on_size=lambda size: progress.tell(Predicted(size)),
            progress=progress,
        )
        noise = float(engine.inspect(made.data).denoise) if options.denoise is None else None
        return Answer("compress", made.quality, made.picture, made.psnr, made.data, noise)

    return Operation(run)


def denoise(
    document: Document, options: engine.DenoiseOptions, region: QRect | None, colours: ScreenColours
) -> Operation[Answer]:
    """Denoise, what is seen before the rest; hands over parts, and the strength where it was to be estimated."""

    def run(progress: TaskProgress) -> Answer:
        strength = options.strength
        if strength is None:
            noise = document.noise(options.threads)
            strength = noise.strength
            progress.tell(Estimated(noise))
        draw = _drawing(document, colours, progress)
        chosen = replace(options, strength=strength)
        picture = engine.denoise(document.picture, chosen, progress, first=_rect(region), on_tile=draw)
        psnr = engine.psnr(document.picture.pixels, picture.pixels)
        return Answer("denoise", strength, picture, psnr, denoiser=options.model)

    return Operation(run)


def difference(a: engine.Picture, b: engine.Picture, region: QRect | None, full_heat: int) -> Operation[None]:
    """Draw where two pictures differ, what is seen before the rest; hands over parts."""

    def run(progress: TaskProgress) -> None:
        to_difference(
            a, b, progress, first=region, full_heat=full_heat, on_part=lambda part: progress.tell(Drawn(part))
        )

    return Operation(run)


def compare(a: engine.Picture, b: engine.Picture) -> Operation[Likeness]:
    """Measure how alike two pictures of one size are."""

    def run(progress: Progress) -> Likeness:
        psnr = engine.psnr(a.pixels, b.pixels) if a.is_deep == b.is_deep else _psnr_in_eight_bits(a, b)
        return Likeness(psnr, engine.ms_ssim(eight_bits(a.pixels), eight_bits(b.pixels), progress))

    return Operation(run)


def count_levels(picture: engine.Picture) -> Operation[Counts]:
    """Count how often each level occurs."""
    return Operation(lambda progress: histogram_of(picture.pixels, progress))


def measure_curve(preview: engine.CompressPreview, qualities: list[float]) -> Operation[None]:
    """Size and likeness at some qualities; hands over the points."""
    return Operation(lambda progress: preview.curve(qualities, progress.tell, progress))


def save(
    picture: engine.Picture, data: bytes | None, path: Path, *, overwrite: bool, quality: int | None = None
) -> Operation[Saved]:
    """Write a result; the suffix of ``path`` chooses the format, ``data`` is what goes into a ``.latent`` file.

    Args:
        quality: 0..100 for a lossy format; high by default.
    """
    return Operation(lambda _: _write(picture, data, path, overwrite=overwrite, quality=quality))


def make_and_save(document: Document, request: Request, target: Target) -> Operation[Saved]:
    """Compress or denoise a picture that is not looked at any more, and write the result."""

    def run(progress: Progress) -> Saved:
        data: bytes | None = None
        if isinstance(request, engine.DenoiseOptions):
            picture = engine.denoise(document.picture, request, progress)
        else:
            picture, data = document.picture, engine.compress(document.picture, request, progress)
            if not is_latent(target.path):
                picture = engine.reconstruct(data, engine.ReconstructOptions(request.threads))
        progress.check()
        return _write(picture, data, target.path, overwrite=target.overwrite, quality=target.quality)

    return Operation(run)


def weigh(picture: engine.Picture, format: str, quality: int | None) -> Operation[int]:
    """How many bytes a picture will take in a format; of a large one, estimated from parts of it."""

    def run(progress: Progress) -> int:
        part = _sample(picture)
        progress.check()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"sample{engine.WRITABLE_FORMATS[format]}"
            size = engine.write_picture(part, path, quality=quality)
        return round(size * (picture.width * picture.height) / (part.width * part.height))

    return Operation(run)


def keep_pasted(image: QImage, path: Path) -> Operation[Path]:
    """Write what came from the clipboard, so that it can be opened like any file."""

    def run(_: Progress) -> Path:
        if not image.save(str(path)):
            raise OutputError("cannot be written", path)
        return path

    return Operation(run)


def to_clipboard_image(picture: engine.Picture) -> Operation[QImage]:
    """The whole picture as one image of eight bits, with its transparency; in sRGB, as clipboards know no profiles."""

    def run(_: Progress) -> QImage:
        pixels = ScreenColours(None).to_screen(eight_bits(picture.pixels), picture.metadata.icc)
        planes = pixels if picture.alpha is None else np.dstack([pixels, eight_bits(picture.alpha)])
        samples = np.ascontiguousarray(planes)
        kind = QImage.Format.Format_RGB888 if picture.alpha is None else QImage.Format.Format_RGBA8888
        image = QImage(samples.data, picture.width, picture.height, samples.strides[0], kind)
        return image.copy()  # owns its memory

    return Operation(run)


def release_memory() -> Operation[None]:
    """Give memory back that a closed picture has left."""
    return Operation(lambda _: engine.release_memory())


def _write(picture: engine.Picture, data: bytes | None, path: Path, *, overwrite: bool, quality: int | None) -> Saved:
    if is_latent(path):
        _write_bytes(data, path, overwrite=overwrite)
        return Saved(path, path.stat().st_size)
    size = engine.write_picture(picture, path, overwrite=overwrite, quality=quality)
    return Saved(path, size, lost_in(picture, format_of(path)))


def _sample(picture: engine.Picture) -> engine.Picture:
    """Squares from all over a large picture, put together; a small one itself."""
    count = SAMPLE_SQUARES
    if picture.width * picture.height <= SAMPLE_PIXELS or min(picture.width, picture.height) < count * SAMPLE_SIDE:
        return picture
    lefts = np.linspace(0, picture.width - SAMPLE_SIDE, count).astype(int)
    tops = np.linspace(0, picture.height - SAMPLE_SIDE, count).astype(int)

    def cut(plane: engine.Samples) -> engine.Samples:
        side = SAMPLE_SIDE
        rows = [np.hstack([plane[top : top + side, left : left + side] for left in lefts]) for top in tops]
        return np.ascontiguousarray(np.vstack(rows))

    alpha = None if picture.alpha is None else cut(picture.alpha)
    return replace(picture, pixels=cut(picture.pixels), alpha=alpha)


def _order(part: str) -> tuple[int, str]:
    return (int(part), "") if part.isdecimal() else (-1, part)


def _drawing(document: Document, colours: ScreenColours, progress: TaskProgress) -> engine.OnTile:
    icc = document.picture.metadata.icc
    alpha = document.picture.alpha

    def draw(part: engine.PictureTile) -> None:
        height, width = part.pixels.shape[:2]
        clear = None if alpha is None else alpha[part.top : part.top + height, part.left : part.left + width]
        shown: ImagePart = to_part(part.pixels, part.left, part.top, alpha=clear, icc=icc, colours=colours)
        progress.tell(Drawn(shown))

    return draw


def _rect(region: QRect | None) -> engine.Rect | None:
    return None if region is None else engine.Rect(region.x(), region.y(), region.width(), region.height())


def _middle(region: QRect | None, picture: engine.Picture) -> engine.Rect:
    """As much of the middle of a region, or of the whole picture, as can be drawn at once."""
    left, top, width, height = _rect(region) or (0, 0, picture.width, picture.height)
    share = min(1.0, (GLANCE_PIXELS / (width * height)) ** 0.5)
    across, down = max(1, round(share * width)), max(1, round(share * height))
    return engine.Rect(left + (width - across) // 2, top + (height - down) // 2, across, down)


def _rest(progress: Progress) -> None:
    end = time.monotonic() + REST_SECONDS
    while time.monotonic() < end:
        progress.check()
        time.sleep(0.02)


def _open_picture(path: Path, colours: ScreenColours, progress: Progress) -> Document:
    picture = engine.read_picture(path)
    progress.check()
    shown = to_tiles(picture, colours, progress)
    spot = sharpest_spot(picture)
    return Document(path, picture, shown, _size_of(path), warnings=picture.warnings, sharpest=spot)


def _open_latent(path: Path, colours: ScreenColours, progress: TaskProgress) -> Document:
    progress.begin(1.0)
    decoding = SubProgress(progress, 0.95)
    try:
        data = path.read_bytes()
        try:
            info, warnings = engine.inspect(data), tuple[Message, ...]()
            picture, shown = _unfolded(path, data, info, colours, decoding, progress)
        except DamagedLatent:  # whoever opens a damaged file wants to see what is left of it
            recovery = engine.recover(data, engine.ReconstructOptions(), decoding)
            info, warnings = engine.inspect(data, recover=True), losses(recovery)
            picture = recovery.picture
            shown = to_tiles(picture, colours, progress)
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", path) from error
    except SafelightError as error:
        raise error.at(path) from error
    return Document(path, picture, shown, len(data), info, data, warnings)


def _unfolded(
    path: Path,
    data: bytes,
    info: engine.LatentInfo,
    colours: ScreenColours,
    decoding: SubProgress,
    progress: TaskProgress,
) -> tuple[engine.Picture, TiledPicture]:
    """The picture of a file; a large one is shown while it is being decoded."""
    options = engine.ReconstructOptions()
    if info.has_alpha or info.width * info.height <= AT_ONCE_PIXELS:
        picture = engine.reconstruct(data, options, decoding)
        return picture, to_tiles(picture, colours, progress)
    shown, icc = TiledPicture(info.width, info.height), engine.read_metadata(data).icc
    progress.tell(Unfolding(path, shown))

    def draw(part: engine.PictureTile) -> None:
        progress.tell(Drawn(to_part(part.pixels, part.left, part.top, icc=icc, colours=colours)))

    return engine.reconstruct(data, options, decoding, on_tile=draw), shown


def _psnr_in_eight_bits(a: engine.Picture, b: engine.Picture) -> float:
    return engine.psnr(eight_bits(a.pixels), eight_bits(b.pixels))


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # gone meanwhile: the job itself will say so
        return 0


def _write_bytes(data: bytes | None, path: Path, *, overwrite: bool) -> None:
    """Atomic: either the whole file is there, or what was there before."""
    if data is None:
        raise OutputError("a denoised picture is saved as a picture; to make it smaller, compress it", path)

    def fill(file: BinaryIO) -> None:
        file.write(data)

    write_atomically(path, fill, overwrite=overwrite)
