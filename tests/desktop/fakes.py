"""An engine for tests of the window: quick, exact, and as slow as a test wants it to be."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

import engine
from engine.batch.journal import VERSION
from engine.batch.planning import BatchPlan
from engine.errors import Cancelled, DamagedLatent, UnreadableImage
from engine.files.job import Job, Outcome, Task
from engine.files.settings import JobSettings
from engine.image.picture import Picture
from engine.messages import Message
from engine.progress import Progress

GATE_SECONDS = 60.0


def drawn_picture(width: int = 96, height: int = 64, seed: int = 1) -> Picture:
    """A picture with edges, slopes and some noise; the same for the same seed."""
    y, x = np.mgrid[0:height, 0:width]
    noise = np.random.default_rng(seed).normal(0, 6, (height, width, 3))
    bands = np.stack([255 * x / width, 255 * y / height, 128 + 90 * ((x // 12 + y // 12) % 2)], axis=-1)
    return Picture(np.clip(bands + noise, 0, 255).astype(np.uint8))


def write_png(path: Path, picture: Picture) -> Path:
    """Store a picture without the engine's help."""
    pixels = np.ascontiguousarray(picture.pixels)
    image = QImage(pixels.tobytes(), picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888)
    assert image.save(str(path), "PNG")
    return path


