"""A file decodes to the same latents, bit for bit, whatever processor wrote it and whatever processor reads it.

Older processors are emulated by QEMU (Debian: ``qemu-user``): with AVX2 but without AVX-512 and VNNI, with AVX alone,
and without any of them. Networks and NumPy then take other code paths than on the processor that runs the tests.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

import engine
from engine.pipeline import codec
from engine.runtime import session
from tests.engine.conftest import DrawPhoto
from tests.engine.decode_worker import DRAWN, latents_hash

ROOT = Path(__file__).parents[2]
WORKER = Path(__file__).with_name("decode_worker.py")
QUALITIES = {"coarse": 10.0, "middle": 50.0, "fine": 95.0}
EMULATOR = shutil.which("qemu-x86_64") or shutil.which("qemu-x86_64-static")
PROCESSORS = {
    "Haswell": ({"AVX2", "FMA3"}, {"AVX512F", "AVX512VNNI"}),
    "SandyBridge": ({"AVX"}, {"AVX2", "FMA3", "AVX512F"}),
    "Nehalem": ({"SSE42"}, {"AVX", "AVX2", "FMA3", "AVX512F"}),
}
"""QEMU's name, what the processor must have and what it must not."""
LIMIT_SECONDS = 240
"""One run of the worker takes about ten."""


@dataclass(frozen=True)
class Written:
    """What this processor makes of files that it wrote: hashes of latents by their names, and the picture of one."""

    latents: dict[str, str]
    picture: engine.Picture


def _write(folder: Path, draw_photo: DrawPhoto) -> Written:
    latents = {}
    for seed, (name, quality) in enumerate(QUALITIES.items()):
        picture = engine.Picture(draw_photo(72, 56, seed))
        data = engine.compress(picture, engine.CompressOptions(quality=quality, threads=1))
        (folder / f"{name}.latent").write_bytes(data)
        latents[name] = latents_hash(data)
    data = (folder / f"{DRAWN}.latent").read_bytes()
    return Written(latents, engine.reconstruct(data, engine.ReconstructOptions(threads=1)))


def _largest_difference(one: np.ndarray, other: np.ndarray) -> int:
    return int(np.abs(one.astype(np.int16) - other.astype(np.int16)).max())


@pytest.mark.skipif(EMULATOR is None, reason="needs qemu-x86_64, from Debian's qemu-user")
@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64",
    reason="QEMU's user mode needs Linux, and this interpreter must be one for x86-64",
)
@pytest.mark.parametrize("processor", PROCESSORS)
def test_another_processor_reads_and_writes_the_same(processor: str, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    source, output = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    output.mkdir()
    here = _write(source, draw_photo)
    picture = draw_photo(40, 32, 9)
    np.save(source / "made.npy", picture)

    command = [str(EMULATOR), "-cpu", processor, sys.executable, str(WORKER), str(source), str(output)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    run = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_SECONDS, env=environment, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    there = json.loads(run.stdout)

    wanted, unwanted = PROCESSORS[processor]
    assert wanted <= set(there["extensions"]) and not unwanted & set(there["extensions"])
    made = (output / "made.latent").read_bytes()
    assert there["latents"] == {**here.latents, "made": latents_hash(made)}
    assert _largest_difference(np.load(output / f"{DRAWN}.npy"), here.picture.pixels) <= 1

    # Its analysis may round a latent halfway between two symbols the other way, so the files need not be equal.
    ours = engine.compress(engine.Picture(picture), engine.CompressOptions(quality=70, threads=1))
    again, expected = (engine.reconstruct(data, engine.ReconstructOptions(threads=1)).pixels for data in (made, ours))
    assert np.abs(again.astype(float) - expected).mean() < 0.5


@pytest.fixture
def fresh_sessions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Networks are opened anew within the test, and again after it."""
    codec._load.cache_clear()
    monkeypatch.setattr(session, "_sessions", {})
    yield
    codec._load.cache_clear()


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_threads_leave_the_latents_as_they_are(threads: int, tmp_path: Path, draw_photo: DrawPhoto) -> None:
    here = _write(tmp_path, draw_photo)
    for name, latents in here.latents.items():
        assert latents_hash((tmp_path / f"{name}.latent").read_bytes(), threads) == latents


@pytest.mark.parametrize("level", sorted(ort.GraphOptimizationLevel.__members__))
def test_optimised_graphs_leave_the_latents_as_they_are(
    level: str, tmp_path: Path, draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch, fresh_sessions: None
) -> None:
    here = _write(tmp_path, draw_photo)
    options = ort.SessionOptions
    opened: list[ort.SessionOptions] = []

    def options_of_level() -> ort.SessionOptions:
        made = options()
        made.graph_optimization_level = ort.GraphOptimizationLevel.__members__[level]
        opened.append(made)
        return made

    codec._load.cache_clear()
    monkeypatch.setattr(session, "_sessions", {})
    monkeypatch.setattr(ort, "SessionOptions", options_of_level)
    for name, latents in here.latents.items():
        assert latents_hash((tmp_path / f"{name}.latent").read_bytes()) == latents
    assert opened
