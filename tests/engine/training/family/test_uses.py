"""The uses of a trained member: each command, what it writes and what it says."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.models import catalog
from tests.engine.training.family.conftest import drawn
from tests.engine.training.family.test_training import TOML, Quiet

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

import onnxruntime  # noqa: E402

from engine.training.family import anomaly, features, mapping, measures, sheets  # noqa: E402
from engine.training.family.__main__ import main  # noqa: E402
from engine.training.family.choices import Choices  # noqa: E402
from engine.training.family.data import PictureSet  # noqa: E402
from engine.training.family.train import train  # noqa: E402
from engine.training.family.trained import Trained, load_run  # noqa: E402

VARIATIONAL = TOML.replace('kind = "plain"', 'kind = "variational"').replace('"mse"', '"bce"')


@pytest.fixture(scope="package")
def member(tmp_path_factory: pytest.TempPathFactory, idx_folder: Path) -> Trained:
    return trained(tmp_path_factory.mktemp("plain"), TOML, idx_folder)


@pytest.fixture(scope="package")
def variational(tmp_path_factory: pytest.TempPathFactory, idx_folder: Path) -> Trained:
    return trained(tmp_path_factory.mktemp("variational"), VARIATIONAL, idx_folder)


def trained(folder: Path, toml: str, data: Path, **choices: object) -> Trained:
    path = folder / "mine.toml"
    path.write_text(toml, encoding="utf-8")
    train(path, data, folder / "out", Choices(steps=400, **choices), Quiet())
    return load_run(folder / "out")


def test_the_reconstruction_sheet(member: Trained, tmp_path: Path, idx_folder: Path, unseen: PictureSet) -> None:
    sheet = tmp_path / "deep" / "sheet.png"
    assert (
        main(["reconstruct", str(member.folder), "--data", str(idx_folder), "--out", str(sheet), "--count", "5"]) == 0
    )
    with Image.open(sheet) as image:
        page = np.asarray(image).astype(float)
    side = 12 * 4
    assert page.shape == (2 * (side + 2) + 2, 5 * (side + 2) + 2, 3)
    original = page[2 : 2 + side : 4, 2 : 2 + side : 4, 0]
    np.testing.assert_array_equal(original, unseen.pixels[0, 0].numpy())
    again = page[4 + side : 4 + 2 * side : 4, 2 : 2 + side : 4, 0]
    assert np.square(again - original).mean() < 0.5 * np.square(original - original.mean()).mean()


def test_the_sheet_of_a_denoising_member_has_three_rows(
    tmp_path: Path, idx_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = trained(tmp_path, TOML + '[corruption]\nkind = "gaussian"\nsigma = 0.3\n', idx_folder)
    sheet = tmp_path / "sheet.png"
    assert main(["reconstruct", str(found.folder), "--data", str(idx_folder), "--out", str(sheet)]) == 0
    with Image.open(sheet) as image:
        assert image.height == 3 * 50 + 2
    gain = re.search(r"gain ([\d.]+)", capsys.readouterr().out)
    assert gain is not None and float(gain[1]) > 2.0


def test_the_map(
    member: Trained, pictures: PictureSet, unseen: PictureSet, tmp_path: Path, idx_folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = tmp_path / "map.png"
    assert main(["map", str(member.folder), "--data", str(idx_folder), "--out", str(path)]) == 0
    with Image.open(path) as image:
        colours = np.asarray(image.convert("RGB")).reshape(-1, 3)
    for colour in ((31, 119, 180), (23, 190, 207)):  # the ends of the palette: the first label and the last
        assert (np.abs(colours.astype(int) - colour).max(1) < 8).sum() > 50
    assert "on the map of the codes" in capsys.readouterr().out
    found = mapping.maps(member, pictures, unseen)
    assert found.codes.shape == found.pca.shape == (300, 2) and not found.own


def test_features_are_held_against_pixels_and_pca(
    member: Trained, idx_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["features", str(member.folder), "--data", str(idx_folder), "--labels", "15", "--draws", "1"]
    assert main(command) == 0
    line = capsys.readouterr().out
    shares = [float(share) / 100 for share in re.findall(r"([\d.]+)%", line)]
    assert line.startswith("15 labels: linear on codes") and len(shares) == 5
    assert all(0.33 < share <= 1.0 for share in shares), "better than guessing among three"
    assert main([*command[:-4], "--labels", "2"]) == 2


def test_a_classifier_starts_from_the_encoder_without_changing_it(member: Trained, pictures: PictureSet) -> None:
    before = member.model.bottleneck.project.weight.clone()
    x, labels = pictures.values(slice(30)), pictures.labels[:30]
    network = features.tuned(member.model, x, labels, 3, 0)
    assert float((network(x).argmax(1) == labels).float().mean()) > 0.9
    assert torch.equal(member.model.bottleneck.project.weight, before)
    assert not torch.equal(network.bottleneck.project.weight, before)


def test_moments_of_a_gaussian() -> None:
    torch.manual_seed(0)
    mean, variance, kurtosis = measures.moments(1.0 + 2.0 * torch.randn(100_000, 2))
    assert torch.allclose(mean, torch.tensor(1.0), atol=0.03) and torch.allclose(variance, torch.tensor(4.0), rtol=0.03)
    assert kurtosis.abs().max() < 0.06
    assert measures.moments(torch.rand(100_000, 1))[2].item() == pytest.approx(-1.2, abs=0.03)


@pytest.mark.parametrize("toml", [TOML, VARIATIONAL], ids=["error", "elbo"])
def test_what_was_left_out_is_found(
    toml: str, tmp_path: Path, idx_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = trained(tmp_path, toml, idx_folder, without="2")
    sheet, scores = tmp_path / "sheet.png", tmp_path / "scores.csv"
    command = ["anomaly", str(found.folder), "--data", str(idx_folder), "--out", str(sheet), "--scores", str(scores)]
    assert main(command) == 0
    auc = re.search(r"ROC-AUC for 2: ([\d.]+), PCA ([\d.]+)", capsys.readouterr().out)
    assert auc is not None and float(auc[1]) > 0.85
    rows = list(csv.DictReader(scores.open(encoding="utf-8")))
    strange, usual = ([float(r["score"]) for r in rows if (r["label"] == "2") is wanted] for wanted in (True, False))
    assert len(strange) == 100 and np.mean(strange) > 1.2 * np.mean(usual)
    with Image.open(sheet) as image:
        assert image.size == (12 * 50 + 2, 3 * 50 + 2)
    assert main([*command, "--anomaly", "7"]) == 2


def test_heat_is_where_the_error_is(member: Trained, unseen: PictureSet) -> None:
    x = unseen.values(slice(2)).clone()
    x[1, 0, 0:2, 0:2] = 1.0 - x[1, 0, 0:2, 0:2]  # a corner that no picture has like that
    maps = anomaly.error_maps(member.model, x)
    assert maps.shape == (2, 12, 12)
    assert maps[1, 0:2, 0:2].mean() > 5 * maps[0, 0:2, 0:2].mean()
    colours = sheets.heat(torch.tensor([[[0.0, 1.0 / 3.0, 1.0]]]), 1.0)[0, :, 0].T
    assert torch.allclose(colours, torch.tensor([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 1.0, 1.0]]))


def test_generation(member: Trained, variational: Trained, tmp_path: Path, idx_folder: Path) -> None:
    sheet = tmp_path / "drawn.png"
    assert main(["generate", str(variational.folder), "--out", str(sheet), "--count", "20"]) == 0
    with Image.open(sheet) as image:
        assert image.size == (502, 102) and np.asarray(image).std() > 20
    assert main(["generate", str(member.folder), "--out", str(sheet)]) == 2, "it has no prior"
    way = ["generate", str(member.folder), "--out", str(sheet), "--between", "0", "1", "--steps", "7"]
    assert main(way) == 2, "pictures of what?"
    assert main([*way, "--data", str(idx_folder)]) == 0
    with Image.open(sheet) as image:
        assert image.size == (352, 52)
    assert main([*way[:5], "0", "300", "--data", str(idx_folder)]) == 2


def test_a_way_between_two_begins_and_ends_with_them(member: Trained, unseen: PictureSet) -> None:
    from engine.training.family.generate import between

    x = unseen.values(slice(2))
    way = between(member.model, x[0], x[1], 5)
    with torch.no_grad():
        assert torch.allclose(way[[0, 4]], member.model(x), atol=1e-5)
    steps = (way[1:] - way[:-1]).flatten(1).norm(dim=1)
    assert steps.min() > 0


@pytest.mark.parametrize("kind", ["member", "variational"])
def test_an_exported_model_gives_the_same_pictures(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path, idx_folder: Path, unseen: PictureSet
) -> None:
    found: Trained = request.getfixturevalue(kind)
    out = tmp_path / "my-model"
    command = ["export", str(found.folder), "--data", str(idx_folder), "--out", str(out), "--title", "Discs and bars"]
    assert main(command) == 0
    card = catalog.read_card(out / "model.json")
    assert (card.id, card.kind, card.title) == ("my-model", "autoencoder", "Discs and bars")
    card.verify()
    assert sorted(card.files) == ["decoder.onnx", "encoder.onnx"]
    encoder, decoder = (onnxruntime.InferenceSession(str(out / f"{part}.onnx")) for part in ("encoder", "decoder"))
    x = unseen.values(slice(7))
    (code,) = encoder.run(["code"], {"picture": x.numpy()})
    (again,) = decoder.run(["picture"], {"code": code})
    with torch.no_grad():
        np.testing.assert_allclose(again, found.model(x).numpy(), atol=1e-4)
    assert code.shape == (7, 6) and len(card.architecture["code_deviation"]) == 6  # type: ignore[arg-type]
    assert main(command) == 2, "a model under an id does not change"
    assert [path.name for path in tmp_path.iterdir()] == ["my-model"]


def test_pictures_of_another_size_are_refused(
    member: Trained, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.engine.training.family.conftest import write_idx

    other = drawn(6)
    wide = PictureSet(other.pixels.repeat(1, 1, 1, 2), other.labels, other.classes)
    write_idx(tmp_path, wide, wide)
    assert main(["reconstruct", str(member.folder), "--data", str(tmp_path), "--out", str(tmp_path / "x.png")]) == 1
    assert "1x12x24" in capsys.readouterr().err


def test_recipes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recipes"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("sparse_kl       Sparse, KL") for line in lines)
    assert main([]) == 2 and main(["nonsense"]) == 2 and main(["--help"]) == 0
