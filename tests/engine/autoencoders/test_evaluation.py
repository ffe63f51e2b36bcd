"""A folder as an autoencoder sees it: what is read, the maps, labels told by codes, what is strange."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import engine
from engine.autoencoders import survey as survey_module
from engine.autoencoders.measures import neighbour_agreement
from engine.errors import Cancelled, InputError
from tests.made_models import SIDE, UNITS, basis, write_autoencoder

GOOD, BAD = 40, 24


@pytest.fixture
def model(own_home: Path) -> engine.Autoencoder:
    write_autoencoder(own_home)
    return engine.load_autoencoder("tiny")


def write_grey(path: Path, values: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    levels = np.rint(255 * np.clip(values, 0, 1)).astype(np.uint8)
    Image.fromarray(levels.reshape(SIDE, SIDE)).save(path)


def drawn(rng: np.random.Generator, first: float) -> np.ndarray:
    """A picture that the tiny model brings back, the first number of its code around ``first``."""
    code = rng.normal(0, 0.15, UNITS)
    code[0] += first
    return 0.5 + code @ basis()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two kinds of pictures whose codes differ, the second with noise that the model cannot bring back."""
    root, rng = tmp_path / "parts", np.random.default_rng(1)
    for number in range(GOOD):
        write_grey(root / "good" / f"{number:02}.png", drawn(rng, 0.6))
    for number in range(BAD):
        write_grey(root / "cracked" / "deep" / f"{number:02}.png", drawn(rng, -0.6) + rng.normal(0, 0.15, SIDE * SIDE))
    (root / "good" / "letter.png").write_text("hello", encoding="utf-8")
    (root / "good" / ".hidden.png").write_bytes((root / "good" / "00.png").read_bytes())
    (root / "good" / "notes.txt").write_text("no picture", encoding="utf-8")
    return root


def test_a_survey_has_a_row_for_each_picture_and_a_reason_for_each_other(
    model: engine.Autoencoder, folder: Path
) -> None:
    progress = engine.Progress()
    found = engine.survey_folder(model, folder, progress=progress)
    assert len(found) == GOOD + BAD and found.count == GOOD + BAD + 1 and progress.fraction == 1.0
    assert found.classes == ("cracked", "good") and found.labels.tolist() == [0] * BAD + [1] * GOOD
    assert [name for name, _ in found.left_out] == ["good/letter.png"] and found.left_out[0][1]
    assert found.pictures[0].name == "cracked/deep/00.png"
    for place in (0, len(found) - 1):
        picture = engine.read_for(model, found.pictures[place])
        unlike = model.anomaly_map(picture)
        assert found.scores[place] == pytest.approx(unlike.score, rel=1e-4)
        assert np.allclose(found.squares[place] / 255.0, unlike.pixels, atol=1e-6)
        assert np.allclose(found.codes[place], model.encode(model.center_crop(picture)[None])[0], atol=1e-5)


def test_pictures_beside_sub_folders_have_no_labels(model: engine.Autoencoder, folder: Path) -> None:
    write_grey(folder / "loose.png", np.full(SIDE * SIDE, 0.5))
    found = engine.survey_folder(model, folder)
    assert found.classes == () and len(found) == GOOD + BAD + 1 and not found.labels.any()
    assert engine.survey_folder(model, folder / "good").classes == ()
    with pytest.raises(InputError, match="no labels"):
        engine.linear_probe(found)


