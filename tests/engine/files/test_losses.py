"""What no batch may lose: sources, outputs of others, and what it was to replace before it has something better."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import pytest

from engine.batch.journal import JOURNAL_NAME, VERSION, fingerprint
from engine.batch.planning import plan_batch
from engine.batch.run import run_batch
from engine.errors import Cancelled
from engine.files import fidelity
from engine.files.convert import run_job
from engine.files.job import Job, Outcome
from engine.files.settings import JobSettings
from engine.image.picture import Picture
from engine.image.writer import write_picture
from engine.pipeline.options import DenoiseOptions
from engine.progress import Progress
from tests.engine.conftest import DrawPhoto

DENOISING = JobSettings.of(existing="replace", denoise=DenoiseOptions(strength=20))


def draw(path: Path, photo: DrawPhoto, seed: int = 0) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_picture(Picture(photo(40, 60, seed)), path)
    return path.read_bytes()


def write_journal(path: Path, settings: JobSettings, *entries: dict[str, Any]) -> None:
    """As a batch left it that was killed."""
    header = {"journal": VERSION, "settings": fingerprint("compress", settings), "pid": 2**22 + 5, "started": 1.0}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(entry) + "\n" for entry in (header, *entries)), encoding="ascii")


def begun(job: Job, output: Path | None = None) -> dict[str, Any]:
    return {"begun": [job.task, str(job.source)], "output": str(output or job.output)}


def ended(job: Job, outcome: Outcome) -> dict[str, Any]:
    fields = dataclasses.asdict(outcome) | {"source": str(outcome.source), "output": str(outcome.output)}
    stamp = [outcome.source_bytes, job.source.stat().st_mtime_ns] if job.source.exists() else None
    return {"ended": [job.task, str(job.source)], "stamp": stamp, "outcome": fields}


def states(outcomes: list[Outcome]) -> list[str]:
    return [outcome.state for outcome in outcomes]


def test_an_output_never_replaces_another_source(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    photo, precious = tmp_path / "a.png", tmp_path / "a-denoised.png"
    draw(photo, draw_photo)
    before = draw(precious, draw_photo, 1)
    jobs = [Job("denoise", photo, precious), Job("denoise", precious, tmp_path / "a-denoised-denoised.png")]
    outcomes = run_batch(jobs, DENOISING)
    assert states(outcomes) == ["failed", "done"]
    assert outcomes[0].reason == f"{precious}: is a source itself"
    assert precious.read_bytes() == before
    assert states(run_batch(jobs[:1], DENOISING)) == ["done"]  # where it is no source, replacing is what was asked for


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_nor_does_it_through_links(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    """The output's folder has a link to another folder of sources, or two links to one."""
    source, out = tmp_path / "in", tmp_path / "out"
    befores = {name: draw(source / name / "x.png", draw_photo, seed) for seed, name in enumerate("abc")}
    out.mkdir()
    (out / "a").symlink_to(source / "b", target_is_directory=True)
    (out / "c").symlink_to(source / "b", target_is_directory=True)
    plan = plan_batch("denoise", source, out, DENOISING)
    outcomes = run_batch(plan.jobs, DENOISING)
    assert states(outcomes) == ["failed", "done", "failed"]
    assert {name: (source / name / "x.png").read_bytes() for name in "abc"} == befores
    (out / "c").unlink()
    (out / "c").symlink_to(out / "b", target_is_directory=True)
    outcomes = run_batch(plan.jobs, DENOISING)
    assert outcomes[2].reason == f"{out / 'c' / 'x.png'}: is the output of another source"


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_nor_does_it_where_the_source_is_a_link(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    precious = tmp_path / "out" / "a.png"
    before = draw(precious, draw_photo, 1)
    draw(tmp_path / "in" / "a.png", draw_photo)
    (tmp_path / "in" / "b.png").symlink_to(precious)
    outcomes = run_batch(plan_batch("denoise", tmp_path / "in", tmp_path / "out", DENOISING).jobs, DENOISING)
    assert states(outcomes) == ["failed", "done"]
    assert precious.read_bytes() == before


@pytest.mark.parametrize("existing", ["skip", "rename"])
def test_going_on_replaces_nothing_by_a_copy(tmp_path: Path, tiny: Path, existing: str) -> None:
    """A job that was under way may write its own output anew, but what is at the place of the copy is not its own."""
    settings = JobSettings.of(existing=existing, keep_larger=False)  # type: ignore[arg-type]
    job = Job("compress", tiny, tmp_path / "out" / "tiny.latent")
    write_journal(tmp_path / "out" / JOURNAL_NAME, settings, begun(job))
    precious = tmp_path / "out" / "tiny.png"
    precious.write_bytes(b"precious")
    outcomes = run_batch([job], settings, journal=tmp_path / "out" / JOURNAL_NAME)
    assert states(outcomes) == ["skipped" if existing == "skip" else "copied"]
    assert precious.read_bytes() == b"precious"


def test_a_renamed_copy_is_not_made_twice(tmp_path: Path, tiny: Path) -> None:
    settings = JobSettings.of(existing="rename", keep_larger=False)
    job = Job("compress", tiny, tmp_path / "out" / "tiny.latent")
    job.output.parent.mkdir()
    job.output.with_name("tiny.png").write_bytes(b"precious")
    assert run_job(job, settings).output == run_job(job, settings).output == tmp_path / "out" / "tiny-2.png"


def test_going_on_keeps_what_another_job_has_written(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    """Two jobs saw the same free name before either had written to it."""
    settings = JobSettings.of(existing="rename")
    folder, out = tmp_path / "in", tmp_path / "out"
    jobs = []
    for seed, name in enumerate(["a", "a-2"]):
        draw(folder / f"{name}.png", draw_photo, seed)
        jobs.append(Job("compress", folder / f"{name}.png", out / f"{name}.latent"))
    out.mkdir()
    (out / "a.latent").write_bytes(b"precious")
    first = run_job(jobs[0], settings)
    taken = out / "a-2.latent"
    assert first.output == taken
    data = taken.read_bytes()
    write_journal(out / JOURNAL_NAME, settings, begun(jobs[0], taken), begun(jobs[1], taken), ended(jobs[0], first))
    outcomes = run_batch(jobs, settings, journal=out / JOURNAL_NAME)
    assert states(outcomes) == ["done", "done"]
    assert taken.read_bytes() == data and outcomes[1].output == out / "a-2-2.latent"


@pytest.mark.parametrize("has_ended", [False, True])
def test_going_on_keeps_what_is_left_of_a_binned_source(
    tmp_path: Path, draw_photo: DrawPhoto, bin_contents: list[Path], has_ended: bool
) -> None:
    """``x.jpg.png`` is in the bin, and its output has now the name that suits ``x.jpg`` beside ``x.png``."""
    settings = JobSettings.of(existing="replace", originals="bin")
    folder, out = tmp_path / "in", tmp_path / "out"
    gone = Job("compress", folder / "x.jpg.png", out / "x.jpg.latent")
    for seed, name in enumerate(["x.jpg.png", "x.jpg", "x.png"]):
        draw(folder / name, draw_photo, seed)
    outcome = run_job(gone, settings)
    data = gone.output.read_bytes()
    assert bin_contents == [gone.source]
    write_journal(out / JOURNAL_NAME, settings, begun(gone), *([ended(gone, outcome)] if has_ended else []))
    plan = plan_batch("compress", folder, out, settings)
    assert plan.jobs[0].output == gone.output
    outcomes = run_batch(plan.jobs, settings, journal=out / JOURNAL_NAME)
    assert states(outcomes) == ["done", "done"]
    assert gone.output.read_bytes() == data


def test_a_folder_of_outputs_that_was_moved(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    draw(tmp_path / "in" / "a.png", draw_photo)
    settings = JobSettings()
    here, there = tmp_path / "here", tmp_path / "there"
    job = Job("compress", tmp_path / "in" / "a.png", here / "a.latent")
    write_journal(here / JOURNAL_NAME, settings, begun(job, there / "a.latent"))
    outcomes = run_batch([job], settings, journal=here / JOURNAL_NAME)
    assert outcomes[0].output == job.output and job.output.exists()
    assert not there.exists()


@pytest.mark.parametrize("options", [{"measure": True}, {"originals": "bin"}])
def test_what_is_replaced_stays_until_the_new_one_was_read_back(
    tmp_path: Path, draw_photo: DrawPhoto, bin_contents: list[Path], monkeypatch: pytest.MonkeyPatch, options: Any
) -> None:

    draw(tmp_path / "a.png", draw_photo)
    job, settings = Job("compress", tmp_path / "a.png", tmp_path / "a.latent"), JobSettings.of(existing="replace")
    assert run_job(job, settings).state == "done"
    before = job.output.read_bytes()
    progress = Progress()

    def cancel(*_: object) -> None:
        progress.cancel()
        progress.check()

    monkeypatch.setattr(fidelity, "reconstruct", cancel)
    with pytest.raises(Cancelled):
        run_job(job, settings.with_fields(**options), progress)
    assert job.output.read_bytes() == before
    monkeypatch.setattr(fidelity, "psnr", lambda *_: 50.0)
    monkeypatch.setattr(fidelity, "reconstruct", lambda *_: Picture(draw_photo(20, 20)))
    assert run_job(job, settings.with_fields(**options)).state == "failed"
    assert job.output.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.latent", "a.png"] and not bin_contents
