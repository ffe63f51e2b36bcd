"""Autoencoder models: encode, decode, sample, and anomaly maps.

::

    picture --center_crop--> pixels --encode--> codes --decode--> pixels
                                |                                   |
                                +---------- anomaly_map ------------+--> squared error of each pixel
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageOps

from engine.arrays import Float32Array
from engine.autoencoders.card_facts import AutoencoderFacts
from engine.errors import ModelError, OptionError
from engine.image.picture import Picture, eight_bits
from engine.messages import Message
from engine.models import catalog
from engine.models.catalog import ModelCard
from engine.runtime.provider import provider_report
from engine.runtime.session import open_session, signature

_CHUNK = 64
"""Pictures that go through a network at a time."""
MOST_HEAT_SIDE = 1024
"""Pixels a side of an anomaly map; larger pictures are reduced."""


@dataclass(frozen=True)
class AnomalyMap:
    """How badly a model reconstructs each pixel of a picture.

    Attributes:
        pixels: the examined pixels, float32 ``(C, H, W)`` in [0, 1].
        reconstruction: the model's reconstruction of them, of the same shape.
        heat: squared error of each pixel, the mean over the channels, float32 ``(H, W)``.
    """

    pixels: Float32Array
    reconstruction: Float32Array
    heat: Float32Array

    @property
    def score(self) -> float:
        """The mean squared error; the higher, the more anomalous."""
        return float(self.heat.mean())


class Autoencoder:
    """A loaded model of the kind ``autoencoder``.

    Attributes:
        shape: channels, height and width of its pictures, (C, H, W).
        size: units of its code, K.
        has_prior: codes follow N(0, 1), so that new ones can be sampled.
        mean, deviation: mean and standard deviation of each unit over training pictures, float32 ``(K,)``.
        axes: orthonormal directions of largest variance of the codes, in falling order, float32 ``(A, K)``; single
            units if the card has none.
        spread: standard deviation of codes along each axis, float32 ``(A,)``.
        is_of_patches: the model was trained on patches, so that :meth:`anomaly_map` covers whole pictures.

    Raises:
        ModelError: the card is no autoencoder's, or contradicts itself.
    """

    def __init__(self, card: ModelCard, threads: int = 0) -> None:
        self.card, self._threads = card, threads
        facts = AutoencoderFacts(card)
        self.shape, self.size, self.has_prior = facts.shape, facts.size, facts.has_prior
        self.mean, self.deviation = facts.units("code_mean", 0.0), facts.units("code_deviation", 1.0)
        self.axes, self.spread = facts.axes(self.deviation)
        self.is_of_patches = facts.is_of_patches

    def center_crop(self, picture: Picture) -> Float32Array:
        """The centre of a picture, resized to the model's size: float32 ``(C, H, W)`` in [0, 1]."""
        channels, height, width = self.shape
        image = _image(picture, channels)
        return _values(ImageOps.fit(image, (width, height), Image.Resampling.LANCZOS))

    def encode(self, pixels: Float32Array) -> Float32Array:
        """Pictures ``(N, C, H, W)`` in [0, 1] to codes ``(N, K)``, both float32.

        Raises:
            OptionError: the pictures have another shape.
            ModelError: the network is missing, or does not do what the card says.
        """
        if pixels.ndim != 4 or pixels.shape[1:] != self.shape:
            raise OptionError(
                Message("pictures must be (N, {0}), not {1}", ", ".join(map(str, self.shape)), str(pixels.shape))
            )
        return self._run("encoder", "picture", pixels, "code", (self.size,))

    def decode(self, codes: Float32Array) -> Float32Array:
        """Codes ``(N, K)`` to pictures ``(N, C, H, W)`` in [0, 1], both float32.

        Raises:
            OptionError: the codes have another shape.
            ModelError: the network is missing, or does not do what the card says.
        """
        if codes.ndim != 2 or codes.shape[1] != self.size:
            raise OptionError(Message("codes must be (N, {0}), not {1}", self.size, str(codes.shape)))
        return np.clip(self._run("decoder", "code", codes, "picture", self.shape), 0.0, 1.0)

    def sample(self, count: int, seed: int) -> Float32Array:
        """Codes ``(count, K)`` drawn from the prior N(0, 1); the same for the same seed.

        Raises:
            OptionError: the model has no prior.
        """
        if not self.has_prior:
            raise OptionError(Message("the model {0!r} has no prior to draw from", self.card.id))
        return np.random.default_rng(seed).standard_normal((count, self.size)).astype(np.float32)

    def move_along_axes(self, start: Float32Array, amounts: Float32Array) -> Float32Array:
        """The code ``start`` ``(K,)`` moved along each axis by ``amounts`` ``(A,)``, in standard deviations."""
        moved: Float32Array = (start + (amounts * self.spread) @ self.axes).astype(np.float32)
        return moved

    def axis_coordinates(self, start: Float32Array, code: Float32Array) -> Float32Array:
        """Coordinates ``(A,)`` of ``code - start`` along the axes, in standard deviations."""
        return ((code - start) @ self.axes.T / np.maximum(self.spread, 1e-6)).astype(np.float32)

    def anomaly_map(self, picture: Picture) -> AnomalyMap:
        """Reconstruct a picture and measure the squared error of each pixel.

        A model of patches covers the whole picture; others examine its :meth:`center_crop`.

        Raises:
            ModelError: a network is missing, or does not do what the card says.
        """
        if not self.is_of_patches:
            pixels = self.center_crop(picture)
            reconstruction = self.decode(self.encode(pixels[None]))[0]
        else:
            pixels = self._whole(picture)
            reconstruction = self._patch_by_patch(pixels)
        return AnomalyMap(pixels, reconstruction, np.square(reconstruction - pixels).mean(axis=0))

    def _whole(self, picture: Picture) -> Float32Array:
        """A picture at its own scale, at most :data:`MOST_HEAT_SIDE` and at least a patch a side."""
        channels, height, width = self.shape
        image = _image(picture, channels)
        image.thumbnail((MOST_HEAT_SIDE, MOST_HEAT_SIDE), Image.Resampling.BOX)
        if image.width < width or image.height < height:
            factor = max(width / image.width, height / image.height)
            image = image.resize((max(width, round(factor * image.width)), max(height, round(factor * image.height))))
        return _values(image)

    def _patch_by_patch(self, pixels: Float32Array) -> Float32Array:
        """Reconstruct patches that overlap by half; weights fall towards their edges, so that no grid shows."""
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

    def _run(self, network: str, given: str, values: Float32Array, wanted: str, shape: tuple[int, ...]) -> Float32Array:
        path = catalog.model_file(self.card, f"{network}.onnx")
        session = open_session(path, self._threads, provider_report().execution_provider)
        parts = [np.ascontiguousarray(values[i : i + _CHUNK], np.float32) for i in range(0, len(values), _CHUNK)]
        try:
            results = [session.run([wanted], {given: part})[0] for part in parts]
        except Exception as error:  # onnxruntime's exceptions share no base class
            raise ModelError(Message("the {0} of the model {1!r} cannot be run", network, self.card.id)) from error
        found = np.concatenate(results) if results else np.zeros((0, *shape), np.float32)
        if found.shape != (len(values), *shape) or not np.isfinite(found).all():
            raise ModelError(Message("the {0} of the model {1!r} does not match its card", network, self.card.id))
        return found.astype(np.float32)


