"""The codec, trained on with drawn pictures: from where it starts to files that need the new model."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import InputError, OptionError, UnknownModel
from engine.image.metrics import psnr
from engine.image.picture import Picture
from engine.models import installed
from engine.models.card import DEFAULT_CODEC
from engine.pipeline import codec
from engine.pipeline.compress import compress
from engine.pipeline.inspection import inspect
from engine.pipeline.model_check import check_model
from engine.pipeline.options import CompressOptions
from engine.pipeline.reconstruct import reconstruct
from tests.engine.conftest import DrawPhoto, _draw
from tests.engine.training.family.test_training import Pipe, Puppeteer, Quiet, log_of, told

torch = pytest.importorskip("torch")
pytest.importorskip("engine.training.vision")
pytest.importorskip("onnx")

from engine.training.data import CropSampler  # noqa: E402
from engine.training.family import fine_tuning, own_pictures  # noqa: E402
from engine.training.family.__main__ import main  # noqa: E402
from engine.training.family.choices import Choices  # noqa: E402
from engine.training.family.codec_recipe import codec_recipe_from  # noqa: E402
from engine.training.family.events import Events  # noqa: E402
from engine.training.family.fine_tuning import change_of_bits, load_start, recoloured  # noqa: E402
from engine.training.family.own_pictures import read_own_pictures  # noqa: E402
from engine.training.family.recipe import read_values, recipe_path  # noqa: E402
from engine.training.family.train import train  # noqa: E402
from engine.training.train_codec import build_model, initialise_scales  # noqa: E402

TOML = """
[codec]
batch = 2
crop = 64
structure_part = 0
width = 32
latents = 96
base = 32
blocks = 1
[training]
steps = 3
"""


@pytest.fixture(autouse=True, scope="module")
def few_looks() -> Iterator[None]:
    """The entropy networks of a small codec are as large as those of the real one, and looks take most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fine_tuning, "LOOKED_AT", 2)
        yield


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven of several kinds, and three files that cannot be used."""
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "more").mkdir()
    for seed, name in enumerate(("a.png", "b.jpg", "c.tif", "d.webp", "more/e.png", "more/f.bmp")):
        Image.fromarray(_draw(96, 128, seed)).save(folder / name)
    Image.fromarray(_draw(96, 128, 7)).convert("L").save(folder / "grey.png")
    Image.fromarray(_draw(40, 90, 7)).save(folder / "small.png")
    (folder / "broken.png").write_bytes(b"no picture")
    (folder / "notes.txt").write_text("no picture either", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recipe") / "small.toml"
    path.write_text(TOML, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def begun(recipe: Path, pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights of a small codec that nobody trained, but that knows how latents are spread."""
    run = codec_recipe_from(read_values(recipe), recipe).run()
    torch.manual_seed(0)
    model = build_model(run)
    initialise_scales(model, CropSampler(read_own_pictures(pictures, 64).learned, torch.device("cpu"), 0), run)
    path = tmp_path_factory.mktemp("begun") / "small-codec.pt"
    torch.save(model.state_dict(), path)
    return path


