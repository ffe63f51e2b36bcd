"""Which files of a folder a batch takes, and what it says of those that it cannot look at."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from engine.batch.planning import BatchPlan, plan_batch, plan_paths
from engine.batch.run import run_batch
from engine.batch.selection import Selection
from engine.errors import InputError, OptionError
from engine.files.job import Task
from engine.files.settings import JobSettings
from engine.image.picture import Picture
from engine.image.writer import write_picture

posix_only = pytest.mark.skipif(os.name != "posix", reason="such names and links are not possible elsewhere")


def fill(folder: Path, *names: str, content: bytes = b"picture") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def plan(folder: Path, out: Path | None = None, task: Task = "compress", **selection: object) -> BatchPlan:
    chosen = Selection(**selection)  # type: ignore[arg-type]
    return plan_batch(task, folder, out or folder.parent / "out", JobSettings(), chosen)


def sources(found: BatchPlan) -> list[str]:
    return [job.source.relative_to(found.root).as_posix() for job in found.jobs]


def test_system_files_and_the_output_folder_are_left_out(tmp_path: Path) -> None:
    fill(tmp_path, "a.jpg", "sub/B.PNG", "Thumbs.db", ".DS_Store", "._a.jpg", "notes.txt", "c.latent", "out/a.jpg",
         ".thumbnails/a.jpg", "__MACOSX/a.jpg", "desktop.ini", "folder.png/x", "@eaDir/a.jpg",
         "$RECYCLE.BIN/a.jpg", ".Trash-1000/files/a.jpg", ".a.0123456789ab.safelight-tmp")  # fmt: skip
    assert sources(plan(tmp_path, tmp_path / "out")) == ["a.jpg", "sub/B.PNG"]
    assert sources(plan(tmp_path, tmp_path, task="reconstruct")) == ["c.latent"]
    assert sources(plan(tmp_path, tmp_path)) == ["a.jpg", "out/a.jpg", "sub/B.PNG"]


def test_the_way_back_brings_along_what_the_way_there_copied(tmp_path: Path) -> None:
    fill(tmp_path / "in", "a.latent", "a.jpg", "b.png.latent", "b.png", "small.jpg", "sub/tiny.png", "notes.txt")
    found = plan(tmp_path / "in", task="reconstruct")
    assert [(name, job.is_copy) for name, job in zip(sources(found), found.jobs, strict=True)] == [
        ("a.latent", False), ("b.png.latent", False), ("small.jpg", True), ("sub/tiny.png", True),
    ]  # fmt: skip
    assert found.jobs[3].output == tmp_path / "out" / "sub" / "tiny.png"
    assert sources(plan(tmp_path / "in", task="reconstruct", include=("*.latent",))) == ["a.latent", "b.png.latent"]
    listed = plan_paths("reconstruct", [tmp_path / "in"], tmp_path / "out", JobSettings())
    assert [(job.source, job.output, job.is_copy) for job in listed.jobs if job.is_copy] == [
        (job.source, job.output, True) for job in found.jobs[2:]
    ]
    assert not any(job.is_copy for job in plan_paths("reconstruct", [tmp_path / "in"], None, JobSettings()).jobs)
    thumbnails = JobSettings.of(thumbnail=64)
    assert not any(job.is_copy for job in plan_batch("reconstruct", tmp_path / "in", tmp_path / "o", thumbnails).jobs)


def test_a_picture_that_would_grow_is_there_and_back_again(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write_picture(Picture(np.full((1, 1, 3), 90, np.uint8)), tmp_path / "in" / "tiny.png")
    drawn = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    write_picture(Picture(drawn), tmp_path / "in" / "noise.png")
    there, back = tmp_path / "there", tmp_path / "back"
    settings = JobSettings.of(keep_larger=False)
    run_batch(plan_batch("compress", tmp_path / "in", there, settings).jobs, settings)
    assert (there / "tiny.png").is_file()
    jobs = plan_batch("reconstruct", there, back, settings).jobs
    journal = tmp_path / "journal"
    outcomes = run_batch(jobs, settings, journal=journal)
    assert [(outcome.source.name, outcome.state) for outcome in outcomes] == [
        ("noise.latent", "done"), ("tiny.png", "copied"),
    ]  # fmt: skip
    assert (back / "tiny.png").read_bytes() == (tmp_path / "in" / "tiny.png").read_bytes()
    stripped = JobSettings.of(strip="all", existing="replace")
    (outcome,) = run_batch([job for job in jobs if job.is_copy], stripped)
    assert (outcome.state, outcome.output) == ("skipped", None)


def test_hidden_files_on_request_but_never_what_systems_leave(tmp_path: Path) -> None:
    fill(tmp_path, "a.jpg", ".b.jpg", ".c/d.jpg", "._a.jpg", ".Trashes/a.jpg", ".x.jpg.safelight-tmp")
    assert sources(plan(tmp_path, hidden=True)) == [".b.jpg", ".c/d.jpg", "a.jpg"]


def test_jobs_are_sorted_and_carry_the_bytes_of_their_sources(tmp_path: Path) -> None:
    for count, name in enumerate(["b/z.png", "a.png", "b.png", "b/a.png"], start=1):
        fill(tmp_path / "in", name, content=b"x" * count)
    found = plan(tmp_path / "in")
    assert sources(found) == ["a.png", "b/a.png", "b/z.png", "b.png"]
    assert found.sizes == (2, 4, 1, 3)
    assert (found.root, found.out_dir, found.problems) == (tmp_path / "in", tmp_path / "out", ())
    assert [job.output.relative_to(tmp_path / "out").as_posix() for job in found.jobs] == [
        "a.latent", "b/a.latent", "b/z.latent", "b.latent",
    ]  # fmt: skip


TREE = ("a.jpg", "b.png", "raw/a.JPG", "raw/old/c.jpg", "2024/raw/d.jpg", "2024/e.png")


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        ((), (), {*TREE}),
        (("*.jpg",), (), {"a.jpg", "raw/a.JPG", "raw/old/c.jpg", "2024/raw/d.jpg"}),
        (("A.*",), (), {"a.jpg", "raw/a.JPG"}),
        (("raw",), (), {"raw/a.JPG", "raw/old/c.jpg", "2024/raw/d.jpg"}),
        (("/raw",), (), {"raw/a.JPG", "raw/old/c.jpg"}),
        (("raw/*.jpg",), (), {"raw/a.JPG"}),
        (("raw/**/*.jpg",), (), {"raw/a.JPG", "raw/old/c.jpg"}),
        (("**/raw/*",), (), {"raw/a.JPG", "raw/old/c.jpg", "2024/raw/d.jpg"}),
        (("[a-c].???",), (), {"a.jpg", "b.png", "raw/a.JPG", "raw/old/c.jpg"}),
        ((), ("raw",), {"a.jpg", "b.png", "2024/e.png"}),
        ((), ("raw/",), {"a.jpg", "b.png", "2024/e.png"}),
        ((), ("a.jpg/",), {*TREE}),
        ((), ("raw/**",), {"a.jpg", "b.png", "2024/raw/d.jpg", "2024/e.png"}),
        ((), ("2024/raw",), {*TREE} - {"2024/raw/d.jpg"}),
        (("*.jpg", "e.png"), ("a.*", "old"), {"2024/raw/d.jpg", "2024/e.png"}),
    ],
)
def test_patterns(tmp_path: Path, include: tuple[str, ...], exclude: tuple[str, ...], expected: set[str]) -> None:
    fill(tmp_path / "in", *TREE)
    assert set(sources(plan(tmp_path / "in", include=include, exclude=exclude))) == expected


@pytest.mark.parametrize("pattern", ["", "/", "//"])
def test_a_pattern_without_a_name_is_refused(pattern: str) -> None:
    with pytest.raises(OptionError, match="matches nothing"):
        Selection(exclude=("*.jpg", pattern))


def test_excluded_folders_are_not_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "in", "a.jpg", "secret/a.jpg")
    real, entered = os.scandir, []

    def note(folder: Path) -> object:
        entered.append(Path(folder).name)
        return real(folder)

    monkeypatch.setattr("engine.batch.planning.os.scandir", note)
    assert sources(plan(tmp_path / "in", exclude=("secret",))) == ["a.jpg"]
    assert entered == ["in"]


@posix_only
def test_links_are_followed_but_no_folder_is_entered_twice(tmp_path: Path) -> None:
    fill(tmp_path, "in/z/a.jpg", "elsewhere/b.jpg", "in/c.jpg")
    folder = tmp_path / "in"
    (folder / "loop").symlink_to(folder)
    (folder / "z" / "up").symlink_to("..")
    (folder / "a-link").symlink_to(folder / "z")  # sorts before the folder itself, whose own name counts
    (folder / "far").symlink_to(tmp_path / "elsewhere")
    (folder / "far-again").symlink_to(tmp_path / "elsewhere")
    (folder / "d.jpg").symlink_to(folder / "c.jpg")
    found = plan(folder)
    assert sources(found) == ["c.jpg", "d.jpg", "far/b.jpg", "z/a.jpg"]
    assert found.problems == ()


@posix_only
def test_the_output_folder_is_known_by_any_name(tmp_path: Path) -> None:
    fill(tmp_path, "in/a.jpg", "in/out/b.jpg", "in/c/d.jpg")
    (tmp_path / "elsewhere").symlink_to(tmp_path / "in" / "out")
    assert sources(plan(tmp_path / "in", tmp_path / "elsewhere")) == ["a.jpg", "c/d.jpg"]


@posix_only
def test_links_that_lead_nowhere_and_special_files(tmp_path: Path) -> None:
    fill(tmp_path / "in", "a.jpg")
    (tmp_path / "in" / "gone.jpg").symlink_to("nowhere")
    (tmp_path / "in" / "self.jpg").symlink_to("self.jpg")
    (tmp_path / "in" / "gone.txt").symlink_to("nowhere")
    os.mkfifo(tmp_path / "in" / "pipe.jpg")
    found = plan(tmp_path / "in")
    assert sources(found) == ["a.jpg"]
    assert [(o.source.name, o.state, o.output) for o in found.problems] == [
        ("gone.jpg", "failed", None), ("self.jpg", "failed", None),
    ]  # fmt: skip
    assert found.problems[0].reason == "is a link that leads nowhere"


def test_folders_that_cannot_be_read_are_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "in", "a.jpg", "locked/b.jpg", "z.jpg")
    real = os.scandir

    def refuse(folder: Path) -> object:
        if Path(folder).name == "locked":
            raise PermissionError(13, "Permission denied", str(folder))
        return real(folder)

    monkeypatch.setattr("engine.batch.planning.os.scandir", refuse)
    found = plan(tmp_path / "in")
    assert sources(found) == ["a.jpg", "z.jpg"]
    (problem,) = found.problems
    assert (problem.source, problem.state) == (tmp_path / "in" / "locked", "failed")
    assert problem.reason == "cannot be looked at (Permission denied)"


@posix_only
def test_names_that_are_not_text_or_hold_newlines(tmp_path: Path) -> None:
    for name in (b"\xff\xfe.jpg", b"a\nb.png", "é\u2028.jpg".encode()):
        fill(tmp_path / "in", os.fsdecode(name))
    found = plan(tmp_path / "in")
    assert [os.fsencode(job.output.name) for job in found.jobs] == [b"a\nb.latent", b"\xc3\xa9\xe2\x80\xa8.latent",
                                                                    b"\xff\xfe.latent"]  # fmt: skip


@posix_only
def test_a_very_deep_tree(tmp_path: Path) -> None:
    """Longer than a path may be: what can be reached is taken, the rest is told in one line."""
    fill(tmp_path / "in", "a.jpg")
    here = os.open(tmp_path / "in", os.O_RDONLY)
    for _ in range(25):
        os.mkdir("d" * 200, dir_fd=here)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    found = plan(tmp_path / "in")
    assert sources(found) == ["a.jpg"]
    (problem,) = found.problems
    assert "File name too long" in problem.reason


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        plan(tmp_path / "none")
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="is not a folder"):
        plan(tmp_path / "file")