def load_autoencoder(model_id: str, threads: int = 0) -> Autoencoder:
    """An autoencoder by its id; its networks are opened when they are first used, and shared.

    Raises:
        UnknownModel: if it is not installed.
        ModelError: if it is not an autoencoder, or its card or files cannot be used.
    """
    return Autoencoder(catalog.find_model(model_id), threads)


def check_networks(card: ModelCard) -> None:
    """Check that an autoencoder's networks load and have the expected inputs and outputs.

    Raises:
        ModelError: they do not.
    """
    Autoencoder(card)
    for network, given, wanted in (("encoder", "picture", "code"), ("decoder", "code", "picture")):
        inputs, outputs = signature(catalog.model_file(card, f"{network}.onnx"))
        if list(inputs) != [given] or wanted not in outputs:
            raise ModelError(
                Message("the {0} of the model {1!r} does not turn a {2} into a {3}", network, card.id, given, wanted)
            )


def _image(picture: Picture, channels: int) -> Image.Image:
    return Image.fromarray(eight_bits(picture.pixels)).convert("L" if channels == 1 else "RGB")


def _values(image: Image.Image) -> Float32Array:
    found = np.asarray(image, np.float32) / np.float32(255.0)
    return found[None] if found.ndim == 2 else np.ascontiguousarray(found.transpose(2, 0, 1))


def _starts(length: int, side: int) -> list[int]:
    """Where patches begin, half a side apart, the last one at the end."""
    return sorted({*range(0, length - side, max(1, side // 2)), length - side})


def _hill(side: int) -> Float32Array:
    places = np.arange(side, dtype=np.float32)
    hill: Float32Array = np.float32(1.0) + np.minimum(places, side - 1 - places)
    return hill
