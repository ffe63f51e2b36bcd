"""The codecs of the rate-distortion benchmark, each as a pair of functions on RGB arrays.

Settings of the peers are those that careful users of the libraries take: JPEG with optimised tables and progressive,
4:2:0 up to quality 90 and 4:4:4 above; WebP with method 6; AVIF twice at speed 6: as Pillow writes it, which is tuned
for eyes, 4:2:0 up to quality 85 and 4:4:4 above, and with what gives the best PSNR, 4:4:4 and ``tune=psnr``; JPEG XL
twice, at efforts 7 and 9. JPEG stops at quality 95, above which Pillow's documentation advises not to go.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import PIL
from pictures import Pixels
from PIL import AvifImagePlugin, Image, features

from engine.errors import SafelightError


class UnavailableError(Exception):
    """The codec cannot run here; the text says why."""


@dataclass(frozen=True)
class ImageCodec:
    """One codec.

    Attributes:
        name: as typed after ``--codecs``.
        version: library and fixed settings, so that measured points can be kept under it.
        settings: the qualities to measure, from the smallest file to the largest.
        encode: RGB pixels, uint8, shape ``(H, W, 3)``, and a setting, to the bytes of a whole file.
        decode: the reverse.
        keeps: measured points stay true as long as ``version`` does not change.
        is_own: it is Safelight.
    """

    name: str
    version: str
    settings: tuple[float, ...]
    encode: Callable[[Pixels, float], bytes]
    decode: Callable[[bytes], Pixels]
    keeps: bool = True
    is_own: bool = False


def open_codec(name: str, threads: int) -> ImageCodec:
    """The codec called ``name``; with ``threads`` threads where it has any (0: one a core).

    Raises:
        UnavailableError: if it cannot run here.
    """
    return CODECS[name](threads or os.cpu_count() or 1)


def _pillow_decode(data: bytes) -> Pixels:
    with Image.open(io.BytesIO(data)) as image:
        return np.array(image.convert("RGB"))


def _need(feature: str, library: str) -> str:
    if not features.check(feature):
        raise UnavailableError(f"this Pillow was built without {feature}")
    return f"Pillow {PIL.__version__}, {library} {features.version(library)}"


def _jpeg(threads: int) -> ImageCodec:
    def encode(pixels: Pixels, quality: float) -> bytes:
        file = io.BytesIO()
        subsampling = "4:2:0" if quality <= 90 else "4:4:4"
        image = Image.fromarray(pixels)
        image.save(file, "JPEG", quality=int(quality), optimize=True, progressive=True, subsampling=subsampling)
        return file.getvalue()

    version = f"{_need('jpg', 'libjpeg_turbo')}, optimize, progressive, 4:2:0 up to 90"
    return ImageCodec("jpeg", version, (10, 20, 35, 50, 65, 80, 90, 95), encode, _pillow_decode)


def _webp(threads: int) -> ImageCodec:
    def encode(pixels: Pixels, quality: float) -> bytes:
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, "WEBP", quality=int(quality), method=6)
        return file.getvalue()

    settings = (5, 15, 30, 50, 70, 80, 88, 95, 100)
    return ImageCodec("webp", f"{_need('webp', 'webp')}, method 6", settings, encode, _pillow_decode)


def _avif(threads: int) -> ImageCodec:
    def encode(pixels: Pixels, quality: float) -> bytes:
        file = io.BytesIO()
        subsampling = "4:2:0" if quality <= 85 else "4:4:4"
        image = Image.fromarray(pixels)
        image.save(file, "AVIF", quality=int(quality), speed=6, subsampling=subsampling, max_threads=threads)
        return file.getvalue()

    AvifImagePlugin.DEFAULT_MAX_THREADS = threads
    version = f"{_need('avif', 'avif')}, speed 6, 4:2:0 up to 85"
    return ImageCodec("avif", version, (15, 25, 35, 45, 55, 65, 75, 85, 91, 96), encode, _pillow_decode)


def _avif_best(threads: int) -> ImageCodec:
    def encode(pixels: Pixels, quality: float) -> bytes:
        file = io.BytesIO()
        Image.fromarray(pixels).save(
            file, "AVIF", quality=int(quality), speed=6, subsampling="4:4:4", advanced={"tune": "psnr"},
            max_threads=threads,
        )  # fmt: skip
        return file.getvalue()

    AvifImagePlugin.DEFAULT_MAX_THREADS = threads
    settings = (10, 20, 30, 40, 50, 60, 70, 80, 88, 95)
    version = f"{_need('avif', 'avif')}, speed 6, 4:4:4, tune=psnr"
    return ImageCodec("avif-best", version, settings, encode, _pillow_decode)


# Butteraugli distances, as both JPEG XL front ends take them.
_JXL_DISTANCES = (20.0, 14.0, 9.0, 6.0, 4.0, 2.7, 1.8, 1.1, 0.6, 0.3)


def _jxl(name: str, effort: int, threads: int) -> ImageCodec:
    """JPEG XL through imagecodecs, or else through the command-line programs."""
    try:
        import imagecodecs
    except ImportError:
        return _cjxl(name, effort, threads)

    def encode(pixels: Pixels, setting: float) -> bytes:
        return bytes(imagecodecs.jpegxl_encode(pixels, distance=-setting, effort=effort, numthreads=threads))

    def decode(data: bytes) -> Pixels:
        pixels: Pixels = imagecodecs.jpegxl_decode(data, numthreads=threads)
        return pixels

    version = f"imagecodecs {imagecodecs.__version__}, {imagecodecs.jpegxl_version()}, effort {effort}"
    return ImageCodec(name, version, tuple(-value for value in _JXL_DISTANCES), encode, decode)


def _cjxl(name: str, effort: int, threads: int) -> ImageCodec:
    """JPEG XL through ``cjxl`` and ``djxl``; their seconds include starting them and reading and writing PPM files."""
    programs = {name: shutil.which(name) for name in ("cjxl", "djxl")}
    if None in programs.values():
        raise UnavailableError("needs the package imagecodecs, or the programs cjxl and djxl")

    def run(program: str, data: bytes, suffixes: tuple[str, str], *options: str) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder, "in" + suffixes[0]), Path(folder, "out" + suffixes[1])
            source.write_bytes(data)
            command = [program, str(source), str(target), f"--num_threads={threads}", *options]
            subprocess.run(command, check=True, capture_output=True)
            return target.read_bytes()

    def encode(pixels: Pixels, setting: float) -> bytes:
        ppm = io.BytesIO()
        Image.fromarray(pixels).save(ppm, "PPM")
        return run("cjxl", ppm.getvalue(), (".ppm", ".jxl"), f"--distance={-setting}", f"--effort={effort}")

    def decode(data: bytes) -> Pixels:
        return _pillow_decode(run("djxl", data, (".jxl", ".ppm")))

    told = subprocess.run(["cjxl", "--version"], check=True, capture_output=True, text=True).stdout
    version = f"{told.splitlines()[0]}, effort {effort}"
    return ImageCodec(name, version, tuple(-value for value in _JXL_DISTANCES), encode, decode)


def safelight(threads: int, model: str | None = None, *, keeps: bool = False) -> ImageCodec:
    """Safelight with its own codec, or with the ``model`` of an id.

    Args:
        keeps: its points may be kept too, by the checksum of the model.

    Raises:
        UnavailableError: if it cannot run here.
    """
    import engine

    def encode(pixels: Pixels, quality: float) -> bytes:
        options = engine.CompressOptions(quality=quality, threads=threads, model=model)
        return engine.compress(engine.Picture(pixels), options)

    def decode(data: bytes) -> Pixels:
        return engine.reconstruct(data, engine.ReconstructOptions(threads=threads)).pixels

    try:
        # Also loads the model, so that no measured picture pays for it.
        used = engine.inspect(encode(np.zeros((64, 64, 3), np.uint8), 50.0)).model
        checksum = next(card.sha256 for card in engine.installed_models() if card.id == used)
    except SafelightError as error:
        raise UnavailableError(str(error)) from None
    settings = (0.0, 12.5, 25.0, 37.5, 50.0, 62.5, 75.0, 87.5, 100.0)
    version = f"safelight {engine.__version__}, {used} {checksum[:12]}"
    return ImageCodec(model or "safelight", version, settings, encode, decode, keeps, is_own=True)


CODECS: dict[str, Callable[[int], ImageCodec]] = {
    "safelight": safelight,
    "jpeg": _jpeg,
    "webp": _webp,
    "avif": _avif,
    "avif-best": _avif_best,
    "jxl": partial(_jxl, "jxl", 7),
    "jxl-e9": partial(_jxl, "jxl-e9", 9),
}
