"""The bill of materials of a bundle."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from bundle import Bundle
from sbom import write_bill

import engine
from tests.packaging.conftest import MODEL

Look = Callable[[], Bundle]


@pytest.fixture(autouse=True)
def fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


def made(look: Look, path: Path) -> dict[str, Any]:
    write_bill(look(), path)  # checked against the schema on the way
    return dict(json.loads(path.read_text(encoding="utf-8")))


def test_it_tells_what_is_inside(look: Look, folder: Path, tmp_path: Path) -> None:
    told = made(look, tmp_path / "bill.json")
    assert told["bomFormat"] == "CycloneDX" and told["specVersion"] == "1.6"
    assert told["metadata"]["component"]["name"] == "Safelight"
    assert told["metadata"]["component"]["version"] == engine.__version__
    assert told["metadata"]["timestamp"] == "2023-11-14T22:13:20+00:00"
    parts = {part["name"]: part for part in told["components"]}
    assert {"Python", "pi_heif", "pillow", "libheif", "libde265", MODEL, "PyInstaller bootloader"} <= set(parts)
    assert parts["pi_heif"]["purl"].startswith("pkg:pypi/pi-heif@")
    assert parts["libheif"]["licenses"] == [{"license": {"id": "LGPL-3.0-or-later"}}]


def test_models_are_models_with_their_checksums(look: Look, folder: Path, tmp_path: Path) -> None:
    model = next(part for part in made(look, tmp_path / "bill.json")["components"] if part["name"] == MODEL)
    home = folder / "_internal" / "assets" / "models" / MODEL
    card = json.loads((home / "model.json").read_text(encoding="utf-8"))
    assert model["type"] == "machine-learning-model" and model["hashes"][0]["content"] == card["sha256"]
    assert {file["hashes"][0]["content"] for file in model["components"]} == set(card["files"].values())


def test_libraries_have_the_hashes_of_their_files(look: Look, folder: Path, tmp_path: Path) -> None:
    told = made(look, tmp_path / "bill.json")
    library = next(part for part in told["components"] if part["name"] == "libheif")
    assert library["components"]
    for file in library["components"]:
        data = (folder / "_internal" / file["name"]).read_bytes()
        assert file["hashes"][0]["content"] == sha256(data).hexdigest()
    brought = next(line for line in told["dependencies"] if line["ref"].startswith("package/pi_heif"))
    assert library["bom-ref"] in brought["dependsOn"]


def test_the_same_bundle_gives_the_same_bytes_and_another_does_not(look: Look, folder: Path, tmp_path: Path) -> None:
    first = made(look, tmp_path / "first.json")
    made(look, tmp_path / "second.json")
    assert (tmp_path / "first.json").read_bytes() == (tmp_path / "second.json").read_bytes()
    (folder / "_internal" / "pi_heif" / "__init__.py").write_text("# changed")
    assert made(look, tmp_path / "third.json")["serialNumber"] != first["serialNumber"]


def test_a_bundle_that_must_not_be_published_has_none(look: Look, folder: Path, tmp_path: Path) -> None:
    (folder / "_internal" / "libx265.so.199").write_bytes(b"\x7fELF")
    with pytest.raises(SystemExit, match="must not be published"):
        write_bill(look(), tmp_path / "bill.json")
    assert not (tmp_path / "bill.json").exists()
