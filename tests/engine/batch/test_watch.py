"""Watched folders, with real files; waiting has generous limits, and ends as soon as what is waited for is there."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.batch import folder_events, watch
from engine.batch.arrivals import Arrivals, Names, files_being_written
from engine.batch.selection import Selection
from engine.batch.watch import watch_folder
from engine.batch.watch_record import RECORD_NAME, WatchRecord
from engine.errors import InputError, OptionError
from engine.files.job import Outcome
from engine.files.settings import JobSettings
from engine.files.sources import Stamp
from engine.image.picture import Picture
from engine.image.writer import write_picture
from engine.progress import Progress
from tests.engine.conftest import DrawPhoto

LIMIT = 60.0


@dataclass
class Watched:
    """A folder that is being watched, in a thread of its own."""

    in_dir: Path
    out_dir: Path
    progress: Progress = field(default_factory=Progress)
    outcomes: list[Outcome] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    thread: threading.Thread | None = None

    def start(self, settings: JobSettings | None = None, *, settle: float = 0.4, **more: Any) -> None:
        def run() -> None:
            watch_folder(
                self.in_dir, self.out_dir, settings or JobSettings(), settle=settle, progress=self.progress,
                on_outcome=self.outcomes.append, on_notice=self.notices.append, **more,
            )  # fmt: skip

        self.thread = threading.Thread(target=run)
        self.thread.start()

    def stop(self) -> None:
        self.progress.cancel()
        assert self.thread is not None
        self.thread.join(LIMIT)
        assert not self.thread.is_alive()

    def until(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + LIMIT
        while not condition():
            assert time.monotonic() < deadline, (self.told(), self.notices)
            time.sleep(0.02)

    def told(self) -> list[tuple[str, str]]:
        return [(outcome.source.name, outcome.state) for outcome in self.outcomes]

    def wait_for(self, *told: tuple[str, str]) -> None:
        self.until(lambda: sorted(self.told()) == sorted(told))


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    (tmp_path / "in").mkdir()
    made = Watched(tmp_path / "in", tmp_path / "out")
    yield made
    if made.thread is not None:
        made.stop()


@pytest.fixture
def draw(tmp_path: Path, draw_photo: DrawPhoto) -> Callable[..., Path]:
    """Draws a picture elsewhere and moves it to where it is to arrive, all at once."""

    def to(path: Path, seed: int = 0) -> Path:
        made = tmp_path / f"drawn{path.suffix}"
        write_picture(Picture(draw_photo(24, 32, seed)), made, overwrite=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        return made.replace(path)

    return to


@pytest.mark.parametrize("poll", [False, True])
def test_what_is_there_and_what_arrives(watched: Watched, draw: Callable[..., Path], poll: bool) -> None:
    draw(watched.in_dir / "there.png")
    watched.start(poll=poll)
    watched.wait_for(("there.png", "done"))
    draw(watched.in_dir / "sub" / "deep" / "moved.jpg")
    shutil.copy(watched.in_dir / "there.png", watched.in_dir / "copied.png")
    (watched.in_dir / "notes.txt").write_text("no picture")
    draw(watched.in_dir / ".hidden.png")
    everything = [("there.png", "done"), ("moved.jpg", "done"), ("copied.png", "done")]
    watched.wait_for(*everything)
    names = sorted(path.relative_to(watched.out_dir).as_posix() for path in watched.out_dir.rglob("*.*"))
    assert names == [RECORD_NAME, "copied.latent", "sub/deep/moved.latent", "there.latent"]
    draw(watched.in_dir / "last.png")
    watched.wait_for(*everything, ("last.png", "done"))
    assert watched.notices == []


def test_a_folder_that_is_moved_in(watched: Watched, draw: Callable[..., Path], tmp_path: Path) -> None:
    for name in ("a.png", "sub/b.png"):
        draw(tmp_path / "album" / name)
    watched.start()
    watched.until(lambda: watched.thread is not None and watched.thread.is_alive())
    (tmp_path / "album").rename(watched.in_dir / "album")
    watched.wait_for(("a.png", "done"), ("b.png", "done"))
    assert (watched.out_dir / "album" / "sub" / "b.latent").is_file()


def test_a_file_that_grows_slowly_is_taken_once_it_is_whole(watched: Watched, draw: Callable[..., Path]) -> None:
    data = draw(watched.in_dir.parent / "whole.png").read_bytes()
    watched.start(settle=1.0)
    with (watched.in_dir / "grows.png").open("wb") as file:
        for start in range(0, len(data), len(data) // 12 + 1):
            file.write(data[start : start + len(data) // 12 + 1])
            file.flush()
            assert watched.outcomes == []
            time.sleep(0.2)
    watched.wait_for(("grows.png", "done"))
    assert watched.outcomes[0].source_bytes == len(data)


def test_a_bad_file_is_tried_again_only_when_it_changes(watched: Watched, draw: Callable[..., Path]) -> None:
    bad = watched.in_dir / "bad.png"
    bad.write_bytes(b"no picture")
    watched.start()
    watched.wait_for(("bad.png", "failed"))
    draw(watched.in_dir / "good.png")
    watched.wait_for(("bad.png", "failed"), ("good.png", "done"))
    draw(bad)
    watched.wait_for(("bad.png", "failed"), ("good.png", "done"), ("bad.png", "done"))


def test_a_changed_file_follows_the_policy(watched: Watched, draw: Callable[..., Path]) -> None:
    picture = draw(watched.in_dir / "a.png", 1)
    watched.start(JobSettings.of(existing="replace"))
    watched.wait_for(("a.png", "done"))
    first = (watched.out_dir / "a.latent").read_bytes()
    draw(picture, 2)
    watched.wait_for(("a.png", "done"), ("a.png", "done"))
    assert (watched.out_dir / "a.latent").read_bytes() != first


def test_an_output_is_made_anew_when_its_source_has_changed(watched: Watched, draw: Callable[..., Path]) -> None:
    picture = draw(watched.in_dir / "a.png", 1)
    watched.start()  # outputs that are there are skipped, but for the watch's own
    watched.wait_for(("a.png", "done"))
    output = watched.out_dir / "a.latent"
    first = output.read_bytes()
    draw(picture, 2)
    watched.wait_for(("a.png", "done"), ("a.png", "done"))
    second = output.read_bytes()
    assert second != first
    watched.stop()
    draw(picture, 3)
    again = Watched(watched.in_dir, watched.out_dir)
    again.start()
    again.wait_for(("a.png", "done"))
    again.stop()
    assert output.read_bytes() not in (first, second) and again.notices == []
    output.write_bytes(b"somebody else's")
    draw(picture, 4)
    os.utime(output, (1, 1))
    last = Watched(watched.in_dir, watched.out_dir)
    last.start()
    last.wait_for(("a.png", "skipped"))
    last.stop()
    assert output.read_bytes() == b"somebody else's"


def test_a_new_start_does_nothing_again(watched: Watched, draw: Callable[..., Path]) -> None:
    draw(watched.in_dir / "a.png")
    write_picture(Picture(np.full((1, 1, 3), 90, np.uint8)), watched.in_dir / "tiny.png")
    settings = JobSettings.of(existing="rename", keep_larger=False)
    watched.start(settings)
    watched.wait_for(("a.png", "done"), ("tiny.png", "copied"))
    watched.stop()
    again = Watched(watched.in_dir, watched.out_dir)
    again.start(settings)
    draw(watched.in_dir / "b.png")
    again.wait_for(("b.png", "done"))
    again.stop()
    assert again.notices == [f"{watched.in_dir}: 2 files were compressed before"]
    assert sorted(path.name for path in watched.out_dir.iterdir()) == [
        RECORD_NAME, "a.latent", "b.latent", "tiny.png",
    ]  # fmt: skip


def test_the_record_of_a_watch_stays_small_and_may_be_damaged(tmp_path: Path) -> None:
    source, output = tmp_path / "a.png", tmp_path / "a.latent"
    source.write_bytes(b"1")
    output.write_bytes(b"2")
    stamp = Stamp.of(source)
    assert stamp is not None
    record = WatchRecord(tmp_path)
    for _ in range(5):
        record.add(source, stamp, output)
    path = tmp_path / RECORD_NAME
    path.write_bytes(path.read_bytes() + b'no JSON\n[1]\n{"source": 7}\n{"sour')
    again = WatchRecord(tmp_path)
    assert again.is_done(source, stamp) and again.output_of(source) == output
    assert path.read_bytes().count(b"\n") <= 2
    assert again.output_of(tmp_path / "b.png") is None
    output.unlink()
    assert again.output_of(source) is None and not again.is_done(source, stamp)


@pytest.mark.parametrize("where", [".", "results"])
def test_its_own_outputs_are_no_sources(watched: Watched, draw: Callable[..., Path], where: str) -> None:
    watched.out_dir = watched.in_dir / where
    write_picture(Picture(np.full((1, 1, 3), 90, np.uint8)), watched.in_dir / "tiny.png")
    state = "skipped" if where == "." else "copied"
    watched.start(JobSettings.of(keep_larger=False))
    watched.wait_for(("tiny.png", state))
    draw(watched.in_dir / "a.png")
    watched.wait_for(("tiny.png", state), ("a.png", "done"))
    draw(watched.in_dir / "b.png")
    watched.wait_for(("tiny.png", state), ("a.png", "done"), ("b.png", "done"))


def test_selection_and_names_as_in_a_batch(watched: Watched, draw: Callable[..., Path]) -> None:
    for name in ("a.jpg", "a.png", "skip/c.png", "d.tif"):
        draw(watched.in_dir / name)
    watched.start(selection=Selection(include=("*.jpg", "*.png"), exclude=("skip",)))
    watched.wait_for(("a.jpg", "done"), ("a.png", "done"))
    draw(watched.in_dir / "A.webp")
    draw(watched.in_dir / "skip" / "e.png")
    draw(watched.in_dir / "a.jpeg.png")
    watched.wait_for(("a.jpg", "done"), ("a.png", "done"), ("a.jpeg.png", "done"))
    assert sorted(path.name for path in watched.out_dir.iterdir()) == [
        RECORD_NAME, "a.jpeg.latent", "a.jpg.latent", "a.png.latent",
    ]  # fmt: skip


def test_a_folder_that_disappears_is_waited_for(watched: Watched, draw: Callable[..., Path]) -> None:
    draw(watched.in_dir / "a.png")
    watched.start()
    watched.wait_for(("a.png", "done"))
    watched.in_dir.rename(watched.in_dir.with_name("away"))
    watched.until(lambda: watched.notices)
    watched.in_dir.with_name("away").rename(watched.in_dir)
    watched.until(lambda: len(watched.notices) == 2)
    draw(watched.in_dir / "b.png")
    watched.wait_for(("a.png", "done"), ("b.png", "done"))
    assert watched.notices == [f"{watched.in_dir}: is gone; waiting for it to come back", f"{watched.in_dir}: is back"]


def test_polling_where_the_system_refuses(
    watched: Watched, draw: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoObserver:
        def schedule(self, *_: object, **__: object) -> None:
            pass

        def start(self) -> None:
            raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(folder_events, "Observer", NoObserver)
    watched.start()
    watched.until(lambda: watched.notices)
    draw(watched.in_dir / "a.png")
    watched.wait_for(("a.png", "done"))
    assert watched.notices == [
        f"{watched.in_dir}: polling, as the system tells of no changes (inotify watch limit reached)"
    ]


@pytest.mark.skipif(os.name != "posix", reason="such links are not possible elsewhere")
def test_what_no_system_tells_is_found_by_looking(
    watched: Watched, draw: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "_SCAN_EVERY", 0.5)
    (tmp_path / "far").mkdir()
    (watched.in_dir / "link").symlink_to(tmp_path / "far")
    (watched.in_dir / "gone.png").symlink_to("nowhere")
    watched.start()
    watched.wait_for(("gone.png", "failed"))
    draw(tmp_path / "far" / "a.png")
    watched.wait_for(("gone.png", "failed"), ("a.png", "done"))
    assert (watched.out_dir / "link" / "a.latent").is_file()


def test_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        watch_folder(tmp_path / "none", tmp_path, JobSettings())
    with pytest.raises(OptionError, match="stand still"):
        watch_folder(tmp_path, tmp_path, JobSettings(), settle=float("nan"))


def test_arrivals_on_a_clock_of_their_own(tmp_path: Path) -> None:
    now = [0.0]
    arrivals = Arrivals(2.0, lambda: now[0])
    path = tmp_path / "a.png"
    path.write_bytes(b"half")
    arrivals.see(path)
    now[0] = 1.9
    assert arrivals.due() == []
    path.write_bytes(b"whole file")
    now[0] = 2.5
    assert arrivals.due() == []  # it has grown: the time begins anew
    now[0] = 4.5
    ((found, stamp),) = arrivals.due()
    assert (found, stamp.bytes) == (path, 10)
    arrivals.handled(path, stamp)
    arrivals.see(path)
    now[0] = 99.0
    assert arrivals.due() == []
    arrivals.forget(path)
    arrivals.see(path)
    path.unlink()
    now[0] = 200.0
    assert arrivals.due() == []


def test_a_file_that_cannot_be_opened_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    arrivals = Arrivals(2.0, lambda: now[0])
    path = tmp_path / "a.png"
    path.write_bytes(b"locked")
    arrivals.see(path)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "used by another program")

    monkeypatch.setattr(Path, "open", refuse)
    now[0] = 10.0
    assert arrivals.due() == []
    now[0] = 33.0  # it is taken all the same, so that its failure is told
    assert [found for found, _ in arrivals.due()] == [path]


def test_a_file_that_a_program_has_open_for_writing(tmp_path: Path) -> None:
    now, written = [0.0], set()
    arrivals = Arrivals(2.0, lambda: now[0], lambda: written)
    path = tmp_path / "a.png"
    path.write_bytes(b"half")
    written.add(os.path.realpath(path))
    arrivals.see(path)
    for now[0] in (10.0, 100.0, 1000.0):  # however long a pause is
        assert arrivals.due() == []
    written.clear()
    assert arrivals.due() == []
    now[0] = 1002.0
    assert [found for found, _ in arrivals.due()] == [path]


def test_a_file_whose_size_was_set_first(tmp_path: Path) -> None:
    now = [0.0]
    arrivals = Arrivals(2.0, lambda: now[0], set)
    path = tmp_path / "a.tif"
    path.write_bytes(bytes(range(256)) * 40 + bytes(5000))
    arrivals.see(path)
    now[0] = 31.0
    assert arrivals.due() == []
    now[0] = 32.0  # it may be black at its end
    assert [found for found, _ in arrivals.due()] == [path]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how files are open")
def test_the_system_says_which_files_are_being_written(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    for mode, is_written in (("wb", True), ("rb", False), ("ab", True), ("r+b", True)):
        with path.open(mode):
            assert (os.path.realpath(path) in files_being_written()) == is_written
    assert os.path.realpath(path) not in files_being_written()


def test_names_stay_and_are_never_shared(tmp_path: Path) -> None:
    names = Names("compress", Path("in"), Path("out"), None)
    names.learn([Path("in/a.jpg"), Path("in/b.jpg")])
    assert names.of(Path("in/a.png")) == Path("out/a.png.latent")
    names.learn([Path("in/a.jpg"), Path("in/B.png"), Path("in/c.png")])
    assert [names.of(Path(f"in/{name}")).name for name in ("a.jpg", "a.png", "b.jpg", "B.png", "c.png")] == [
        "a.latent", "a.png.latent", "b.latent", "B.png.latent", "c.latent",
    ]  # fmt: skip
