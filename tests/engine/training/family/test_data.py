"""Pictures are found in every shape they come in, and what cannot be read is named."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from PIL import Image

from engine.errors import InputError, OptionError
from tests.engine.conftest import DrawPhoto
from tests.engine.training.family.conftest import SIDE, drawn, write_idx, write_pictures

torch = pytest.importorskip("torch")

from engine.training.family.data import PictureSet, batches, load  # noqa: E402
from engine.training.family.recipe import DataSettings  # noqa: E402

MNIST = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "mnist"


def test_idx_files_packed_or_not(tmp_path: Path, idx_folder: Path, pictures: PictureSet, unseen: PictureSet) -> None:
    for path in idx_folder.iterdir():
        (tmp_path / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    for folder in (idx_folder, tmp_path):
        train, test = (load(folder, DataSettings(), split) for split in ("train", "test"))
        assert torch.equal(train.pixels, pictures.pixels) and torch.equal(test.pixels, unseen.pixels)
        assert torch.equal(test.labels, unseen.labels) and test.classes == ("0", "1", "2")
    assert load(idx_folder, DataSettings(limit=7, colour=True), "train").pixels.shape == (7, 3, SIDE, SIDE)


def test_torchvisions_own_folders_are_found(tmp_path: Path) -> None:
    write_idx(tmp_path / "FashionMNIST" / "raw", drawn(6), drawn(3))
    assert len(load(tmp_path, DataSettings(), "train")) == 6


@pytest.mark.skipif(not MNIST.is_dir(), reason="MNIST is not at hand")
def test_mnist() -> None:
    train, test = (load(MNIST, DataSettings(), split) for split in ("train", "test"))
    assert (train.shape, len(train), len(test)) == ((1, 28, 28), 60_000, 10_000)
    assert test.labels is not None and test.labels.bincount().tolist()[:2] == [980, 1135]


@pytest.mark.parametrize("content", [b"", b"\x00\x00\x08\x03\x00\x00", b"nonsense" * 10])
def test_a_damaged_idx_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(content)
    with pytest.raises(InputError, match="is not an idx file, or is damaged") as caught:
        load(tmp_path, DataSettings(), "train")
    assert str(path) in str(caught.value)
    packed = tmp_path / "t10k-images-idx3-ubyte.gz"
    packed.write_bytes(content)
    with pytest.raises(InputError, match="t10k"):
        load(tmp_path, DataSettings(), "test")


def test_sub_folders_are_labels(tmp_path: Path) -> None:
    write_pictures(tmp_path, drawn(30), in_classes=True)
    train, test = (load(tmp_path, DataSettings(side=SIDE), split) for split in ("train", "test"))
    assert (len(train), len(test)) == (27, 3)
    assert not set(train.names) & set(test.names)
    assert train.classes == ("disc", "lying", "standing")
    for name, label in zip(train.names, train.labels.tolist(), strict=True):
        assert name.startswith(train.classes[label])
    assert set(train.without("disc", tmp_path).labels.tolist()) == {1, 2}
    with pytest.raises(OptionError, match="no label 'bar'; there are disc, lying, standing"):
        train.without("bar", tmp_path)


def test_a_flat_folder_has_no_labels_and_broken_files_are_left_out(
    tmp_path: Path, draw_photo: DrawPhoto, capsys: pytest.CaptureFixture[str]
) -> None:
    for seed in range(5):
        Image.fromarray(draw_photo(40, 60, seed)).save(tmp_path / f"{seed}.jpg")
    for name in ("broken.png", "cut.jpg"):
        (tmp_path / name).write_bytes(b"\xff\xd8 not a picture")
    (tmp_path / "notes.txt").write_text("no picture", encoding="utf-8")
    parts = [load(tmp_path, DataSettings(side=16, colour=True), split) for split in ("train", "test")]
    assert sum(len(part) for part in parts) == 5
    assert parts[0].shape == (3, 16, 16) and parts[0].labels is None
    told = capsys.readouterr().err
    assert "broken.png" in told and "cut.jpg" in told
    with pytest.raises(InputError, match="has no labels"):
        parts[0].known_labels(tmp_path)


def test_patches_of_photos(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    for seed in range(3):
        Image.fromarray(draw_photo(64, 80, seed)).save(tmp_path / f"{seed}.png")
    settings = DataSettings(side=8, patches=300, colour=True)
    train, test = (load(tmp_path, settings, split) for split in ("train", "test"))
    assert (train.pixels.shape, len(test)) == ((300, 3, 8, 8), 30)
    grey = load(tmp_path, DataSettings(side=8, patches=300), "train")
    weights = torch.tensor([0.299, 0.587, 0.114])[:, None, None]
    assert (grey.values() - (train.values() * weights).sum(1, keepdim=True)).abs().max() < 0.005
    with pytest.raises(InputError, match="no picture of at least 100 pixels"):
        load(tmp_path, DataSettings(side=100, patches=10), "train")


def test_nothing_to_learn_from(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="contains no readable picture"):
        load(tmp_path, DataSettings(), "train")
    with pytest.raises(InputError, match="no such folder"):
        load(tmp_path / "missing", DataSettings(), "train")
    file = tmp_path / "shard.tar"
    file.write_bytes(b"")
    with pytest.raises(InputError, match="is no folder"):
        load(file, DataSettings(), "train")


def test_every_picture_comes_once_before_any_comes_again() -> None:
    some = PictureSet(torch.arange(10, dtype=torch.uint8)[:, None, None, None])
    source = batches(some, 4, torch.device("cpu"), 3)
    seen = torch.cat([next(source)[:, 0, 0, 0] for _ in range(5)]).mul(255).round().int().tolist()
    assert sorted(seen[:10]) == sorted(seen[10:]) == list(range(10))
    assert seen[:10] != seen[10:]
