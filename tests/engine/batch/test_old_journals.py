"""Batches that 0.7.0 was killed in go on: its journals, and what it had written, from ``tests/data/0.7.0``."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from engine.batch.journal import JOURNAL_NAME, fingerprint, past_outcomes
from engine.batch.run import run_batch
from engine.files.job import Job, Outcome
from engine.files.settings import JobSettings
from engine.pipeline.options import CompressOptions, DenoiseOptions, ReconstructOptions

WRITTEN = Path(__file__).parents[2] / "data" / "0.7.0"
SETTINGS = {
    "skip": JobSettings(),
    "rename": JobSettings.of(compress=CompressOptions(quality=30), existing="rename", keep_times=True),
}


def killed(kind: str, tmp_path: Path) -> tuple[list[Job], Path]:
    """The batch as it was left, in another place and with the times that its sources had."""
    folder = tmp_path / "batch"
    shutil.copytree(WRITTEN / f"killed-{kind}", folder)
    journal = folder / "out" / JOURNAL_NAME
    place = json.dumps(str(folder))[1:-1].replace("\\\\", "/")
    text = (folder / "journal.jsonl").read_text(encoding="ascii").replace("@FOLDER@", place)
    journal.write_text(text, encoding="ascii")
    for entry in map(json.loads, text.splitlines()):
        if "ended" in entry:
            os.utime(entry["ended"][1], ns=(entry["stamp"][1], entry["stamp"][1]))
    made, source = journal.parent, folder / "in"
    return [Job("compress", source / f"{name}.png", made / f"{name}.latent") for name in "abcd"], journal


def resumed(batch: list[Job], settings: JobSettings, journal: Path) -> tuple[list[int], list[Outcome]]:
    started = list[int]()
    return started, run_batch(batch, settings, journal=journal, on_start=started.append)


@pytest.mark.parametrize("kind", SETTINGS)
def test_what_was_done_is_not_done_again(kind: str, tmp_path: Path) -> None:
    batch, journal = killed(kind, tmp_path)
    before = {path: path.read_bytes() for path in journal.parent.glob("*.latent")}
    found = past_outcomes(journal, batch, SETTINGS[kind])
    assert [found[index].output_bytes for index in (0, 1)] == ([215, 199] if kind == "skip" else [163, 155])
    started, outcomes = resumed(batch, SETTINGS[kind], journal)
    assert started == [2, 3] and [outcome.state for outcome in outcomes] == ["done"] * 4
    assert {path: path.read_bytes() for path in before} == before
    assert not journal.exists()


@pytest.mark.parametrize("kind", SETTINGS)
def test_what_was_under_way_is_done_in_its_place(kind: str, tmp_path: Path) -> None:
    batch, journal = killed(kind, tmp_path)
    journal.write_bytes(b"\n".join(journal.read_bytes().splitlines()[:-1]) + b"\n")
    names = {path.name for path in journal.parent.iterdir()} - {JOURNAL_NAME}
    started, outcomes = resumed(batch, SETTINGS[kind], journal)
    assert started == [1, 2, 3] and [outcome.state for outcome in outcomes] == ["done"] * 4
    assert {path.name for path in journal.parent.iterdir()} == names | {"c.latent", "d.latent"}


def test_other_settings_begin_anew(tmp_path: Path) -> None:
    batch, journal = killed("skip", tmp_path)
    assert past_outcomes(journal, batch, SETTINGS["rename"]) == {}
    started, _ = resumed(batch, SETTINGS["rename"], journal)
    assert started == [0, 1, 2, 3]


def settings_of(fields: dict[str, Any]) -> JobSettings:
    options = {"compress": CompressOptions, "reconstruct": ReconstructOptions, "denoise": DenoiseOptions}
    made = {name: options[name](**value) if name in options else value for name, value in fields.items()}
    return JobSettings.of(**made)


def test_settings_are_told_apart_as_they_were() -> None:
    rows = json.loads((WRITTEN / "fingerprints.json").read_text(encoding="ascii"))
    assert len({row["fingerprint"] for row in rows}) == len(rows) - 3  # threads do not count
    for row in rows:
        fields = {name: tuple(v) if isinstance(v, list) else v for name, v in row["settings"].items()}
        assert fingerprint(row["task"], settings_of(fields), "0.7.0") == row["fingerprint"]
