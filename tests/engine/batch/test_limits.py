"""What jobs need and may take: estimates from headers, workers and threads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args

import numpy as np
import psutil
import pytest

from engine.batch.limits import COSTS, WORKER_BYTES, demand_of, in_megabytes, memory_budget, plan_workers
from engine.files.convert import run_job
from engine.files.job import Job, Task
from engine.files.settings import JobSettings, Limits, TaskOptions
from engine.files.sources import Stamp
from engine.image.picture import Picture
from engine.image.writer import write_picture
from engine.pipeline.options import CompressOptions
from tests.engine.conftest import DrawPhoto

ONE_THREAD = JobSettings(TaskOptions().with_threads(1))
GIGABYTE = 10**9


@pytest.fixture
def eight_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.cores.core_count", lambda: 8)


def blank(path: Path, width: int, height: int) -> Path:
    write_picture(Picture(np.zeros((height, width, 3), np.uint8)), path)
    return path


def test_demand_grows_with_pixels_threads_and_what_is_done_besides(tmp_path: Path) -> None:
    small = Job("compress", blank(tmp_path / "small.png", 600, 400), tmp_path / "small.latent")
    large = Job("compress", blank(tmp_path / "large.png", 3000, 2000), tmp_path / "large.latent")
    needs = {job: demand_of(job, ONE_THREAD).memory for job in (small, large)}
    assert WORKER_BYTES < needs[small] < needs[large]
    assert needs[large] >= WORKER_BYTES + COSTS["compress"].thread + 6_000_000 * COSTS["compress"].pixel
    assert demand_of(large, JobSettings(TaskOptions().with_threads(4))).memory > needs[large]
    assert demand_of(large, ONE_THREAD.with_fields(measure=True)).memory > needs[large]
    assert demand_of(large, ONE_THREAD.with_fields(max_pixels=1000)).memory == WORKER_BYTES  # it will be refused


def test_demand_of_latent_files(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    write_picture(Picture(draw_photo(300, 400)), tmp_path / "a.png")
    latent = tmp_path / "a.latent"
    assert run_job(Job("compress", tmp_path / "a.png", latent), ONE_THREAD).state == "done"
    job = Job("reconstruct", latent, tmp_path / "again.png")
    whole = demand_of(job, ONE_THREAD).memory
    assert whole > WORKER_BYTES + 120_000 * COSTS["reconstruct"].pixel
    assert demand_of(job, ONE_THREAD.with_fields(region=(0, 0, 20, 20))).memory < whole
    latent.write_bytes(latent.read_bytes()[:-40])
    assert demand_of(job, ONE_THREAD).memory == whole  # the header alone counts


@pytest.mark.parametrize("task", get_args(Task))
def test_what_cannot_be_looked_at_needs_no_more_than_a_worker(tmp_path: Path, task: Task) -> None:
    (tmp_path / "broken.png").write_bytes(b"nothing")
    for name in ("broken.png", "missing.png", "."):
        demand = demand_of(Job(task, tmp_path / name, tmp_path / "out"), ONE_THREAD)
        assert demand.memory == WORKER_BYTES
        assert (demand.source is None) == (name != "broken.png")


def test_the_output_to_be(tmp_path: Path) -> None:
    source, output = blank(tmp_path / "a.png", 8, 8), tmp_path / "a.latent"
    job = Job("compress", source, output)
    policies = [JobSettings.of(existing=existing) for existing in ("skip", "rename", "replace")]
    assert [demand_of(job, settings).output for settings in policies] == [output] * 3
    output.write_bytes(b"there")
    expected = [None, tmp_path / "a-2.latent", output]
    assert [demand_of(job, settings).output for settings in policies] == expected
    assert demand_of(job, policies[0]).source == Stamp.of(source)


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak from /proc")
@pytest.mark.parametrize("task", ["compress", "denoise"])
def test_the_estimate_holds(tmp_path: Path, draw_photo: DrawPhoto, task: Task) -> None:
    """The real peak of a process is no larger, and not so much smaller that memory would lie idle."""
    source = tmp_path / "a.png"
    write_picture(Picture(draw_photo(700, 1000)), source)
    code = (
        "import sys; from pathlib import Path; from engine.files.job import Job\n"
        "from engine.files.convert import run_job; from engine.files.settings import JobSettings, TaskOptions\n"
        "task, source, output = sys.argv[1:]\n"
        "run_job(Job(task, Path(source), Path(output)), JobSettings(TaskOptions().with_threads(1)))\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    target = tmp_path / ("a.latent" if task == "compress" else "b.png")
    command = [sys.executable, "-c", code, task, str(source), str(target)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    peak, estimate = int(printed) * 1024, demand_of(Job(task, source, target), ONE_THREAD).memory
    assert target.exists()
    assert 0.4 * estimate < peak < 1.1 * estimate


def test_budget() -> None:
    assert memory_budget(Limits(memory=GIGABYTE)) == GIGABYTE
    assert memory_budget(Limits()) == psutil.virtual_memory().total * 3 // 4
    assert in_megabytes(2_345_678_901) == "2,346 MB"


@pytest.mark.usefixtures("eight_cores")
def test_workers_and_threads() -> None:
    def planned(count: int, size: int = 5_000_000, left: int | None = None, **given: object) -> tuple[int, int, bool]:
        settings = JobSettings.of(**{"memory": None, **given})  # type: ignore[arg-type]
        plan = plan_workers("compress", [size] * count, [size] * (count if left is None else left), settings)
        return plan.workers, plan.threads, plan.as_processes

    two_threads = CompressOptions(threads=2)
    assert planned(1) == planned(2) == (1, 8, False)
    assert planned(300) == (8, 1, True)
    assert planned(4) == (4, 2, True)
    assert planned(30, 5_000) == (1, 8, False)  # done before processes would have started
    assert planned(1, time_limit=60.0) == (1, 8, True)  # somebody to be killed
    assert planned(300, left=1) == (8, 1, True)  # goes on as it began
    assert planned(300, workers=3) == (3, 2, True)
    assert planned(300, workers=1) == (1, 8, True)
    assert planned(300, compress=two_threads) == (2, 1, True)  # of all together
    assert planned(300, compress=two_threads, workers=3) == (3, 2, True)
    assert planned(1, compress=two_threads) == (1, 2, False)
    assert planned(300, memory=900_000_000)[0] in (2, 3)
    assert planned(300, memory=1) == (1, 8, True)


def test_threads_reach_every_task() -> None:
    options = TaskOptions().with_threads(3)
    assert [options.threads(task) for task in get_args(Task)] == [3, 3, 3]
