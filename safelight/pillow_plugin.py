"""Pillow plugin for ``.latent`` files: ``import safelight.pillow_plugin``, then use ``Image.open`` and ``Image.save``.

::

    with Image.open("photo.latent") as image:      # header and metadata; pixels are decoded when they are needed
        image.thumbnail((256, 256))                # decodes no more than a small picture takes
    image.save("photo.latent", quality=60)         # or target_bytes=, target_psnr=, max_bytes=, denoise=, threads=

Pillow has no colours of sixteen bits: deep pictures open with eight, deep grey ones as ``I;16``.
"""

from __future__ import annotations

import dataclasses
from typing import IO, Any

import numpy as np
from PIL import Image, ImageFile

from engine.container import layout, reader
from engine.container.layout import LatentFile
from engine.errors import SafelightError
from engine.image.exif import made_upright, orientation_of, without_prefix
from engine.image.metadata import resolution
from engine.image.picture import Metadata, Picture, Samples, eight_bits
from engine.image.samples import turned
from engine.pipeline.compress import compress
from engine.pipeline.metadata_chunks import metadata_of
from engine.pipeline.options import CompressOptions, ReconstructOptions
from engine.pipeline.reconstruct import reconstruct, thumbnail

FORMAT, EXTENSION, MIME = "LATENT", layout.LATENT_SUFFIX, "image/x-latent"
IPTC_RECORDS = 0x0404
"""Their number among Photoshop's resources, under which Pillow keeps them."""
DRAFT_SCALE = 4
"""A small picture this many times smaller comes from the first part of the file alone."""

_OPTIONS = frozenset(field.name for field in dataclasses.fields(CompressOptions))
_PLAINER = {"1": "L", "La": "LA", "PA": "RGBA", "RGBa": "RGBA", "RGBX": "RGB"}
"""Modes that hold no more than another one, which is taken instead."""
_DEEP = ("I;16", "I;16B", "I;16L", "I;16N")