@pytest.fixture(scope="module")
def trained(recipe: Path, pictures: Path, begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("run") / "out"
    command = ["train", str(recipe), "--data", str(pictures), "--out", str(out), "--from", str(begun)]
    assert main(command) == 0
    assert main([*command, "--steps", "5"]) == 0
    return out


def test_the_same_command_resumes(trained: Path) -> None:
    measured = [entry for entry in log_of(trained) if "validation" in entry]
    assert [entry["step"] for entry in measured] == [3, 5]
    assert {"bits", "bpp@0.0", "psnr@1.0"} <= set(measured[-1])
    facts = json.loads((trained / "run.json").read_text(encoding="utf-8"))
    assert (facts["pictures"], facts["held_out"], facts["started_from"]) == (7, 1, "small-codec")
    assert (trained / "sheet.png").is_file() and (trained / "loss.png").is_file()


def test_it_starts_from_the_given_weights(recipe: Path, pictures: Path, begun: Path, tmp_path: Path) -> None:
    still = tmp_path / "still.toml"
    rates = "learning_rate = 1e-12\ntransform_rate = 1e-12\ngain_rate = 1e-12\n"
    still.write_text(TOML.replace("[codec]\n", "[codec]\n" + rates), encoding="utf-8")
    figures = train(still, pictures, tmp_path / "out", Choices(steps=2, start=begun), Quiet())
    before, after = (torch.load(path, weights_only=True) for path in (begun, tmp_path / "out" / "weights.pt"))
    assert all(torch.equal(before[name].half(), after[name]) for name in before if name != "std")
    assert abs(figures["bits"]) < 1.0, "it is measured against what it began as"
    again = train(still, pictures, tmp_path / "on", Choices(steps=1, start=tmp_path / "out"), Quiet())
    assert abs(again["bits"]) < 1.0, "a run can be begun with as well"
    facts = json.loads((tmp_path / "on" / "run.json").read_text(encoding="utf-8"))
    assert facts["started_from"] == "out"


def test_the_programs_own_codec_is_where_it_starts_by_itself() -> None:
    path = recipe_path("codec")
    model = build_model(codec_recipe_from(read_values(path), path).run())
    assert load_start(model, None) == DEFAULT_CODEC
    assert model.std.min() < 0.5 < model.std.max(), "as training found it"


def test_whoever_installs_the_program_has_it() -> None:
    root = Path(__file__).parents[4]
    wheel = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    path = f"engine/training/checkpoints/{DEFAULT_CODEC}.pt"
    assert (root / path).is_file()
    assert not any(fnmatch(path, pattern) for pattern in wheel["wheel"]["exclude"])


def test_wrong_beginnings_are_refused(trained: Path, recipe: Path, pictures: Path, begun: Path, tmp_path: Path) -> None:
    for path, reason in (
        (tmp_path / "none.pt", "no such weights"),
        (pictures / "a.png", "does not hold the weights of a codec of the recipe's size"),
        (tmp_path, "no such weights"),
    ):
        with pytest.raises(InputError, match=reason):
            train(recipe, pictures, tmp_path / "out", Choices(start=path), Quiet())
    other = tmp_path / "other.pt"
    other.write_bytes(begun.read_bytes())
    with pytest.raises(OptionError, match="holds a run of"):
        train(recipe, pictures, trained, Choices(start=other), Quiet())
    with pytest.raises(OptionError, match="--from is for the codec"):
        train(recipe_path("basic"), pictures, tmp_path / "out", Choices(start=begun), Quiet())
    assert not (tmp_path / "out").exists()


def test_it_becomes_a_model_whose_files_need_it(
    trained: Path, pictures: Path, tmp_path: Path, own_home: Path, draw_photo: DrawPhoto
) -> None:
    out = tmp_path / "my-scans"
    assert main(["export", str(trained), "--data", str(pictures), "--out", str(out)]) == 0
    text = (out / "model.json").read_text(encoding="utf-8")
    assert pictures.name not in text and str(tmp_path) not in text and "a.png" not in text
    card = installed.add_model(out, check_model)
    assert (card.id, card.kind, card.is_own) == ("my-scans", "codec", True)
    assert card.training["started_from"] == "small-codec" and card.training["pictures"] == 7
    assert card.title == "Codec trained on from small-codec with 7 pictures"
    picture = Picture(draw_photo(70, 90, seed=9))
    data = compress(picture, CompressOptions(quality=90, model="my-scans"))
    assert inspect(data).model == "my-scans"
    assert psnr(picture.pixels, reconstruct(data).pixels) > 25
    installed.remove_model("my-scans")
    codec._load.cache_clear()
    with pytest.raises(UnknownModel, match=r"'my-scans' is not installed; .* safelight models add FOLDER"):
        reconstruct(data)


def test_a_shipped_id_and_other_uses_are_refused(
    trained: Path, pictures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, reason in ((DEFAULT_CODEC, "begins with 'safelight-'"), ("My Scans", "small letters")):
        assert main(["export", str(trained), "--data", str(pictures), "--out", str(tmp_path / name)]) == 2
        assert reason in capsys.readouterr().err
    assert main(["reconstruct", str(trained), "--data", str(pictures), "--out", str(tmp_path / "x.png")]) == 1
    assert "is a run of the codec, which can be exported only" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_pictures_that_cannot_be_used(
    recipe: Path, pictures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["train", str(recipe), "--out", str(tmp_path / "out"), "--data"]
    folder = tmp_path / "folder"
    for reason in ("no such folder", "holds no pictures"):
        assert main([*command, str(folder)]) == 1
        assert f"safelight: {folder}: {reason}" in capsys.readouterr().err
        folder.mkdir(exist_ok=True)
    for name in ("broken.png", "small.png"):
        (folder / name).write_bytes((pictures / name).read_bytes())
    assert main([*command, str(folder)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[-1] == f"safelight: {folder}: holds no picture of at least 64 pixels a side that can be read"
    assert sum(line.startswith("left out: ") for line in told) == 2
    assert main([*command, str(folder / "small.png")]) == 1
    assert "is no folder" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_few_pictures_are_all_learned_from_and_large_ones_give_windows(
    pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = read_own_pictures(pictures, 64)
    assert (found.count, found.held_count, len(found.learned), len(found.held)) == (7, 1, 6, 1)
    rows, columns = np.indices((240, 250), dtype=np.uint8)
    Image.fromarray(np.stack([rows, columns, rows ^ columns], -1)).save(tmp_path / "large.png")
    monkeypatch.setattr(own_pictures, "MOST_PIXELS", 2 * 96 * 96)
    few = read_own_pictures(tmp_path, 48)
    assert (few.count, few.held_count, few.pixels) == (1, 0, 240 * 250)
    (window,) = few.learned
    assert window.shape == (135, 135, 3)
    assert (window[:, :, :2] == window[0, 0, :2] + np.stack(np.indices((135, 135)), -1)).all(), "a part as it is"


def test_events_are_those_of_every_member(recipe: Path, pictures: Path, begun: Path, tmp_path: Path) -> None:
    pipe = Pipe()
    out = Puppeteer(pipe)
    train(recipe, pictures, tmp_path / "out", Choices(steps=10_000, start=begun), Events(pipe.commands, out))
    events = told(out.getvalue())
    names = [event["event"] for event in events]
    assert names[:2] == ["start", "step"] and names[-2:] == ["validation", "done"]
    assert names.index("paused") < names.index("resumed")
    assert (events[0]["pictures"], events[0]["held_out"], events[0]["recipe"]) == (7, 1, "small")
    assert {"loss", "bpp", "psnr", "done"} <= set(events[1])
    assert {"bits", "cost", "mse", "psnr"} <= set(events[-2]) and Path(str(events[-2]["sheet"])).is_file()
    assert events[-1]["reason"] == "stopped" and (tmp_path / "out" / "checkpoint.pt").is_file()


@pytest.mark.parametrize(
    ("change", "replacement", "reason"),
    [
        ("crop = 64", "crop = 100", "[codec] crop = 100 should be a multiple of 64"),
        ("base = 32", "base = 96", "[codec] base = 96 should be less than latents"),
        ("structure_part = 0", "", "[codec] structure_part needs crops of 192 pixels or more"),
        ("batch = 2", "bach = 2", "[codec] has no setting 'bach'"),
        ("[training]\nsteps = 3", "[training]", "[training] needs steps or minutes"),
        ("[training]", "[loss]\nkind = 'mse'\n[training]", "unknown table or key 'loss'"),
    ],
)
def test_what_is_wrong_with_a_recipe_is_named(change: str, replacement: str, reason: str, recipe: Path) -> None:
    path = recipe.with_name("wrong.toml")
    path.write_text(TOML.replace(change, replacement), encoding="utf-8")
    with pytest.raises(OptionError) as caught:
        codec_recipe_from(read_values(path), path)
    assert reason in str(caught.value)


def test_other_colours_are_each_channel_between_two_levels() -> None:
    x = torch.rand(64, 3, 4, 4)
    assert torch.equal(recoloured(x, 0.0), x)
    found = recoloured(x, 1.0)
    assert found.min() >= 0.0 and found.max() <= 1.0
    plain, other = x.flatten(2), found.flatten(2)
    slope = (other[..., 1] - other[..., 0]) / (plain[..., 1] - plain[..., 0])
    assert torch.allclose(other, other[..., :1] + slope[..., None] * (plain - plain[..., :1]), atol=1e-4)
    assert (slope < 0).any() and (slope > 0).any() and slope.std(1).mean() > 0.1, "each channel by itself"
    some = (recoloured(x, 0.3) != x).flatten(1).any(1).float().mean()
    assert 0.1 < some < 0.55


def test_bits_are_compared_at_equal_psnr() -> None:
    def curve(factor: float, shift: float = 0.0) -> dict[str, float]:
        return {f"bpp@{t}": factor * 2**t for t in (0, 1, 2)} | {f"psnr@{t}": 30 + 6 * t + shift for t in (0, 1, 2)}

    assert change_of_bits(curve(1.0), curve(1.0)) == pytest.approx(0.0)
    assert change_of_bits(curve(1.0), curve(0.9)) == pytest.approx(-10.0)
    assert change_of_bits(curve(1.0), curve(1.0, shift=6.0)) == pytest.approx(-50.0)
    assert change_of_bits(curve(1.0), curve(1.0, shift=60.0)) == 0.0, "nothing in common"
