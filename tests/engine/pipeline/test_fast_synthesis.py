"""A codec's second, faster synthesis: where it is used, and that codecs without one do as before."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import engine
from engine.models import catalog
from engine.pipeline import codec
from engine.pipeline.options import ReconstructOptions
from tests.engine.conftest import DrawPhoto

FULL = ReconstructOptions(threads=1)
FAST = ReconstructOptions(threads=1, is_fast=True)


@pytest.fixture
def data(draw_photo: DrawPhoto) -> bytes:
    return engine.compress(engine.Picture(draw_photo(150, 200)), engine.CompressOptions(quality=60, threads=1))


@pytest.fixture
def fast_codec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The default codec, with another codec's synthesis in the place of a fast one: its pixels are told apart."""
    card = catalog.find_model(catalog.DEFAULT_CODEC)
    folder = shutil.copytree(card.folder, tmp_path / card.id)
    other = catalog.find_model("safelight-codec-1").folder / "synthesis.onnx"
    shutil.copy(other, folder / "synthesis_fast.onnx")
    files = card.files | {"synthesis_fast.onnx": hashlib.sha256(other.read_bytes()).hexdigest()}
    cards = catalog._cards() | {card.id: replace(card, folder=folder, files=files)}
    monkeypatch.setattr(catalog, "_cards", lambda: cards)
    codec._load.cache_clear()
    yield
    codec._load.cache_clear()


def test_a_codec_without_a_fast_synthesis_uses_the_full_one(data: bytes) -> None:
    card = catalog.find_model(catalog.DEFAULT_CODEC)
    if "synthesis_fast.onnx" in card.files:
        pytest.skip("the default codec has one")
    assert np.array_equal(engine.reconstruct(data, FAST).pixels, engine.reconstruct(data, FULL).pixels)


@pytest.mark.usefixtures("fast_codec")
def test_the_fast_synthesis_is_used_where_it_is_asked_for(data: bytes) -> None:
    full, fast = engine.reconstruct(data, FULL).pixels, engine.reconstruct(data, FAST).pixels
    assert full.shape == fast.shape and not np.array_equal(full, fast)
    area = (16, 32, 90, 70)
    part = engine.reconstruct_region(data, area, FAST).pixels
    assert np.array_equal(part, fast[32:102, 16:106])


@pytest.mark.usefixtures("fast_codec")
def test_a_larger_thumbnail_uses_it_always(data: bytes) -> None:
    assert np.array_equal(engine.thumbnail(data, 180, FULL).pixels, engine.thumbnail(data, 180, FAST).pixels)
    plain = engine.thumbnail(data, 200, FULL).pixels
    assert np.array_equal(plain, engine.reconstruct(data, FAST).pixels)
