"""Pictures that the tests draw, and models that they train for a moment."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch")
pytest.importorskip("engine.training.vision")

from engine.training.family.data import PictureSet, batches  # noqa: E402
from engine.training.family.model import Autoencoder  # noqa: E402
from engine.training.family.optimisers import parameter_groups  # noqa: E402
from engine.training.family.recipe import Recipe, recipe_from  # noqa: E402

SIDE = 12


@pytest.fixture(autouse=True, scope="package")
def one_thread() -> Iterator[None]:
    """Tiny layers are slower on several."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(autouse=True)
def one_seed() -> None:
    torch.manual_seed(0)


def drawn(count: int, seed: int = 0) -> PictureSet:
    """Soft discs, standing and lying bars anywhere: labels 0, 1, 2. Three numbers make a picture, none is linear."""
    random = np.random.default_rng(seed)
    kinds = np.arange(count) % 3
    y, x = random.uniform(3, SIDE - 4, (2, count, 1, 1))
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    widths = np.array([[2.0, 2.0], [4.0, 1.0], [1.0, 4.0]])[kinds][:, :, None, None]
    distance = ((rows - y) / widths[:, 0]) ** 2 + ((columns - x) / widths[:, 1]) ** 2
    pixels = np.rint(255 * np.exp(-0.5 * distance)).astype(np.uint8)
    return PictureSet(torch.from_numpy(pixels[:, None]), torch.from_numpy(kinds), ("disc", "standing", "lying"))


@pytest.fixture(scope="session")
def pictures() -> PictureSet:
    return drawn(1500)


@pytest.fixture(scope="session")
def unseen() -> PictureSet:
    return drawn(300, seed=1)


def recipe(**tables: dict[str, Any]) -> Recipe:
    """A small dense member; tables replace or complete those of the recipe."""
    values: dict[str, Any] = {
        "name": "small",
        "encoder": {"kind": "dense", "widths": [64]},
        "bottleneck": {"kind": "plain", "size": 8},
        "decoder": {"kind": "dense", "widths": [64]},
        "loss": {"kind": "mse"},
        "optimiser": {"kind": "adam", "learning_rate": 3e-3, "batch": 64},
        "training": {"steps": 300},
    }
    for name, table in tables.items():
        values[name] = table if "kind" in table else values.get(name, {}) | table
    return recipe_from(values, Path("recipe.toml"))


def taught(found: Recipe, pictures: PictureSet, steps: int = 300) -> Autoencoder:
    """A model trained by the plainest loop there is."""
    torch.manual_seed(found.training.seed)
    model = Autoencoder(found, pictures.shape)
    settings = found.optimiser
    optimiser = settings.build(parameter_groups(model, settings.weight_decay, {}))
    source = batches(pictures, settings.batch, torch.device("cpu"), found.training.seed)
    for step in range(steps):
        optimiser.zero_grad()
        model.objective(next(source), step / steps).loss.backward()
        optimiser.step()
    return model.eval()


def write_idx(folder: Path, train: PictureSet, test: PictureSet) -> None:
    """The four files of MNIST."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in (("train", train), ("t10k", test)):
        pixels, labels = found.pixels[:, 0].numpy(), found.labels.numpy().astype(np.uint8)
        images = struct.pack(">IIII", 0x803, *pixels.shape) + pixels.tobytes()
        (folder / f"{name}-images-idx3-ubyte").write_bytes(images)
        (folder / f"{name}-labels-idx1-ubyte").write_bytes(struct.pack(">II", 0x801, len(labels)) + labels.tobytes())


@pytest.fixture(scope="session")
def idx_folder(tmp_path_factory: pytest.TempPathFactory, pictures: PictureSet, unseen: PictureSet) -> Path:
    folder = tmp_path_factory.mktemp("idx")
    write_idx(folder, pictures, unseen)
    return folder


def write_pictures(root: Path, found: PictureSet, *, in_classes: bool) -> None:
    """PNG files, in one folder or in one for each label."""
    for index, pixels in enumerate(found.pixels[:, 0].numpy()):
        folder = root / found.classes[int(found.labels[index])] if in_classes else root
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(folder / f"{index}.png")