def test_of_very_many_pictures_some_are_drawn(
    model: engine.Autoencoder, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = engine.survey_folder(model, folder, most=10)
    assert len(found) + len(found.left_out) == 10 and found.count == GOOD + BAD + 1
    again = engine.survey_folder(model, folder, most=10)
    assert [picture.name for picture in again.pictures] == [picture.name for picture in found.pictures]
    monkeypatch.setattr(survey_module, "MOST_BYTES", 5 * SIDE * SIDE)
    assert len(engine.survey_folder(model, folder / "cracked")) == 5


def test_folders_without_pictures_are_refused(model: engine.Autoencoder, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        engine.survey_folder(model, tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="contains no readable picture"):
        engine.survey_folder(model, tmp_path / "empty")
    (tmp_path / "empty" / "broken.png").write_text("hello", encoding="utf-8")
    with pytest.raises(InputError, match="contains no readable picture"):
        engine.survey_folder(model, tmp_path / "empty")


def test_links_are_followed_but_not_in_circles(model: engine.Autoencoder, folder: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    write_grey(more / "one.png", np.full(SIDE * SIDE, 0.5))
    try:
        (folder / "linked").symlink_to(more, target_is_directory=True)
        (more / "back").symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("no links can be made here")
    found = engine.survey_folder(model, folder)
    assert found.classes == ("cracked", "good", "linked") and len(found) == GOOD + BAD + 1


def test_a_survey_is_stopped_between_two_pictures(model: engine.Autoencoder, folder: Path) -> None:
    def stop(progress: engine.Progress) -> None:
        if progress.fraction > 0.2:
            progress.cancel()

    progress = engine.Progress(stop)
    with pytest.raises(Cancelled):
        engine.survey_folder(model, folder, progress=progress, threads=1)
    assert progress.fraction < 0.9


def test_a_model_of_patches_scores_whole_pictures(own_home: Path, tmp_path: Path) -> None:
    write_autoencoder(own_home, "patches", recipe={"data": {"patches": 10}})
    model = engine.load_autoencoder("patches")
    plain = np.full((64, 64), 128, np.uint8)
    Image.fromarray(plain).save(tmp_path / "plain.png")
    plain[2:5, 60:63] = 255  # far from the middle
    Image.fromarray(plain).save(tmp_path / "spot.png")
    found = engine.survey_folder(model, tmp_path)
    assert [picture.name for picture in found.pictures] == ["plain.png", "spot.png"]
    assert found.scores[1] > 10 * found.scores[0]
    assert found.scores[1] == pytest.approx(model.anomaly_map(engine.read_picture(tmp_path / "spot.png")).score)


def write_idx(folder: Path, pixels: np.ndarray, labels: np.ndarray, *, packed: bool) -> None:
    for name, array in (("images-idx3", pixels), ("labels-idx1", labels)):
        sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
        data = bytes([0, 0, 8, array.ndim]) + sizes + array.astype(np.uint8).tobytes()
        path = folder / f"t10k-{name}-ubyte{'.gz' if packed else ''}"
        path.write_bytes(gzip.compress(data) if packed else data)


@pytest.mark.parametrize("packed", [False, True])
def test_idx_files_are_read_without_torch(model: engine.Autoencoder, tmp_path: Path, packed: bool) -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (12, SIDE, SIDE))
    write_idx(tmp_path, pixels, np.arange(12) % 3, packed=packed)
    found = engine.survey_folder(model, tmp_path)
    assert np.array_equal(found.squares[:, 0], pixels) and found.classes == ("0", "1", "2")
    assert found.labels.tolist() == [0, 1, 2] * 4 and found.pictures[5].name == "t10k 5"
    assert np.array_equal(engine.read_for(model, found.pictures[5]).pixels[..., 0], pixels[5])


def test_damaged_idx_files_are_refused(model: engine.Autoencoder, tmp_path: Path) -> None:
    pixels = np.zeros((12, SIDE, SIDE))
    write_idx(tmp_path, pixels, np.zeros(11), packed=False)
    with pytest.raises(InputError, match="a different number of labels"):
        engine.survey_folder(model, tmp_path)
    images = tmp_path / "t10k-images-idx3-ubyte"
    for data in (images.read_bytes()[:100], b"", b"\0\0\x08\x03" + 12 * b"\xff", b"hello" * 100):
        images.write_bytes(data)
        with pytest.raises(InputError, match="not an idx file"):
            engine.survey_folder(model, tmp_path)


def test_labels_are_told_by_the_same_rule_on_codes_pixels_and_components(
    model: engine.Autoencoder, folder: Path
) -> None:
    progress = engine.Progress()
    told = engine.linear_probe(engine.survey_folder(model, folder), progress)
    assert told.counts == (48,) and told.held_out == 16 and told.sizes == (UNITS, SIDE * SIDE, UNITS)
    assert progress.fraction == 1.0 and told.codes[0] > 0.9 and told.pca[0] > 0.9 and 0.5 < told.pixels[0] <= 1.0
    progress.cancel()
    with pytest.raises(Cancelled):
        engine.linear_probe(engine.survey_folder(model, folder), progress)


def test_too_few_pictures_to_hold_some_out(model: engine.Autoencoder, folder: Path) -> None:
    for path in list(folder.rglob("??.png")):
        if path.name not in ("00.png", "01.png", "02.png"):
            path.unlink()
    with pytest.raises(InputError, match="too few"):
        engine.linear_probe(engine.survey_folder(model, folder))


def test_maps_lay_alike_pictures_together(model: engine.Autoencoder, folder: Path, own_home: Path) -> None:
    found = engine.survey_folder(model, folder)
    maps = engine.map_survey(found)
    assert maps.codes.shape == maps.pixels.shape == (GOOD + BAD, 2) and not maps.own
    assert maps.agreement is not None and maps.agreement[0] > 0.95
    apart = maps.codes[:BAD].mean(0) - maps.codes[BAD:].mean(0)
    assert np.linalg.norm(apart) > 0.8


def test_neighbours_of_random_points_agree_by_chance_only() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 600)
    points = rng.normal(size=(600, 2)).astype(np.float32)
    assert 0.4 < neighbour_agreement(points, labels) < 0.6
    assert neighbour_agreement(points + 10 * labels[:, None].astype(np.float32), labels) == 1.0


def test_the_area_under_the_roc_curve() -> None:
    scores = np.array([0.1, 0.4, 0.35, 0.8], np.float32)
    assert engine.roc_auc(scores, np.array([False, False, True, True])) == 0.75
    assert engine.roc_auc(np.ones(4, np.float32), np.array([False, True, True, False])) == 0.5
    assert np.isnan(engine.roc_auc(scores, np.zeros(4, bool)))


def test_scores_tell_what_was_never_learned(model: engine.Autoencoder, folder: Path) -> None:
    found = engine.survey_folder(model, folder)
    assert engine.roc_auc(found.scores, found.labels == 0) > 0.95
