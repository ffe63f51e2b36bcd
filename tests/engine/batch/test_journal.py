"""The journal: what a batch that was stopped or killed has done is not done again."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from engine.batch.journal import JOURNAL_NAME, fingerprint, past_outcomes, unfinished_batch
from engine.batch.run import run_batch
from engine.errors import OutputError
from engine.files.convert import run_job
from engine.files.job import Job, Outcome
from engine.files.settings import JobSettings
from engine.image.files import TEMPORARY_SUFFIX
from engine.image.picture import Picture
from engine.image.writer import write_picture
from engine.pipeline.options import CompressOptions
from engine.progress import Progress
from tests.engine.conftest import DrawPhoto

SETTINGS = JobSettings()


@pytest.fixture
def jobs(tmp_path: Path, draw_photo: DrawPhoto) -> list[Job]:
    (tmp_path / "in").mkdir(exist_ok=True)
    for seed, name in enumerate("abcd"):
        write_picture(Picture(draw_photo(40, 60, seed)), tmp_path / "in" / f"{name}.png")
    return [Job("compress", tmp_path / "in" / f"{name}.png", tmp_path / "out" / f"{name}.latent") for name in "abcd"]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "out" / JOURNAL_NAME


def run_until(count: int, jobs: list[Job], journal: Path, settings: JobSettings = SETTINGS) -> list[Outcome]:
    """Cancelled once so many jobs have ended."""
    progress = Progress()

    def stop(index: int, _: Outcome) -> None:
        if index == count - 1:
            progress.cancel()

    return run_batch(jobs, settings, journal=journal, progress=progress, on_outcome=stop)


def entries(journal: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in journal.read_bytes().splitlines() if line]


def started_jobs(jobs: list[Job], journal: Path, settings: JobSettings = SETTINGS) -> tuple[list[int], list[Outcome]]:
    started = list[int]()
    return started, run_batch(jobs, settings, journal=journal, on_start=started.append)


def states(outcomes: list[Outcome]) -> list[str]:
    return [outcome.state for outcome in outcomes]


def forget_leaving(journal: Path, pid: int, started: float | None) -> None:
    """As if another process had been killed while it was writing the journal."""
    lines = [entry for entry in entries(journal) if "left" not in entry]
    lines[0] |= {"pid": pid, "started": started}
    journal.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="ascii")


@pytest.mark.parametrize("existing", ["skip", "rename", "replace"])
def test_a_cancelled_batch_goes_on(jobs: list[Job], journal: Path, existing: str) -> None:
    settings = JobSettings.of(existing=existing)  # type: ignore[arg-type]
    first = run_until(2, jobs, journal, settings)
    assert states(first) == ["done", "done", "cancelled", "cancelled"] and journal.exists()
    stamps = {job.output: job.output.stat().st_mtime_ns for job in jobs[:2]}
    started, outcomes = started_jobs(jobs, journal, settings)
    assert started == [2, 3]
    assert states(outcomes) == ["done"] * 4 and outcomes[:2] == first[:2]
    assert {path: path.stat().st_mtime_ns for path in stamps} == stamps
    assert sorted(path.name for path in journal.parent.iterdir()) == [job.output.name for job in jobs]


def test_failures_are_tried_again_and_the_journal_goes_with_the_end(jobs: list[Job], journal: Path) -> None:
    whole = jobs[0].source.read_bytes()
    jobs[0].source.write_bytes(whole[:60])
    assert states(run_until(2, jobs, journal)) == ["failed", "done", "cancelled", "cancelled"]
    jobs[0].source.write_bytes(whole)
    started, outcomes = started_jobs(jobs, journal)
    assert started == [0, 2, 3] and states(outcomes) == ["done"] * 4
    jobs[0].source.write_bytes(whole[:60])
    jobs[0].output.unlink()
    assert states(run_batch(jobs, SETTINGS, journal=journal))[0] == "failed"
    assert not journal.exists()


def test_what_has_changed_is_done_again(jobs: list[Job], journal: Path, draw_photo: DrawPhoto) -> None:
    settings = JobSettings.of(existing="replace")
    run_until(3, jobs, journal, settings)
    write_picture(Picture(draw_photo(40, 60, 9)), jobs[0].source, overwrite=True)
    jobs[1].output.write_bytes(b"cut")
    started, outcomes = started_jobs(jobs, journal, settings)
    assert started == [0, 1, 3] and states(outcomes) == ["done"] * 4
    assert jobs[1].output.stat().st_size == outcomes[1].output_bytes > 3


def test_a_source_that_is_gone_leaves_its_output_done(jobs: list[Job], journal: Path) -> None:
    """As when it was moved to the bin; and what is done can be asked for without running anything."""
    run_until(2, jobs, journal)
    jobs[0].source.unlink()
    found = past_outcomes(journal, jobs, SETTINGS)
    assert {index: outcome.state for index, outcome in found.items()} == {0: "done", 1: "done"}
    assert past_outcomes(journal, jobs, SETTINGS.with_fields(strip="all")) == past_outcomes(journal, [], SETTINGS) == {}
    assert journal.exists()
    jobs[1].source.unlink()
    jobs[1].output.unlink()
    started, outcomes = started_jobs(jobs, journal)
    assert started == [1, 2, 3] and states(outcomes) == ["done", "failed", "done", "done"]


def test_other_settings_make_a_fresh_start_but_other_threads_do_not(jobs: list[Job], journal: Path) -> None:
    settings = JobSettings.of(existing="replace")
    run_until(3, jobs, journal, settings)
    again = settings.with_fields(workers=1, memory=2 * 10**9, compress=CompressOptions(threads=1))
    assert fingerprint("compress", again) == fingerprint("compress", settings)
    assert states(run_until(4, jobs, journal, again)) == ["done"] * 4
    run_until(3, jobs, journal, settings)
    other = settings.with_fields(compress=CompressOptions(quality=30))
    started, _ = started_jobs(jobs, journal, other)
    assert started == [0, 1, 2, 3] and not journal.exists()


def test_a_line_cut_short_costs_no_more_than_its_job(jobs: list[Job], journal: Path) -> None:
    run_until(3, jobs, journal)
    forget_leaving(journal, 2**22 + 5, 1.0)
    data = journal.read_bytes()
    journal.write_bytes(data[:-25])
    started, outcomes = started_jobs(jobs, journal)
    assert started == [2, 3]
    assert states(outcomes) == ["done"] * 4  # the third was begun, so its output is this batch's own


@pytest.mark.parametrize(
    "text", [b"", b"\n\n", b"nonsense\n", b"[1]\n{}\n", b'{"journal": 1}\n{"ended": 3}\n', b"\xff\x00"]
)
def test_any_content_is_put_up_with(jobs: list[Job], journal: Path, text: bytes) -> None:
    journal.parent.mkdir()
    journal.write_bytes(text)
    assert states(run_batch(jobs, SETTINGS, journal=journal)) == ["done"] * 4
    assert not journal.exists()


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_in_its_place_is_left_alone(jobs: list[Job], journal: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"precious")
    journal.parent.mkdir()
    journal.symlink_to(precious)
    assert states(run_until(2, jobs, journal)) == ["done", "done", "cancelled", "cancelled"]
    assert states(run_batch(jobs, SETTINGS, journal=journal)) == ["skipped", "skipped", "done", "done"]
    assert precious.read_bytes() == b"precious" and journal.is_symlink()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders")
def test_a_pipe_in_its_place_holds_nothing_up(jobs: list[Job], journal: Path) -> None:
    journal.parent.mkdir()
    os.mkfifo(journal)
    assert states(run_batch(jobs, SETTINGS, journal=journal)) == ["done"] * 4  # nobody would ever write into it
    assert journal.is_fifo()


@pytest.mark.parametrize("existing", ["skip", "rename", "replace"])
def test_killed_between_an_output_and_its_line(jobs: list[Job], journal: Path, existing: str) -> None:
    settings = JobSettings.of(existing=existing)  # type: ignore[arg-type]
    first = run_until(3, jobs, journal, settings)
    lines = [entry for entry in entries(journal) if "left" not in entry]
    lines = [entry for entry in lines if jobs[2].source.name not in json.dumps(entry.get("ended", ""))]
    journal.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="ascii")
    _, outcomes = started_jobs(jobs, journal, settings)
    assert states(outcomes) == ["done"] * 4
    assert replace(outcomes[2], seconds=0.0) == replace(first[2], seconds=0.0)
    assert sorted(path.name for path in journal.parent.iterdir()) == [job.output.name for job in jobs]


def test_renamed_outputs_are_not_made_twice(jobs: list[Job], journal: Path) -> None:
    jobs[0].output.parent.mkdir()
    jobs[0].output.write_bytes(b"precious")
    settings = JobSettings.of(existing="rename")
    first = run_until(2, jobs, journal, settings)
    assert first[0].output == jobs[0].output.with_name("a-2.latent")
    _, outcomes = started_jobs(jobs, journal, settings)
    assert outcomes[0] == first[0] and jobs[0].output.read_bytes() == b"precious"
    names = sorted(path.name for path in journal.parent.iterdir())
    assert names == ["a-2.latent", "a.latent", "b.latent", "c.latent", "d.latent"]


def test_what_was_there_before_is_skipped_not_replaced(jobs: list[Job], journal: Path) -> None:
    jobs[2].output.parent.mkdir()
    jobs[2].output.write_bytes(b"precious")
    run_until(1, jobs, journal)
    _, outcomes = started_jobs(jobs, journal)
    assert states(outcomes) == ["done", "done", "skipped", "done"]
    assert jobs[2].output.read_bytes() == b"precious"


def test_leftovers_of_the_killed_run_go(jobs: list[Job], journal: Path) -> None:
    run_until(1, jobs, journal)
    left = journal.parent / f".b.latent.0123456789ab{TEMPORARY_SUFFIX}"
    left.write_bytes(b"half")
    run_batch(jobs, SETTINGS, journal=journal)
    assert not left.exists()


def test_another_batch_in_the_same_folder(jobs: list[Job], journal: Path) -> None:
    """Of this process, of another one that lives, of one that has gone, and of one whose number was given away."""
    refused = list[str]()

    def run_another(index: int) -> None:
        if index == 0:
            with pytest.raises(OutputError) as caught:
                run_batch(jobs, SETTINGS, journal=journal)
            refused.append(str(caught.value))

    run_batch(jobs, SETTINGS, journal=journal, on_start=run_another)
    assert refused == [f"{journal.parent}: another batch is writing to this folder"]
    parent = psutil.Process(os.getppid())
    fresh = JobSettings.of(existing="replace")
    run_until(1, jobs, journal, fresh)
    forget_leaving(journal, parent.pid, round(parent.create_time(), 2))
    with pytest.raises(OutputError, match="another batch"):
        run_batch(jobs, fresh, journal=journal)
    forget_leaving(journal, parent.pid, round(parent.create_time(), 2) - 5.0)
    assert states(run_batch(jobs, fresh, journal=journal)) == ["done"] * 4


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_under_the_journal(jobs: list[Job], journal: Path) -> None:
    journal.parent.mkdir()
    journal.symlink_to("/dev/full")
    assert states(run_batch(jobs, SETTINGS, journal=journal)) == ["done"] * 4


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to(jobs: list[Job], journal: Path) -> None:
    journal.parent.mkdir()
    journal.parent.chmod(0o500)
    outcomes = run_batch(jobs, SETTINGS, journal=journal)
    assert {(outcome.state, outcome.reason) for outcome in outcomes} == {("failed", "no permission to write there")}
    journal.parent.chmod(0o700)


def test_no_folder_can_be_made_there(jobs: list[Job], journal: Path) -> None:
    journal.parent.write_bytes(b"a file")
    outcomes = run_batch(jobs, SETTINGS, journal=journal)
    assert states(outcomes) == ["failed"] * 4
    assert all(outcome.reason.endswith("is not a folder") for outcome in outcomes)


def test_an_empty_folder_does_not_stay(jobs: list[Job], journal: Path) -> None:
    for job in jobs:
        job.source.write_bytes(b"nothing")
    assert states(run_batch(jobs, SETTINGS, journal=journal)) == ["failed"] * 4
    assert not journal.parent.exists()


@pytest.mark.skipif(os.name != "posix", reason="names are text there")
def test_names_that_are_not_text(jobs: list[Job], journal: Path) -> None:
    name = os.fsdecode(b'\xff\n{"left"}.png')
    odd = jobs[0].source.rename(jobs[0].source.with_name(name))
    jobs[0] = Job("compress", odd, jobs[0].output.with_name(name + ".latent"))
    first = run_until(1, jobs, journal)
    assert first[0].state == "done"
    started, outcomes = started_jobs(jobs, journal)
    assert started == [1, 2, 3] and outcomes[0] == first[0]


def test_copies_count_as_done(tmp_path: Path, tiny: Path, jobs: list[Job], journal: Path) -> None:
    settings = JobSettings.of(keep_larger=False)
    batch = [Job("compress", tiny, tmp_path / "out" / "tiny.latent"), *jobs]
    first = run_until(1, batch, journal, settings)
    assert first[0].state == "copied" and first[0].output == tmp_path / "out" / "tiny.png"
    started, outcomes = started_jobs(batch, journal, settings)
    assert started == [1, 2, 3, 4] and outcomes[0] == first[0]


def test_the_time_left_is_not_judged_by_what_an_earlier_run_did(jobs: list[Job], journal: Path) -> None:
    run_until(3, jobs, journal)
    seen = list[tuple[float, float | None]]()
    progress = Progress(lambda p: seen.append((p.fraction, p.seconds_left)))
    run_batch(jobs, SETTINGS, journal=journal, progress=progress)
    assert (0.75, None) in [(round(fraction, 6), left) for fraction, left in seen]
    assert progress.fraction == pytest.approx(1.0)


def test_outcomes_survive_as_they_are(jobs: list[Job], journal: Path) -> None:
    settings = JobSettings.of(measure=True)
    first = run_until(1, jobs, journal, settings)
    assert first[0].psnr is not None
    assert run_batch(jobs, settings, journal=journal)[0] == first[0]
    assert run_job(jobs[0], settings).state == "skipped"


def test_the_jobs_and_the_note_stand_in_it(jobs: list[Job], journal: Path) -> None:
    progress = Progress()
    sizes = [job.source.stat().st_size for job in jobs]

    def stop(*_: object) -> None:
        progress.cancel()

    run_batch(jobs, SETTINGS, journal=journal, note={"form": {"quality": 3}}, progress=progress, on_outcome=stop)
    found = unfinished_batch(journal)
    assert found is not None and found.jobs == tuple(jobs)
    assert found.sizes == tuple(sizes) and found.note == {"form": {"quality": 3}}
    parent = psutil.Process(os.getppid())
    forget_leaving(journal, parent.pid, parent.create_time())
    assert unfinished_batch(journal) is None, "another process is at it"
    assert unfinished_batch(journal.with_name("nothing")) is None
