"""The header of JPEG XL, read bit by bit: checked against streams of the reference encoder."""

from __future__ import annotations

import random
from typing import Any

import imagecodecs
import numpy as np
import pytest

from engine.image.formats.jxl_header import JxlHeader, parse


def encoded(samples: Any, **settings: Any) -> JxlHeader:
    """The header of these samples, which the encoder puts into a container if they are deep."""
    data = bytes(imagecodecs.jpegxl_encode(samples, usecontainer=False, **settings))
    return parse(data[data.index(b"\xff\x0a") :])


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (256, 256), (30, 20), (90, 160), (600, 800), (9, 700), (33, 3)])
@pytest.mark.parametrize("lossless", [False, True])
def test_size(size: tuple[int, int], lossless: bool) -> None:
    header = encoded(np.zeros((*size, 3), np.uint8), lossless=lossless)
    assert (header.height, header.width, header.bits, header.is_float) == (*size, 8, False)
    assert header.colours.are_srgb and not header.has_profile and not header.curve and not header.is_animated


@pytest.mark.parametrize("bits", [8, 10, 12, 16])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_depth_and_channels(bits: int, channels: int) -> None:
    dtype = np.uint8 if bits == 8 else np.uint16
    samples = np.zeros((12, 20, channels) if channels > 1 else (12, 20), dtype)
    header = encoded(samples, lossless=True, bitspersample=bits)
    assert (header.bits, header.channels, header.premultiplied, header.has_black) == (
        bits,
        int(channels in (2, 4)),
        False,
        False,
    )


def test_floats() -> None:
    header = encoded(np.zeros((12, 20, 3), np.float32), lossless=True)
    assert header.is_float and header.bits == 32


def test_nothing_makes_it_fail_but_what_it_says() -> None:
    chance = random.Random(0)
    stream = bytes(imagecodecs.jpegxl_encode(np.zeros((30, 20, 4), np.uint8), lossless=True, usecontainer=False))[:40]
    for _ in range(2000):
        damaged = bytearray(stream[: chance.randrange(len(stream))])
        for at in range(2, len(damaged)):
            if chance.random() < 0.3:
                damaged[at] = chance.randrange(256)
        try:
            header = parse(bytes(damaged))
        except (ValueError, EOFError):
            continue
        assert header.width > 0 or header.height > 0