@dataclass
class FakeEngine:
    """Stands in for the engine's verbs.

    ``gate`` is open at first; a test that closes it makes every verb wait inside, asking its progress whether it has
    been cancelled, until the gate opens again.
    """

    gate: threading.Event = field(default_factory=threading.Event)
    qualities: list[float] = field(default_factory=list)
    compressions: list[engine.CompressOptions] = field(default_factory=list)
    strengths: list[float | None] = field(default_factory=list)
    denoisings: list[engine.DenoiseOptions] = field(default_factory=list)
    previewed_regions: list[tuple[float, engine.Rect]] = field(default_factory=list)
    curves: list[list[float]] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    failure: Exception | None = None
    confidence: float = 1.0

    def __post_init__(self) -> None:
        self.gate.set()

    def read_picture(self, path: Path, *, max_pixels: int = 0) -> Picture:
        image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGBA8888)
        if image.isNull():
            raise UnreadableImage("not a picture that Safelight can read", path)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[:, : image.width(), :3]
        return Picture(np.ascontiguousarray(pixels))

    def compress(self, picture: Picture, options: object = None, progress: Progress | None = None) -> bytes:
        assert isinstance(options, engine.CompressOptions)
        self.qualities.append(options.quality)
        self.compressions.append(options)
        self._work(progress)
        full = picture.width * picture.height / 2  # at quality 100
        found = options.quality if options.target_bytes is None else min(100.0, 100 * options.target_bytes / full)
        size = max(100, int(full * found / 100))
        noise = round(self.estimate_noise(picture).strength if options.denoise is None else options.denoise)
        head = f"FAKE {picture.width} {picture.height} {found:g} {noise}\n".encode()
        return head + bytes(size - len(head))

    def preview(self, picture: Picture, options: engine.CompressOptions | None = None) -> FakePreview:
        return FakePreview(self, picture, (options or engine.CompressOptions()).denoise)

    def read_metadata(self, data: bytes) -> engine.Metadata:
        return engine.Metadata()

    def reconstruct(
        self,
        data: bytes,
        options: object = None,
        progress: Progress | None = None,
        *,
        on_tile: Callable[[engine.PictureTile], None] = lambda _: None,
    ) -> Picture:
        if not data.startswith(b"FAKE "):
            raise DamagedLatent("cut short")
        width, height, quality, _ = data.split(b"\n")[0].split()[1:]
        step = 1 + round((100 - float(quality)) / 4)
        pixels = np.ascontiguousarray(drawn_picture(int(width), int(height)).pixels // step * step)
        for top in range(0, int(height), 512):
            on_tile(engine.PictureTile(0, top, pixels[top : top + 512]))
            self._work(progress)
        return Picture(pixels)

    def denoise(
        self,
        picture: Picture,
        options: object = None,
        progress: Progress | None = None,
        *,
        first: object = None,
        on_tile: Callable[[engine.PictureTile], None] = lambda _: None,
    ) -> Picture:
        assert isinstance(options, engine.DenoiseOptions)
        self.strengths.append(options.strength)
        self.denoisings.append(options)
        self._work(progress)
        clean = replace(picture, pixels=np.ascontiguousarray(picture.pixels // 2 + 32))
        on_tile(engine.PictureTile(0, 0, clean.pixels))
        return clean

    def estimate_noise(self, picture: Picture, threads: int = 0) -> engine.NoiseEstimate:
        return engine.NoiseEstimate(37.0, self.confidence)

    def inspect(self, data: bytes) -> object:
        if not data.startswith(b"FAKE "):
            raise DamagedLatent("cut short")
        width, height, quality, noise = data.split(b"\n")[0].split()[1:]
        bpp = 8 * len(data) / int(width) / int(height)
        return _LatentInfo("fake-codec", int(width), int(height), float(quality), int(noise), len(data), bpp)

    def _work(self, progress: Progress | None) -> None:
        self.threads.add(threading.get_ident())
        progress = progress or Progress()
        progress.begin(4)
        for _ in range(4):
            wait_at(self.gate, progress)
            progress.advance()
        if self.failure is not None:
            raise self.failure


@dataclass(frozen=True)
class FakePreview:
    """Previews of a picture at many qualities, made by the fake engine."""

    engine: FakeEngine
    picture: Picture
    denoise: float | None

    def preview_region(
        self, quality: float, region: engine.Rect, on_tile: Callable[[engine.PictureTile], None], progress: Progress
    ) -> None:
        self.engine.previewed_regions.append((quality, region))
        progress.check()
        on_tile(engine.PictureTile(0, 0, self.picture.pixels[:16, :16] // 2))

    def round_trip(
        self,
        options: engine.CompressOptions,
        *,
        first: object,
        on_tile: Callable[[engine.PictureTile], None],
        on_size: Callable[[int], None],
        progress: Progress,
    ) -> engine.PreviewResult:
        assert options.denoise == self.denoise  # the real one refuses others
        data = self.engine.compress(self.picture, options, progress)
        on_size(len(data))
        made = self.engine.reconstruct(data)
        on_tile(engine.PictureTile(0, 0, made.pixels))
        quality = float(data.split(b"\n")[0].split()[3])
        return engine.PreviewResult(data, made, quality, engine.psnr(self.picture.pixels, made.pixels))

    def curve(
        self, qualities: Sequence[float], on_point: Callable[[engine.CurvePoint], None], progress: Progress
    ) -> None:
        self.engine.curves.append(list(qualities))
        for quality in qualities:
            progress.check()
            on_point(engine.CurvePoint(quality, round(500 + 30 * quality), 25 + quality / 6))


@dataclass(frozen=True)
class _LatentInfo:
    model: str
    width: int
    height: int
    quality: float
    denoise: int
    bytes: int
    bpp: float
    has_alpha: bool = False


def wait_at(gate: threading.Event, progress: Progress) -> None:
    """Wait for the gate as a well-behaved verb does: ready to be cancelled at any time."""
    for _ in range(int(GATE_SECONDS / 0.01)):
        progress.check()
        if gate.wait(0.01):
            return
    raise AssertionError("the gate was never opened")


@dataclass
class FakeJobs:
    """Stands in for the engine's batches; the gate is as above, once per file.

    Files named in ``bad`` fail, those in ``warned`` are done with a warning, those in ``copied`` are copied;
    ``settings`` and ``journal`` are those of the last run, ``worked_on`` the files of all runs; those in ``past`` were
    done by an earlier run of the app.
    """

    gate: threading.Event = field(default_factory=threading.Event)
    bad: dict[str, str] = field(default_factory=dict)
    warned: dict[str, str] = field(default_factory=dict)
    copied: set[str] = field(default_factory=set)
    problems: list[Outcome] = field(default_factory=list)
    journal: Path | None = None
    settings: JobSettings | None = None
    past: set[str] = field(default_factory=set)
    worked_on: list[str] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        self.gate.set()

    def plan_paths(self, task: Task, paths: Sequence[Path], out_dir: Path | None, settings: JobSettings) -> BatchPlan:
        files = [inner for path in paths for inner in (sorted(path.iterdir()) if path.is_dir() else [path])]
        sources = [paths[0] / f"{i:05}.png" for i in range(self.count)] or [path for path in files if path.is_file()]
        sources = list(dict.fromkeys(sources))
        made = [Job(task, path, (out_dir or path.parent) / f"{path.name}.latent") for path in sources]
        root = paths[0] if paths[0].is_dir() and len(paths) == 1 else paths[0].parent
        return BatchPlan(root, out_dir or root, tuple(made), (4000,) * len(made), tuple(self.problems))

    def past_outcomes(self, journal: Path, batch: Sequence[Job], settings: JobSettings) -> dict[int, Outcome]:
        self.journal = journal
        return {index: _outcome(job, "done", "") for index, job in enumerate(batch) if job.source.name in self.past}

    def run_batch(
        self,
        batch: Sequence[Job],
        settings: object,
        *,
        sizes: Sequence[int],
        journal: Path,
        note: Mapping[str, object],
        progress: Progress,
        on_start: Callable[[int], None],
        on_progress: Callable[[int, float], None],
        on_outcome: Callable[[int, Outcome], None],
    ) -> list[Outcome]:
        assert isinstance(settings, JobSettings)
        self.settings, self.journal = settings, journal
        assert len(sizes) == len(batch)
        _write_journal(journal, batch, sizes, note)
        progress.begin(len(batch))
        outcomes = []
        for index, job in enumerate(batch):
            try:
                self.worked_on.append(job.source.name)
                on_start(index)
                on_progress(index, 0.5)
                wait_at(self.gate, progress)
                reason = self.bad.get(job.source.name, "")
                state = "copied" if job.source.name in self.copied else "failed" if reason else "done"
                outcome = _outcome(job, state, reason)
                warning = self.warned.get(job.source.name)
                outcome = replace(outcome, warnings=() if warning is None else (Message(warning),))
                progress.advance()
            except Cancelled:
                outcome = _outcome(job, "cancelled", "")
            on_outcome(index, outcome)
            outcomes.append(outcome)
        if all(outcome.state != "cancelled" for outcome in outcomes):
            journal.unlink()
        return outcomes


def _write_journal(path: Path, batch: Sequence[Job], sizes: Sequence[int], note: Mapping[str, object]) -> None:
    """The first line of a journal, as of a process that has gone."""
    jobs = [[str(job.source), str(job.output), size] for job, size in zip(batch, sizes, strict=True)]
    header = {"journal": VERSION, "settings": "", "pid": -1, "task": batch[0].task, "jobs": jobs, "note": note}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(header) + "\n", encoding="ascii")


def _outcome(job: Job, state: str, reason: str) -> Outcome:
    sizes = {"done": (4000, 1000), "copied": (4000, 4000)}.get(state, (4000, 0))
    return Outcome(job.source, job.output, state, reason, *sizes, 96, 64, 0.5)  # type: ignore[arg-type]