class LatentImageFile(ImageFile.ImageFile):
    """A ``.latent`` file, decoded when somebody asks for its pixels.

    ``info`` has ``quality`` (0..100), ``model``, ``bits`` (8 or 16) and, where the file holds them, ``icc_profile``,
    ``exif``, ``xmp``, ``dpi`` and ``photoshop`` (with the IPTC records).
    """

    format = FORMAT
    format_description = "Safelight latent image"
    _data = b""
    _side: int | None = None

    def _open(self) -> None:
        assert self.fp is not None
        self._data = self.fp.read()
        try:
            file = reader.read(self._data)
        except SafelightError as error:
            raise OSError(error.reason) from error
        header = file.header
        self._size = (header.width, header.height)
        self._mode = _mode(header.is_grey, header.is_deep, layout.ALPHA in file.chunks)
        bits = 16 if header.is_deep else 8
        self.info.update(quality=header.quality / 100.0, model=header.model, bits=bits, **_info(file))
        self.tile = []

    def draft(self, mode: str | None, size: tuple[int, int] | None) -> tuple[str, tuple[int, int, float, float]] | None:
        """Be content with a smaller picture, at least as large as ``size``, where that spares most of the decoding."""
        width, height = self.size
        is_plain = self.mode in ("L", "RGB") and bool(self._data) and self._side is None
        if size is None or not is_plain or max(size[0] / width, size[1] / height) > 1.0 / DRAFT_SCALE:
            return None
        self._side = -(-max(width, height) // DRAFT_SCALE)
        part = self._side / max(width, height)
        self._size = (max(1, round(width * part)), max(1, round(height * part)))
        return self.mode, (0, 0, float(self._size[0]), float(self._size[1]))

    def load(self) -> Any:
        """Decode the pixels, once, and close the file if Pillow opened it.

        Raises:
            OSError: they are damaged, or the model is missing.
        """
        self._release()
        if self._data:
            try:
                picture = self._decode()
            except SafelightError as error:
                raise OSError(error.reason) from error
            self.im = _image(picture, self.mode).im
            self._data = b""
        return super().load()

    def close(self) -> None:
        """Let go of the pixels, and close the file if Pillow opened it; a caller's file stays open."""
        self._release()
        self._data = b""
        super().close()

    def _release(self) -> None:
        """The whole file was read when it was opened."""
        if self.fp is not None and self._exclusive_fp:
            self.fp.close()
        self.fp = None

    def _decode(self) -> Picture:
        options = ReconstructOptions(max_pixels=2**62)  # Pillow has judged the size by its own limit
        if self._side is None:
            return reconstruct(self._data, options)
        return thumbnail(self._data, self._side, options)


def _mode(is_grey: bool, is_deep: bool, has_alpha: bool) -> str:
    """Pillow's mode that loses least."""
    if has_alpha:
        return "LA" if is_grey else "RGBA"
    return ("I;16" if is_deep else "L") if is_grey else "RGB"


def _info(file: LatentFile) -> dict[str, Any]:
    """What travels with the pixels, under Pillow's names."""
    metadata = metadata_of(file)
    iptc = None if metadata.iptc is None else {IPTC_RECORDS: metadata.iptc}
    exif = None if metadata.exif is None else b"Exif\0\0" + metadata.exif  # as Pillow's own formats have it
    found = {"icc_profile": metadata.icc, "exif": exif, "xmp": metadata.xmp, "dpi": metadata.dpi, "photoshop": iptc}
    return {name: value for name, value in found.items() if value is not None}


def _image(picture: Picture, mode: str) -> Image.Image:
    if mode == "I;16":
        return Image.fromarray(np.ascontiguousarray(picture.pixels[:, :, 0]))
    planes = eight_bits(picture.pixels[:, :, :1] if mode in ("L", "LA") else picture.pixels)
    if picture.alpha is not None:
        planes = np.dstack([planes, eight_bits(picture.alpha)])
    return Image.fromarray(np.ascontiguousarray(planes[:, :, 0] if mode == "L" else planes))


def _save(image: Image.Image, file: IO[bytes], filename: str | bytes) -> None:
    """Pillow's hook: compress ``image`` with those options of ``Image.save`` that :class:`CompressOptions` has.

    Metadata are those of the image, or as given with ``exif=``, ``icc_profile=``, ``xmp=`` and ``dpi=``.

    Raises:
        OSError: the mode cannot be stored, or no quality meets the targets.
        ValueError: an option is out of its range.
    """
    given = image.encoderinfo
    options = CompressOptions(**{name: value for name, value in given.items() if name in _OPTIONS})
    try:
        data = compress(_picture(image, given), options)
    except SafelightError as error:
        raise OSError(error.reason) from error
    file.write(data)


def _picture(image: Image.Image, given: dict[str, Any]) -> Picture:
    """The upright picture that an image and the metadata given with it stand for."""
    exif = _exif(image, given)
    plain = _PLAINER.get(image.mode, image.mode)
    if image.mode == "P" or (image.mode in ("L", "RGB") and "transparency" in image.info):
        plain = "RGBA" if image.has_transparency_data else "RGB"
    if plain not in ("L", "LA", "RGB", "RGBA", *_DEEP):
        raise OSError(f"cannot write mode {image.mode} as {FORMAT}")
    samples = np.asarray(image if image.mode == plain else image.convert(plain))
    if plain in _DEEP:
        samples = samples.astype(np.uint16)  # not by Pillow, whose conversion from one byte order to another clips
    samples = turned(samples, (exif and orientation_of(exif)) or 1)
    if samples.ndim == 2:
        samples = samples[:, :, None]
    has_alpha = plain.endswith("A")
    colours: Samples = samples[:, :, :-1] if has_alpha else samples
    return Picture(
        pixels=np.ascontiguousarray(np.broadcast_to(colours, (*samples.shape[:2], 3))),
        alpha=np.ascontiguousarray(samples[:, :, -1]) if has_alpha else None,
        metadata=_metadata(image, given, made_upright(exif) if exif else None),
        is_grey=colours.shape[2] == 1,
    )


def _exif(image: Image.Image, given: dict[str, Any]) -> bytes | None:
    exif = given.get("exif", image.info.get("exif"))
    return without_prefix(exif.tobytes() if isinstance(exif, Image.Exif) else exif) if exif else None


def _metadata(image: Image.Image, given: dict[str, Any], exif: bytes | None) -> Metadata:
    found = {name: given.get(name, image.info.get(name)) for name in ("icc_profile", "xmp", "photoshop")}
    resources = found["photoshop"]
    iptc = resources.get(IPTC_RECORDS) if isinstance(resources, dict) else None
    return Metadata(
        icc=found["icc_profile"] or None,
        exif=exif,
        xmp=found["xmp"] or None,
        iptc=iptc if isinstance(iptc, bytes) else None,
        dpi=given["dpi"] if "dpi" in given else resolution(image.info.get("dpi")),
    )


def _accept(start: bytes) -> bool:
    return reader.is_latent(start)


Image.register_open(FORMAT, LatentImageFile, _accept)
Image.register_save(FORMAT, _save)
Image.register_extension(FORMAT, EXTENSION)
Image.register_mime(FORMAT, MIME)
