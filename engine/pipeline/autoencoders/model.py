"""Autoencoders that are no codecs: pictures to codes and back, samples, and where a picture is unlike the learned ones.

::

    picture --square--> pixels --encode--> codes --decode--> pixels
                           |                                   |
                           +------------ unlike ---------------+--> heat
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageOps

from engine.errors import ModelError, OptionError
from engine.image.picture import Picture, eight_bits
from engine.models import catalog
from engine.models.catalog import ModelCard
from engine.pipeline.autoencoders.facts import AutoencoderFacts
from engine.pipeline.rate_tables import Floats
from engine.runtime.provider import provider_report
from engine.runtime.session import open_session, signature

_CHUNK = 64
"""Pictures that go through a network at a time."""
MOST_HEAT_SIDE = 1024
"""Pixels a side of what is searched for the unlike; larger pictures are reduced."""


@dataclass(frozen=True)
class Unlike:
    """How unlike a picture is what a model has learned.

    Attributes:
        pixels: what was looked at, float32 ``(C, H, W)`` in [0, 1].
        again: the model's reconstruction of it.
        heat: mean squared error of each pixel's channels, ``(H, W)``.
    """

    pixels: Floats
    again: Floats
    heat: Floats

    @property
    def score(self) -> float:
        """The mean squared error; the higher, the stranger."""
        return float(self.heat.mean())


class Autoencoder:
    """A loaded model of the kind ``autoencoder``.

    Attributes:
        shape: channels, height and width of its pictures.
        size: units of its code.
        has_prior: codes resemble draws from N(0, 1), so that pictures can be drawn.
        mean, deviation: of every unit over pictures like those that were learned from, ``(K,)``.
        axes: directions in which codes differ most, the first the most, orthonormal ``(A, K)``; the units that
            differ most where the card has none.
        spread: standard deviation of codes along each axis, ``(A,)``.

    Raises:
        ModelError: the card contradicts the networks, or files are missing or damaged.
    """

    def __init__(self, card: ModelCard, threads: int = 0) -> None:
        self.card, self._threads = card, threads
        facts = AutoencoderFacts(card)
        self.shape, self.size, self.has_prior = facts.shape, facts.size, facts.has_prior
        self.mean, self.deviation = facts.units("code_mean", 0.0), facts.units("code_deviation", 1.0)
        self.axes, self.spread = facts.axes(self.deviation)
        self.is_of_patches = facts.is_of_patches

    def square(self, picture: Picture) -> Floats:
        """The middle of a picture as the model takes it: float32 ``(C, H, W)`` in [0, 1]."""
        channels, height, width = self.shape
        image = _image(picture, channels)
        return _values(ImageOps.fit(image, (width, height), Image.Resampling.LANCZOS))

    def encode(self, pixels: Floats) -> Floats:
        """Pictures ``(N, C, H, W)`` in [0, 1] to codes ``(N, K)``."""
        if pixels.ndim != 4 or pixels.shape[1:] != self.shape:
            raise OptionError(f"pictures must be (N, {', '.join(map(str, self.shape))}), not {pixels.shape}")
        return self._run("encoder", "picture", pixels, "code", (self.size,))

    def decode(self, codes: Floats) -> Floats:
        """Codes ``(N, K)`` to pictures ``(N, C, H, W)`` in [0, 1]."""
        if codes.ndim != 2 or codes.shape[1] != self.size:
            raise OptionError(f"codes must be (N, {self.size}), not {codes.shape}")
        return np.clip(self._run("decoder", "code", codes, "picture", self.shape), 0.0, 1.0)

    def sample(self, count: int, seed: int) -> Floats:
        """Codes ``(count, K)`` drawn from the prior; the same for the same seed.

        Raises:
            OptionError: codes of this model do not follow N(0, 1).
        """
        if not self.has_prior:
            raise OptionError(f"the model {self.card.id!r} has no prior to draw from")
        return np.random.default_rng(seed).standard_normal((count, self.size)).astype(np.float32)

    def along(self, start: Floats, amounts: Floats) -> Floats:
        """The code ``start`` ``(K,)`` moved along each axis by so many of its standard deviations, ``(A,)``."""
        moved: Floats = (start + (amounts * self.spread) @ self.axes).astype(np.float32)
        return moved

    def amounts(self, start: Floats, code: Floats) -> Floats:
        """How far ``code`` lies from ``start`` along each axis, in standard deviations: what :meth:`along` takes."""
        return ((code - start) @ self.axes.T / np.maximum(self.spread, 1e-6)).astype(np.float32)

    def unlike(self, picture: Picture) -> Unlike:
        """Where a picture comes back badly, as what was never learned does.

        A model of patches goes over the whole picture; others get its middle, as :meth:`square` has it.
        """
        if not self.is_of_patches:
            pixels = self.square(picture)
            again = self.decode(self.encode(pixels[None]))[0]
        else:
            pixels = self._whole(picture)
            again = self._patch_by_patch(pixels)
        return Unlike(pixels, again, np.square(again - pixels).mean(axis=0))

    def _whole(self, picture: Picture) -> Floats:
        """A picture at its own scale, but no larger than is looked at, and no smaller than a patch."""
        channels, height, width = self.shape
        image = _image(picture, channels)
        image.thumbnail((MOST_HEAT_SIDE, MOST_HEAT_SIDE), Image.Resampling.BOX)
        if image.width < width or image.height < height:
            factor = max(width / image.width, height / image.height)
            image = image.resize((max(width, round(factor * image.width)), max(height, round(factor * image.height))))
        return _values(image)

    def _patch_by_patch(self, pixels: Floats) -> Floats:
        """Patches overlap by half, and count most in their middle, so that no grid is seen."""
        _, height, width = self.shape
        weight = _hill(height)[:, None] * _hill(width)
        total, weights = np.zeros_like(pixels), np.zeros(pixels.shape[1:], np.float32)
        rows, columns = _starts(pixels.shape[1], height), _starts(pixels.shape[2], width)
        corners = [(y, x) for y in rows for x in columns]
        for first in range(0, len(corners), _CHUNK):
            some = corners[first : first + _CHUNK]
            patches = np.stack([pixels[:, y : y + height, x : x + width] for y, x in some])
            for (y, x), patch in zip(some, self.decode(self.encode(patches)), strict=True):
                total[:, y : y + height, x : x + width] += weight * patch
                weights[y : y + height, x : x + width] += weight
        return total / weights

    def _run(self, network: str, given: str, values: Floats, wanted: str, shape: tuple[int, ...]) -> Floats:
        path = catalog.model_file(self.card, f"{network}.onnx")
        session = open_session(path, self._threads, provider_report().execution_provider)
        parts = [np.ascontiguousarray(values[i : i + _CHUNK], np.float32) for i in range(0, len(values), _CHUNK)]
        try:
            results = [session.run([wanted], {given: part})[0] for part in parts]
        except Exception as error:  # onnxruntime's exceptions share no base class
            raise ModelError(f"the {network} of the model {self.card.id!r} cannot be run") from error
        found = np.concatenate(results) if results else np.zeros((0, *shape), np.float32)
        if found.shape != (len(values), *shape) or not np.isfinite(found).all():
            raise ModelError(f"the {network} of the model {self.card.id!r} gives something else than its card says")
        return found.astype(np.float32)


def load_autoencoder(model_id: str, threads: int = 0) -> Autoencoder:
    """An autoencoder by its id; its networks are opened when they are first used, and shared.

    Raises:
        UnknownModel: if it is not installed.
        ModelError: if it is no autoencoder, or its card or files cannot be used.
    """
    return Autoencoder(catalog.find_model(model_id), threads)


def check_networks(card: ModelCard) -> None:
    """Look whether an autoencoder's networks load, and have the inputs and outputs that they need.

    Raises:
        ModelError: they do not.
    """
    Autoencoder(card)
    for network, given, wanted in (("encoder", "picture", "code"), ("decoder", "code", "picture")):
        inputs, outputs = signature(catalog.model_file(card, f"{network}.onnx"))
        if list(inputs) != [given] or wanted not in outputs:
            raise ModelError(f"the {network} of the model {card.id!r} does not turn a {given} into a {wanted}")


def _image(picture: Picture, channels: int) -> Image.Image:
    return Image.fromarray(eight_bits(picture.pixels)).convert("L" if channels == 1 else "RGB")


def _values(image: Image.Image) -> Floats:
    found = np.asarray(image, np.float32) / np.float32(255.0)
    return found[None] if found.ndim == 2 else np.ascontiguousarray(found.transpose(2, 0, 1))


def _starts(length: int, side: int) -> list[int]:
    """Where patches begin, half a side apart, the last one at the end."""
    return sorted({*range(0, length - side, max(1, side // 2)), length - side})


def _hill(side: int) -> Floats:
    places = np.arange(side, dtype=np.float32)
    hill: Floats = np.float32(1.0) + np.minimum(places, side - 1 - places)
    return hill
