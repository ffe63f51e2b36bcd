"""Checks a model before it is installed: runs a codec on a small picture, loads an autoencoder's networks."""

from __future__ import annotations

import numpy as np

from engine.autoencoders.model import check_networks
from engine.errors import ModelError
from engine.image.picture import Pixels
from engine.messages import Message
from engine.models.catalog import ModelCard
from engine.pipeline.codec import CodecModel
from engine.pipeline.group_coder import decode_group, encode_group

_SIDE = 64
_QUALITIES = (0, 5_000, 10_000)


def check_model(card: ModelCard) -> None:
    """Check that a codec or an autoencoder works.

    Raises:
        ModelError: it does not.
    """
    (check_networks if card.kind == "autoencoder" else check_codec)(card)


def check_codec(card: ModelCard) -> None:
    """Check that a codec decodes what it encodes: at several qualities, in 8 and 16 bits, fast, and thumbnails.

    Raises:
        ModelError: it does not; files made with it could not be opened.
    """
    try:
        with np.errstate(invalid="raise", divide="raise"):
            _there_and_back(CodecModel(card, 1))
    except ModelError:
        raise
    except Exception as error:  # whatever numpy and onnxruntime raise for wrong shapes
        raise ModelError(Message("the {0} of the model {1!r} cannot be run", card.kind, card.id)) from error


def _there_and_back(model: CodecModel) -> None:
    picture = _picture()
    for quality in _QUALITIES:
        row = model.rate_row(quality)
        latents = model.analyse(picture, quality / 10_000)
        encoded = encode_group(model, latents, row)
        decoded = decode_group(model, encoded.group, (latents.shape[1], latents.shape[2]), row).latents
        shapes = [
            model.synthesise(decoded, row, is_deep=is_deep, is_fast=is_fast).shape
            for is_deep, is_fast in ((False, False), (True, False), (False, True))
        ]
        model.thumbnail(decoded[row.steps[0].channels])
        if not np.array_equal(decoded, encoded.latents) or shapes != [picture.shape] * 3:
            raise ValueError("another picture than was compressed")


def _picture() -> Pixels:
    """A gradient with noise, so that every channel has something to code, uint8 ``(64, 64, 3)``."""
    grain = np.random.default_rng(0).integers(0, 64, (_SIDE, _SIDE, 3))
    return (grain + 2 * np.arange(_SIDE)[:, None, None]).astype(np.uint8)
