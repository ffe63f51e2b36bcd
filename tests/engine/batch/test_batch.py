"""Batches as a whole: what is counted, where jobs run, and the real program killed at any moment."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from engine.batch.run import LEAST_WEIGHT, run_batch
from engine.cli import main
from engine.files.job import Job, Outcome
from engine.files.settings import JobSettings
from engine.image.files import TEMPORARY_SUFFIX
from engine.image.picture import Picture
from engine.image.writer import write_picture
from engine.progress import Progress
from tests.engine.conftest import DrawPhoto

FILES = 60
KILLS = 3
LONG = 120.0
"""Seconds; only ever waited for by a test that fails."""


def drawn(folder: Path, count: int, draw_photo: DrawPhoto) -> list[Path]:
    """Pictures, some in a folder of their own."""
    (folder / "sub").mkdir(parents=True)
    paths = [folder / ("sub" if index % 3 == 0 else ".") / f"{index:03}.png" for index in range(count)]
    for index, path in enumerate(paths):
        write_picture(Picture(draw_photo(64 + index % 33, 96, index)), path)
    return paths


def contents(folder: Path) -> dict[str, str]:
    """A hash of each file, by its path in ``folder``."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_nothing_to_do() -> None:
    assert run_batch([], JobSettings()) == []


def test_one_file_is_done_in_this_process(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    (source, *_) = drawn(tmp_path / "in", 1, draw_photo)
    before, during = len(psutil.Process().children()), list[int]()
    run_batch(
        [Job("compress", source, tmp_path / "a.latent")], JobSettings(),
        on_start=lambda _: during.append(len(psutil.Process().children())),
    )  # fmt: skip
    assert during == [before]


def test_progress_counts_bytes_with_a_floor(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    jobs = [Job("compress", path, tmp_path / f"{path.stem}.latent") for path in drawn(tmp_path / "in", 3, draw_photo)]
    seen, progress = list[float](), Progress()
    sizes = [10, 5 * LEAST_WEIGHT, 4 * LEAST_WEIGHT]
    run_batch(
        jobs, JobSettings.of(workers=1), sizes=sizes, progress=progress,
        on_outcome=lambda *_: seen.append(progress.fraction),
    )  # fmt: skip
    assert seen == pytest.approx([0.1, 0.6, 1.0])


def test_what_is_skipped_does_not_count_as_speed(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    jobs = [Job("compress", path, tmp_path / f"{path.stem}.latent") for path in drawn(tmp_path / "in", 2, draw_photo)]
    jobs[0].output.write_bytes(b"there")
    seen, progress = list[tuple[str, float | None]](), Progress()

    def note(_: int, outcome: Outcome) -> None:
        seen.append((outcome.state, progress.seconds_left))

    run_batch(jobs, JobSettings(), progress=progress, on_outcome=note)
    assert seen[0] == ("skipped", None)
    assert seen[1][0] == "done" and seen[1][1] == pytest.approx(0.0)


def test_a_file_that_vanishes_fails_and_the_rest_goes_on(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    jobs = [Job("compress", path, tmp_path / f"{path.stem}.latent") for path in drawn(tmp_path / "in", 8, draw_photo)]
    outcomes = run_batch(
        jobs, JobSettings.of(workers=2), on_outcome=lambda *_: jobs[-1].source.unlink(missing_ok=True)
    )  # fmt: skip
    assert [outcome.state for outcome in outcomes] == ["done"] * 7 + ["failed"]
    assert outcomes[-1].reason == "no such file"


@pytest.mark.skipif(os.name != "posix", reason="sends POSIX signals")
def test_killed_at_any_moment_and_started_again_it_makes_the_same_files(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    pictures, undisturbed, out = tmp_path / "in", tmp_path / "undisturbed", tmp_path / "out"
    drawn(pictures, FILES, draw_photo)
    originals = contents(pictures)
    assert main(["batch", "compress", str(pictures), str(undisturbed), "--workers", "1"]) == 0
    moments, disturbed = random.Random(4), 0
    for _ in range(KILLS):
        process = run_program(pictures, out)
        target = moments.randint(1, FILES // KILLS) + len(visible(out))
        deadline = time.monotonic() + LONG
        while process.poll() is None and len(visible(out)) < target and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(moments.random() * 0.05)
        workers = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        disturbed += bool(workers)
        process.send_signal(signal.SIGKILL)
        process.wait(LONG)
        _, alive = psutil.wait_procs(workers, timeout=LONG)
        assert not alive  # workers do not outlive the batch
    assert disturbed  # or the machine is faster than this test
    finished = run_program(pictures, out)
    assert finished.wait(LONG) == 0
    assert contents(out) == contents(undisturbed)
    assert len(contents(out)) == FILES and not [name for name in contents(tmp_path) if name.endswith(TEMPORARY_SUFFIX)]
    assert contents(pictures) == originals


def visible(folder: Path) -> list[Path]:
    """Outputs, and no journal."""
    return [path for path in folder.rglob("[!.]*.*")]


def run_program(pictures: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "engine", "batch", "compress", str(pictures), str(out), "--workers", "2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
