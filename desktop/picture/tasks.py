"""Verbs of the picture page: each builds an operation for the task runner and does nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import engine
from desktop.picture.difference import to_difference
from desktop.picture.documents import LATENT_SUFFIX, Answer, Document, is_latent
from desktop.picture.qimage import to_pyramid
from desktop.viewer.pyramid import Pyramid
from desktop.work.task_runner import Operation
from engine import jobs
from engine.errors import DamagedLatent, InputError, OutputError, SafelightError
from engine.image.files import write_atomically
from engine.image.writer import format_of, lost_in
from engine.progress import Part, Progress


@dataclass(frozen=True)
class Saved:
    """A file that was written, and what of the picture its format cannot hold."""

    path: Path
    lost: tuple[str, ...] = ()


def open_file(path: Path) -> Operation[Document]:
    """Read a picture, or reconstruct a ``.latent`` file."""
    return Operation(lambda progress: _open_latent(path, progress) if is_latent(path) else _open_picture(path))


def compress(document: Document, options: engine.CompressOptions) -> Operation[Answer]:
    """Compress and reconstruct, and measure the loss."""

    def run(progress: Progress) -> Answer:
        progress.begin(1.0)
        encoding, decoding = Part(progress, 0.5), Part(progress, 0.45)
        data = engine.compress(document.picture, options, encoding)
        encoding.finish()
        picture = engine.reconstruct(data, engine.ReconstructOptions(), decoding)
        decoding.finish()
        quality = engine.inspect(data).quality  # with a target, not the one of the options
        return _answer(document, "compress", quality, picture, data, progress)

    return Operation(run)


def denoise(document: Document, options: engine.DenoiseOptions) -> Operation[Answer]:
    """Denoise, and measure how much was changed; an estimated strength is told in the answer."""

    def run(progress: Progress) -> Answer:
        progress.begin(1.0)
        strength = engine.estimate_strength(document.picture) if options.strength is None else options.strength
        chosen = engine.DenoiseOptions(strength=strength, model=options.model, threads=options.threads)
        step = Part(progress, 0.95)
        picture = engine.denoise(document.picture, chosen, step)
        step.finish()
        return _answer(document, "denoise", strength, picture, None, progress)

    return Operation(run)


def difference(document: Document, answer: Answer) -> Operation[Pyramid]:
    """Draw where an answer differs from its document."""
    return Operation(lambda progress: to_difference(document.picture, answer.picture, progress))


def save(picture: engine.Picture, data: bytes | None, path: Path, *, overwrite: bool) -> Operation[Saved]:
    """Write a result; the suffix of ``path`` chooses the format, ``data`` is what goes into a ``.latent`` file."""

    def run(_: Progress) -> Saved:
        if path.suffix.lower() == LATENT_SUFFIX:
            _write_bytes(data, path, overwrite=overwrite)
            return Saved(path)
        engine.write_picture(picture, path, overwrite=overwrite)
        return Saved(path, lost_in(picture, format_of(path)))

    return Operation(run)


def _open_picture(path: Path) -> Document:
    picture = engine.read_picture(path)
    return Document(path, picture, to_pyramid(picture), _size_of(path), remark=", ".join(picture.remarks))


def _open_latent(path: Path, progress: Progress) -> Document:
    try:
        data = path.read_bytes()
        try:
            info, remark = engine.inspect(data), ""
            picture = engine.reconstruct(data, engine.ReconstructOptions(), progress)
        except DamagedLatent:  # whoever opens a damaged file wants to see what is left of it
            recovery = engine.recover(data, engine.ReconstructOptions(), progress)
            info, remark = engine.inspect(data, recover=True), jobs.losses(recovery)
            picture = recovery.picture
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", path) from error
    except SafelightError as error:
        raise error.at(path) from error
    return Document(path, picture, to_pyramid(picture), len(data), info, data, remark)


def _answer(
    document: Document,
    mode: str,
    setting: float,
    picture: engine.Picture,
    data: bytes | None,
    progress: Progress,
) -> Answer:
    psnr = engine.psnr(document.picture.pixels, picture.pixels)
    progress.check()
    shown = to_pyramid(picture)
    return Answer("compress" if mode == "compress" else "denoise", setting, picture, shown, psnr, data)


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
