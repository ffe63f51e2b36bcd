"""Autoencoders: codes, pictures, axes, and what is unlike the pictures that were learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import engine
from engine.errors import ModelError, OptionError, UnknownModel
from tests.made_models import SIDE, UNITS, basis, change_card, write_autoencoder


def within(codes: np.ndarray) -> np.ndarray:
    """Pictures that the tiny model brings back exactly."""
    return (0.5 + codes @ basis()).reshape(-1, 1, SIDE, SIDE).astype(np.float32)


def test_codes_and_pictures_are_what_the_networks_say(own_home: Path) -> None:
    write_autoencoder(own_home)
    model = engine.load_autoencoder("tiny")
    codes = np.random.default_rng(0).normal(0, 0.3, (150, UNITS)).astype(np.float32)
    pixels = within(codes)
    assert np.allclose(model.encode(pixels), codes, atol=1e-5)
    assert np.allclose(model.decode(codes), np.clip(pixels, 0, 1), atol=1e-5)
    assert model.encode(pixels[:0]).shape == (0, UNITS) and model.decode(codes).dtype == np.float32
    assert (model.shape, model.size, model.has_prior) == ((1, SIDE, SIDE), UNITS, False)
    with pytest.raises(OptionError):
        model.encode(np.zeros((1, 3, SIDE, SIDE), np.float32))
    with pytest.raises(OptionError):
        model.decode(np.zeros((1, UNITS + 1), np.float32))


def test_axes_are_the_cards_or_the_units_by_their_spread(own_home: Path) -> None:
    folder = write_autoencoder(own_home, code_mean=[1, 2, 3, 4], code_deviation=[0.1, 3, 2, 0])
    model = engine.load_autoencoder("tiny")
    assert model.spread.tolist() == pytest.approx([3, 2, 0.1, 0])
    moved = model.move_along_axes(model.mean, np.array([1, -1, 0, 0], np.float32))
    assert moved.tolist() == pytest.approx([1, 5, 1, 4])
    assert model.axis_coordinates(model.mean, moved)[:3].tolist() == pytest.approx([1, -1, 0])
    half = 0.5**0.5
    change_card(folder, architecture={
        "picture": [1, 8, 8], "code": 4, "code_axes": [[half, half, 0, 0]], "axis_deviation": [2.0],
    })  # fmt: skip
    model = engine.load_autoencoder("tiny")
    moved = model.move_along_axes(np.zeros(4, np.float32), np.ones(1, np.float32))
    assert moved.tolist() == pytest.approx([2 * half, 2 * half, 0, 0])


def test_a_large_code_has_axes_of_bounded_size() -> None:
    facts = {"picture": [1, 8, 8], "code": 65_536, "code_deviation": [1.0] * 65_535 + [2.0]}
    model = engine.Autoencoder(engine.ModelCard("large", "autoencoder", "L", "00", architecture=facts))
    assert model.axes.nbytes < 2**25 and model.spread[:2].tolist() == [2.0, 1.0]
    moved = model.move_along_axes(model.mean, np.eye(1, len(model.axes), dtype=np.float32)[0])
    assert moved[-1] == 2.0 and not moved[:-1].any()


def test_samples_are_drawn_only_where_there_is_a_prior(own_home: Path) -> None:
    write_autoencoder(own_home)
    write_autoencoder(own_home, "with-prior", has_prior=True)
    with pytest.raises(OptionError, match="no prior"):
        engine.load_autoencoder("tiny").sample(2, 1)
    model = engine.load_autoencoder("with-prior")
    assert np.array_equal(model.sample(3, 7), model.sample(3, 7)) and model.sample(3, 7).shape == (3, UNITS)
    assert not np.array_equal(model.sample(3, 7), model.sample(3, 8))
    assert abs(model.sample(5000, 1).std() - 1) < 0.05


def picture_of(pixels: np.ndarray) -> engine.Picture:
    levels = np.rint(255 * np.clip(pixels, 0, 1)).astype(np.uint8)
    return engine.Picture(np.ascontiguousarray(np.repeat(levels[..., None], 3, axis=-1)))


def test_what_was_never_learned_is_unlike(own_home: Path) -> None:
    write_autoencoder(own_home)
    model = engine.load_autoencoder("tiny")
    known = picture_of(within(np.array([[0.5, -0.4, 0.3, 0.2]]))[0, 0])
    strange = engine.Picture(known.pixels.copy())
    strange.pixels[2:4, 5:7] = 255 - strange.pixels[2:4, 5:7]
    strange.pixels[2, 5] = 255
    assert model.anomaly_map(known).score < 1e-4 < model.anomaly_map(strange).score
    heat = model.anomaly_map(strange).heat
    assert heat.shape == (SIDE, SIDE) and np.unravel_index(heat.argmax(), heat.shape)[0] in (2, 3)


def test_patches_go_over_the_whole_picture(own_home: Path) -> None:
    write_autoencoder(own_home, recipe={"data": {"patches": 100}})
    model = engine.load_autoencoder("tiny")
    plain = picture_of(np.full((37, 50), 0.5))
    assert model.anomaly_map(plain).heat.shape == (37, 50) and model.anomaly_map(plain).score < 1e-4
    odd = engine.Picture(plain.pixels.copy())
    odd.pixels[20:24, 30:34] = np.random.default_rng(0).integers(0, 255, (4, 4, 1))
    y, x = np.unravel_index(model.anomaly_map(odd).heat.argmax(), (37, 50))
    assert 20 <= y < 24 and 30 <= x < 34
    assert model.anomaly_map(picture_of(np.full((4, 3), 0.5))).heat.shape == (11, 8), "too small a picture is enlarged"


def test_colour_and_size_are_the_models(own_home: Path) -> None:
    write_autoencoder(own_home, channels=3)
    model = engine.load_autoencoder("tiny")
    pixels = np.zeros((20, 40, 3), np.uint8)
    pixels[..., 1] = 255
    square = model.center_crop(engine.Picture(pixels))
    assert square.shape == (3, SIDE, SIDE) and square[1].min() == 1.0 and square[0].max() == 0.0
    assert model.anomaly_map(engine.Picture(pixels)).reconstruction.shape == (3, SIDE, SIDE)


@pytest.mark.parametrize("facts", [
    {"picture": [2, 8, 8]}, {"picture": [1, 8]}, {"picture": None}, {"picture": [1, 9000, 8]}, {"code": 0},
    {"code": 10**9}, {"code": "x"}, {"code_mean": [1, 2]}, {"code_deviation": ["x"] * 4}, {"recipe": 5},
    {"code_axes": [[1, 0]]}, {"code_axes": [[1, 0, 0, 0]]}, {"code_mean": [1, 2, 3, float("nan")]},
    {"picture": [1, float("inf"), 8]}, {"code": float("inf")}, {"code_mean": [10**400] * 4}, {"code_mean": [1e300] * 4},
])  # fmt: skip
def test_a_card_that_cannot_be_believed_is_refused(own_home: Path, facts: dict[str, object]) -> None:
    write_autoencoder(own_home, **facts)
    with pytest.raises(ModelError, match="does not describe"):
        engine.load_autoencoder("tiny")


def test_networks_that_contradict_the_card_are_refused(own_home: Path) -> None:
    write_autoencoder(own_home, code=UNITS + 1)
    model = engine.load_autoencoder("tiny")
    with pytest.raises(ModelError, match="does not match its card"):
        model.encode(np.zeros((1, 1, SIDE, SIDE), np.float32))
    with pytest.raises(ModelError, match="cannot be run"):
        model.decode(np.zeros((1, UNITS + 1), np.float32))


def test_other_models_are_no_autoencoders() -> None:
    with pytest.raises(ModelError, match="not an autoencoder"):
        engine.load_autoencoder("safelight-codec-2")
    with pytest.raises(UnknownModel):
        engine.load_autoencoder("tiny")
