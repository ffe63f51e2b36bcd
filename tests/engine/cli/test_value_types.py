"""What people type as values of options."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Callable

import pytest

from engine.cli import value_types
from engine.cli.value_types import Size


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", Size(1)),
        ("200000", Size(200_000)),
        ("200k", Size(200_000)),
        ("200kB", Size(200_000)),
        ("200KB", Size(200_000)),
        ("1.001kB", Size(1001)),  # not 1000, as the nearest floats would give
        ("0.0019kB", Size(1)),
        ("1.5MB", Size(1_500_000)),
        ("2M", Size(2_000_000)),
        ("64KiB", Size(65_536)),
        ("0.5 MiB", Size(524_288)),
        ("25%", Size(percent=25.0)),
        ("0.5 %", Size(percent=0.5)),
        ("150%", Size(percent=150.0)),
    ],
)
def test_sizes(text: str, expected: Size) -> None:
    assert value_types.size(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a size"),
        ("kB", "not a size"),
        ("%", "not a size"),
        ("nan", "not a size"),
        ("nan%", "not a size"),
        ("inf", "not a size"),
        ("-5", "not a size"),
        ("-5%", "not a size"),
        ("1e3", "not a size"),
        ("0x10", "not a size"),
        ("1,5MB", "not a size"),
        ("1 000", "not a size"),
        ("5 apples", "not a size"),
        ("5kB%", "not a size"),
        ("٣", "not a size"),
        ("9" * 5000, "not a size"),
        ("1.5", "whole bytes"),
        ("0", "more than 0"),
        ("0MB", "more than 0"),
        ("0%", "more than 0"),
        ("0.0009kB", "more than 0"),
    ],
)
def test_what_is_no_size(text: str, reason: str) -> None:
    with pytest.raises(ArgumentTypeError, match=reason):
        value_types.size(text)


def test_regions() -> None:
    assert value_types.region("0,0,1,1") == (0, 0, 1, 1)
    assert value_types.region("100,50,640,480") == (100, 50, 640, 480)


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,4,5", "-1,0,5,5", "1.5,0,5,5", "0 0 5 5", "0,0,x,5", "0,0,,5"])
def test_what_is_no_region(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="X,Y,WIDTH,HEIGHT"):
        value_types.region(text)


@pytest.mark.parametrize("text", ["0,0,0,5", "0,0,5,0"])
def test_a_region_holds_a_pixel(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="at least one pixel"):
        value_types.region(text)


@pytest.mark.parametrize(
    ("read", "good", "value", "bad"),
    [
        (value_types.in_range(0, 100, is_automatic=False), "62.37", 62.37, ["nan", "-1", "100.01", "inf", "high"]),
        (value_types.decibels, "35.5", 35.5, ["nan", "0", "-3", "inf", "35dB"]),
        (value_types.pixels, "256", 256, ["0", "-1", "1.5", "1G", "nan", "²", "9" * 5000]),
        (value_types.threads, "0", 0, ["-1", "1.5", "all", "²", "9" * 5000]),
    ],
)
def test_numbers(read: Callable[[str], float], good: str, value: float, bad: list[str]) -> None:
    assert read(good) == value
    for text in bad:
        with pytest.raises(ArgumentTypeError, match="not"):
            read(text)
