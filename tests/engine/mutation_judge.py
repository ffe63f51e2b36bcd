"""Decodes a mutated file in every way and holds what comes of it against what was promised."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

import engine
from engine.container.layout import LATENT_STRIDE
from engine.errors import SafelightError
from engine.geometry import Rect
from engine.image.picture import Metadata, Picture, Pixels
from engine.pipeline.recover import Recovery
from tests.engine.mutations import MAX_PIXELS, Mutation, Promise

OPTIONS = engine.ReconstructOptions(threads=1, max_pixels=MAX_PIXELS)
REACH = 3 * LATENT_STRIDE
"""Pixels beyond a lost square up to which its loss shows: windows reach one latent into it, networks two more."""
AREA = Rect(3, 2, 30, 20)
SIDE = 12
"""Of the thumbnails, which then take the base streams alone."""
SAME, ANOTHER, MARKED = "as it was", "another picture", "marked recovery"


class Violation(Exception):
    """A promise does not hold."""


@dataclass(frozen=True)
class Verdict:
    """What came of each verb (a name of an error class, or one of the words above), and how long all took."""

    outcomes: dict[str, str]
    seconds: float


@dataclass(frozen=True)
class _Original:
    whole: Picture
    part: Picture
    small: Picture


def draw(width: int, height: int, *, alpha: bool, seed: int) -> Picture:
    """A picture of waves, an edge and noise, with bytes beside it."""
    dice = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:height, 0:width]
    waves = [110 + 70 * np.sin(rows / 9 + seed), 130 + 60 * np.cos(columns / 7), 3.0 * rows + 200 * (columns > 20)]
    pixels = np.clip(np.stack(waves, axis=-1) + dice.normal(0, 12, (height, width, 3)), 0, 255).astype(np.uint8)
    plane = ((rows * 5 + columns) % 256).astype(np.uint8) if alpha else None
    return Picture(pixels, plane, Metadata(b"profile" * 9, b"Exif data", b"<x:xmpmeta/>"))


def valid_files() -> list[bytes]:
    """Small ones; the second has two groups. Two share a size and differ in quality."""

    def pack(picture: Picture, quality: float) -> bytes:
        return engine.compress(picture, engine.CompressOptions(quality=quality, threads=1))

    return [
        pack(draw(40, 24, alpha=True, seed=1), 60),
        pack(draw(1100, 40, alpha=True, seed=2), 50),
        pack(draw(40, 24, alpha=True, seed=1), 95),
        pack(draw(75, 66, alpha=False, seed=4), 5),
    ]


class Judge:
    """Knows the valid files that mutations are made of."""

    def __init__(self, files: Sequence[bytes]) -> None:
        self._originals = [
            _Original(
                engine.reconstruct(data, OPTIONS),
                engine.reconstruct_region(data, AREA, OPTIONS),
                engine.thumbnail(data, SIDE, OPTIONS),
            )
            for data in files
        ]

    def judge(self, mutation: Mutation) -> Verdict:
        """Decode it in every way.

        Raises:
            Violation: a crash, a warning, an error that is not fit for users, or a wrong picture.
        """
        data = mutation.data
        verbs: dict[str, Callable[[], str]] = {
            "inspect": lambda: _about(engine.inspect(data)),
            "reconstruct": lambda: self._same(mutation, engine.reconstruct(data, OPTIONS), "whole"),
            "region": lambda: self._same(mutation, engine.reconstruct_region(data, AREA, OPTIONS), "part"),
            "thumbnail": lambda: self._same(mutation, engine.thumbnail(data, SIDE, OPTIONS), "small"),
            "recover": lambda: self._recovered(mutation, engine.recover(data, OPTIONS)),
        }
        start = time.monotonic()
        outcomes = {name: _outcome(name, verb) for name, verb in verbs.items()}
        for name in ("reconstruct", "region"):
            _expect(outcomes["recover"] in (SAME, ANOTHER, MARKED) or outcomes[name] not in (SAME, ANOTHER),
                    f"{name} decodes what recover refuses")  # fmt: skip
        return Verdict(outcomes, time.monotonic() - start)

    def _candidates(self, mutation: Mutation, shape: tuple[int, ...]) -> list[Picture]:
        """The originals of the shape that a whole picture has."""
        wholes = [self._originals[origin].whole for origin in mutation.origins]
        return [whole for whole in wholes if whole.pixels.shape == shape]

    def _same(self, mutation: Mutation, found: Picture, way: str) -> str:
        _expect_sound(found)
        originals: list[Picture] = [getattr(self._originals[origin], way) for origin in mutation.origins]
        if any(_equal(found, original) for original in originals):
            return SAME
        colours = any(np.array_equal(found.pixels, original.pixels) for original in originals)
        allowed = mutation.promise is Promise.NOTHING or (mutation.promise is Promise.PIXELS and colours)
        _expect(allowed, f"another picture without an error ({'beside the colours' if colours else 'colours'})")
        return ANOTHER

    def _recovered(self, mutation: Mutation, found: Recovery) -> str:
        _expect_sound(found.picture)
        _expect_striped(found)
        if mutation.promise is Promise.NOTHING:
            return ANOTHER if found.is_whole else MARKED
        pixels = found.picture.pixels
        known = np.ones(pixels.shape[:2], dtype=bool)
        for left, top, width, height in (*found.lost, *found.blurred):
            known[max(top - REACH, 0) : top + height + REACH, max(left - REACH, 0) : left + width + REACH] = False
        originals = self._candidates(mutation, pixels.shape)
        right = [original for original in originals if np.array_equal(pixels[known], original.pixels[known])]
        _expect(bool(right) or not known.any(), "an area that is not marked is not what it was")
        if any(_equal(found.picture, original) for original in right):
            return SAME if found.is_whole else MARKED
        _expect(not found.is_whole or mutation.promise is Promise.PIXELS, "a loss that is not marked")
        return ANOTHER if found.is_whole else MARKED


def _outcome(name: str, verb: Callable[[], str]) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return verb()
    except SafelightError as error:
        text = str(error)
        _expect(text.isprintable() and 0 < len(text) < 400, f"{name}: not one line for users: {text!r}")
        return type(error).__name__
    except Violation as violation:
        raise Violation(f"{name}: {violation}") from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the range coder is no Exception
        raise Violation(f"{name}: {type(error).__name__}: {error}") from error


def _about(info: engine.LatentInfo) -> str:
    _expect(info.width > 0 and info.height > 0 and info.groups > 0 and 0 <= info.quality <= 100, f"odd: {info}")
    return "read"


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Violation(otherwise)


def _expect_sound(picture: Picture) -> None:
    pixels, alpha = picture.pixels, picture.alpha
    _expect(pixels.dtype == np.uint8 and pixels.ndim == 3 and pixels.shape[2] == 3, "not a picture")
    _expect(alpha is None or (alpha.dtype == np.uint8 and alpha.shape == pixels.shape[:2]), "alpha does not fit")


def _expect_striped(found: Recovery) -> None:
    for left, top, width, height in found.lost:
        square: Pixels = found.picture.pixels[top : top + height, left : left + width]
        levels = set(np.unique(square).tolist())
        _expect(levels <= {96, 160} or found.picture.is_grey, "a lost square that is not marked")


def _equal(one: Picture, other: Picture) -> bool:
    if (one.alpha is None) != (other.alpha is None) or one.metadata != other.metadata:
        return False
    alphas_equal = one.alpha is None or other.alpha is None or np.array_equal(one.alpha, other.alpha)
    return alphas_equal and np.array_equal(one.pixels, other.pixels)
