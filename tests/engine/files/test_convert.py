"""Single jobs and batches, on real files with the shipped models."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from engine.batch.planning import plan_batch
from engine.batch.run import run_batch
from engine.batch.selection import Selection
from engine.errors import Cancelled, InputError, LatentError, OptionError
from engine.files.convert import run_job
from engine.files.job import Job, Outcome
from engine.files.settings import JobSettings
from engine.files.sources import verify_file
from engine.image.picture import Picture
from engine.image.reader import read_picture
from engine.image.writer import write_picture
from engine.pipeline.noise_level import estimate_strength
from engine.pipeline.options import CompressOptions, DenoiseOptions
from engine.progress import Progress
from tests.engine.conftest import DrawPhoto

SETTINGS = JobSettings()


@pytest.fixture
def folder(tmp_path: Path, draw_photo: DrawPhoto) -> Path:
    """Three pictures, one of them in a sub-folder, and one broken file."""
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    for seed, name in enumerate(["a.png", "b.jpg", "sub/c.png"]):
        write_picture(Picture(draw_photo(40, 60, seed)), folder / name)
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    return folder


def names_below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_compress_verify_reconstruct_denoise(tmp_path: Path, folder: Path) -> None:
    latent, again, clean = tmp_path / "a.latent", tmp_path / "new" / "a.png", tmp_path / "clean.jpg"
    outcome = run_job(Job("compress", folder / "a.png", latent), SETTINGS)
    assert (outcome.state, outcome.width, outcome.height) == ("done", 60, 40)
    assert outcome.output_bytes == latent.stat().st_size < outcome.source_bytes
    assert outcome.bpp == pytest.approx(8 * outcome.output_bytes / 2400)
    assert verify_file(latent).width == 60
    assert run_job(Job("reconstruct", latent, again), SETTINGS).state == "done"
    difference = read_picture(again).pixels.astype(int) - read_picture(folder / "a.png").pixels
    assert np.abs(difference).mean() < 6
    assert run_job(Job("denoise", folder / "b.jpg", clean), SETTINGS).state == "done"
    assert read_picture(clean).width == 60


def test_a_bad_file_is_an_outcome_with_its_reason(tmp_path: Path, folder: Path) -> None:
    latent = tmp_path / "a.latent"
    run_job(Job("compress", folder / "a.png", latent), SETTINGS)
    data = bytearray(latent.read_bytes())
    data[-1] ^= 1
    latent.write_bytes(data)
    for job, reason in [
        (Job("compress", folder / "broken.png", tmp_path / "x.latent"), "damaged|not a picture"),
        (Job("compress", folder / "missing.png", tmp_path / "x.latent"), "no such file"),
        (Job("compress", folder / "sub", tmp_path / "x.latent"), "folder"),
        (Job("reconstruct", latent, tmp_path / "x.png"), "checksum"),
        (Job("reconstruct", folder / "a.png", tmp_path / "x.png"), "not a .latent file"),
        (Job("reconstruct", folder / "sub", tmp_path / "x.png"), "folder"),
        (Job("denoise", folder / "a.png", tmp_path / "x.xyz"), "suffix"),
        (Job("denoise", folder / "a.png", folder / "sub"), "is a folder"),
        (Job("compress", folder / "a.png", folder / "b.jpg" / "x.latent"), "b.jpg: is not a folder"),
        (Job("compress", folder / "a.png", tmp_path / f"{'x' * 260}.latent"), "too long"),
    ]:
        outcome = run_job(job, SETTINGS)
        assert outcome.state == "failed"
        assert any(part in outcome.reason for part in reason.split("|"))
        assert outcome.output is None
    assert names_below(tmp_path) == ["a.latent", *(f"in/{name}" for name in names_below(folder))]


def test_nothing_is_overwritten_unasked_and_never_the_source(tmp_path: Path, folder: Path) -> None:
    target = tmp_path / "a.latent"
    target.write_bytes(b"precious")
    outcome = run_job(Job("compress", folder / "a.png", target), SETTINGS)
    assert (outcome.state, outcome.reason, target.read_bytes()) == ("skipped", "exists already", b"precious")
    replacing = JobSettings.of(existing="replace")
    assert run_job(Job("compress", folder / "a.png", target), replacing).state == "done"
    before = (folder / "a.png").read_bytes()
    outcome = run_job(Job("denoise", folder / "a.png", folder / "a.png"), replacing)
    assert outcome.state == "failed" and "source itself" in outcome.reason
    assert (folder / "a.png").read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file system with special files")
def test_special_files_are_not_replaced(tmp_path: Path, folder: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    outcome = run_job(Job("compress", folder / "a.png", pipe), JobSettings.of(existing="replace"))
    assert outcome.state == "failed" and "not a regular file" in outcome.reason
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (MemoryError(), "not enough memory"),
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
        (RuntimeError("node failed\nat 0x7f"), "unexpected problem: node failed"),
    ],
)
def test_whatever_happens_to_one_file_the_batch_goes_on(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    def fail_on_the_wide_one(picture: Picture, *_: object) -> bytes:
        if picture.width == 61:
            raise error
        return b"latent"

    write_picture(Picture(np.zeros((40, 61, 3), np.uint8)), folder / "a1.png")
    monkeypatch.setattr("engine.files.convert.compress", fail_on_the_wide_one)
    monkeypatch.setattr("engine.files.convert.inspect", lambda _: SimpleNamespace(quality=50.0, denoise=0))
    monkeypatch.setattr("engine.files.fidelity.quality_warning", lambda *_: None)
    out = tmp_path / "out"
    outcomes = run_batch(plan_batch("compress", folder, out, SETTINGS).jobs, SETTINGS)
    assert [o.state for o in outcomes] == ["done", "failed", "done", "failed", "done"]
    assert outcomes[1].reason == reason and outcomes[1].source_bytes > 0
    assert names_below(out) == ["a.latent", "b.latent", "sub/c.latent"]


def test_cancelled_before_writing_leaves_no_folder(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = Progress()

    def cancelled_meanwhile(*_: object) -> bytes:
        progress.cancel()
        return b"latent"

    monkeypatch.setattr("engine.files.convert.compress", cancelled_meanwhile)
    monkeypatch.setattr("engine.files.convert.inspect", lambda _: SimpleNamespace(quality=50.0, denoise=0))
    monkeypatch.setattr("engine.files.fidelity.quality_warning", lambda *_: None)
    with pytest.raises(Cancelled):
        run_job(Job("compress", folder / "a.png", tmp_path / "out" / "a.latent"), SETTINGS, progress)
    assert not (tmp_path / "out").exists()


def test_verify_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.latent"
    with pytest.raises(InputError, match="no such file"):
        verify_file(path)
    path.write_bytes(b"something else")
    with pytest.raises(LatentError, match=r"x\.latent: not a \.latent file"):
        verify_file(path)


def test_cancelled_job_leaves_nothing(tmp_path: Path, folder: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        run_job(Job("compress", folder / "a.png", tmp_path / "a.latent"), SETTINGS, progress)
    assert names_below(tmp_path) == [f"in/{name}" for name in names_below(folder)]


def test_batch_keeps_the_tree_goes_on_and_resumes(tmp_path: Path, folder: Path) -> None:
    out = tmp_path / "out"
    batch = plan_batch("compress", folder, out, SETTINGS).jobs
    seen: list[tuple[int, Outcome]] = []
    progress = Progress()
    outcomes = run_batch(batch, SETTINGS, progress=progress, on_outcome=lambda i, o: seen.append((i, o)))
    assert {o.source.name: o.state for o in outcomes} == {
        "a.png": "done", "b.jpg": "done", "broken.png": "failed", "c.png": "done",
    }  # fmt: skip
    assert seen == list(enumerate(outcomes))
    assert progress.fraction == pytest.approx(1.0)
    assert names_below(out) == ["a.latent", "b.latent", "sub/c.latent"]
    stamps = [path.stat().st_mtime_ns for path in sorted(out.rglob("*.latent"))]
    (out / "a.latent").unlink()
    again = run_batch(plan_batch("compress", folder, out, SETTINGS).jobs, SETTINGS)
    assert [o.state for o in again] == ["done", "skipped", "failed", "skipped"]
    assert [path.stat().st_mtime_ns for path in sorted(out.rglob("*.latent"))][1:] == stamps[1:]


def test_batch_stops_when_cancelled(tmp_path: Path, folder: Path) -> None:
    progress = Progress()
    batch = plan_batch("compress", folder, tmp_path / "out", SETTINGS).jobs

    def stop_after_first(index: int, _: Outcome) -> None:
        if index == 0:
            progress.cancel()

    outcomes = run_batch(batch, SETTINGS, progress=progress, on_outcome=stop_after_first)
    assert [o.state for o in outcomes] == ["done", "cancelled", "cancelled", "cancelled"]
    assert names_below(tmp_path / "out") == ["a.latent"]


def test_batch_cancelled_inside_a_job(tmp_path: Path, folder: Path) -> None:
    progress = Progress()
    batch = plan_batch("compress", folder, tmp_path / "out", SETTINGS).jobs
    outcomes = run_batch(batch, SETTINGS, progress=progress, on_start=lambda _: progress.cancel())
    assert {o.state for o in outcomes} == {"cancelled"}
    assert not (tmp_path / "out").exists()


def test_a_name_that_would_be_too_long_is_shortened(tmp_path: Path, folder: Path) -> None:
    (folder / "a.png").rename(folder / f"{'x' * 251}.png")
    outcomes = run_batch(plan_batch("compress", folder, tmp_path / "out", SETTINGS).jobs, SETTINGS)
    assert sorted(o.state for o in outcomes) == ["done", "done", "done", "failed"]
    made = outcomes[-1].output
    assert made is not None and made.is_file() and len(made.name) == 255


def test_denoising_a_folder_in_place_and_again(tmp_path: Path, folder: Path) -> None:
    (folder / "broken.png").unlink()
    settings = JobSettings.of(denoise=DenoiseOptions(strength=0))
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    first = run_batch(plan_batch("denoise", folder, folder, settings).jobs, settings)
    assert [o.state for o in first] == ["done"] * 3
    assert names_below(folder) == [
        "a-denoised.png", "a.png", "b-denoised.jpg", "b.jpg", "sub/c-denoised.png", "sub/c.png",
    ]  # fmt: skip
    again = run_batch(plan_batch("denoise", folder, folder, settings).jobs, settings)
    assert [(o.source, o.state) for o in again] == [(o.source, "skipped") for o in first]
    assert {path: path.read_bytes() for path in before} == before


def test_denoising_in_place_and_again_with_new_names(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    settings = JobSettings.of(existing="rename", denoise=DenoiseOptions(strength=20))
    for name in ("a.png", "b-denoised-2.png"):  # the second one is nobody's output
        write_picture(Picture(draw_photo(40, 60)), tmp_path / name)
    for _ in range(3):
        run_batch(plan_batch("denoise", tmp_path, tmp_path, settings, Selection(include=("a*",))).jobs, settings)
    assert names_below(tmp_path) == [
        "a-denoised-2.png", "a-denoised-3.png", "a-denoised.png", "a.png", "b-denoised-2.png",
    ]  # fmt: skip
    sources = [job.source.name for job in plan_batch("denoise", tmp_path, tmp_path, settings).jobs]
    assert sources == ["a.png", "b-denoised-2.png"]


def test_the_strength_used_is_told(tmp_path: Path, folder: Path) -> None:
    asked = JobSettings.of(denoise=DenoiseOptions(strength=12.5))
    assert run_job(Job("denoise", folder / "a.png", tmp_path / "asked.png"), asked).strength == 12.5
    estimated = run_job(Job("denoise", folder / "a.png", tmp_path / "estimated.png"), SETTINGS).strength
    assert estimated == estimate_strength(read_picture(folder / "a.png"))
    assert run_job(Job("compress", folder / "a.png", tmp_path / "a.latent"), SETTINGS).strength is None
    automatic = JobSettings.of(compress=CompressOptions(denoise=None))
    assert run_job(Job("compress", folder / "a.png", tmp_path / "b.latent"), automatic).strength == round(estimated)


def test_the_quality_used_is_told(tmp_path: Path, folder: Path) -> None:
    settings = JobSettings.of(compress=CompressOptions(quality=62.37))
    assert run_job(Job("compress", folder / "a.png", tmp_path / "a.latent"), settings).quality == 62.37
    assert run_job(Job("reconstruct", tmp_path / "a.latent", tmp_path / "a.png"), SETTINGS).quality is None


def test_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        plan_batch("compress", tmp_path / "nowhere", tmp_path, SETTINGS)
    with pytest.raises(OptionError, match="unknown picture format"):
        JobSettings.of(format="xyz")
