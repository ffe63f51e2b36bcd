"""Batches of files and folders from several places."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.batch.planning import BatchPlan, plan_paths
from engine.files.job import Task
from engine.files.settings import JobSettings


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("x/a.jpg", "x/sub/b.png", "x/notes.txt", "y/a.jpg", "y/c.latent", "z/x/d.png", "e.png"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"123")
    return tmp_path


def plan(
    tree: Path, *names: str, out: str | None = "out", task: Task = "compress", name: str | None = None
) -> BatchPlan:
    paths = [tree / each for each in names]
    return plan_paths(task, paths, None if out is None else tree / out, JobSettings.of(name_pattern=name))


def pairs(tree: Path, found: BatchPlan) -> dict[str, str]:
    return {
        job.source.relative_to(tree).as_posix(): job.output.relative_to(tree).as_posix() for job in found.jobs
    }  # fmt: skip


def test_one_folder_keeps_its_tree_below_the_output_folder(tree: Path) -> None:
    found = plan(tree, "x")
    assert pairs(tree, found) == {"x/a.jpg": "out/a.latent", "x/sub/b.png": "out/sub/b.latent"}
    assert (found.root, found.sizes, found.problems, found.left_out) == (tree / "x", (3, 3), (), 0)


def test_several_folders_and_files_are_kept_apart(tree: Path) -> None:
    found = plan(tree, "x", "e.png", "z/x", "y/a.jpg")
    assert pairs(tree, found) == {
        "x/a.jpg": "out/x/a.latent",
        "x/sub/b.png": "out/x/sub/b.latent",
        "e.png": "out/e.latent",
        "z/x/d.png": "out/x-2/d.latent",
        "y/a.jpg": "out/a.latent",
    }
    assert found.root == tree


def test_beside_the_originals(tree: Path) -> None:
    found = plan(tree, "x", "e.png", out=None)
    assert pairs(tree, found) == {
        "x/a.jpg": "x/a.latent", "x/sub/b.png": "x/sub/b.latent", "e.png": "e.latent",
    }  # fmt: skip
    assert pairs(tree, plan(tree, "e.png", out=None, task="denoise")) == {"e.png": "e-denoised.png"}


def test_each_file_is_taken_once(tree: Path) -> None:
    found = plan(tree, "x", "x/a.jpg", "x/sub", "x", "y/../e.png", "e.png")
    assert sorted(pairs(tree, found)) == ["e.png", "x/a.jpg", "x/sub/b.png"]
    assert list(pairs(tree, plan(tree, "x/a.jpg", "x/a.jpg"))) == ["x/a.jpg"]
    alone = pairs(tree, plan(tree, "x"))  # what is inside of a folder changes nothing of it
    assert pairs(tree, plan(tree, "x/sub", "x", "x/a.jpg")) == alone


def test_what_links_lead_to_is_taken_once_and_never_shares_an_output(tree: Path) -> None:
    (tree / "link").symlink_to(tree / "x")
    (tree / "x" / "a.png").write_bytes(b"1")
    found = plan(tree, "link/a.jpg", "x/a.png", out=None)
    assert pairs(tree, found) == {"link/a.jpg": "link/a.latent", "x/a.png": "x/a-2.latent"}
    found = plan(tree, "x", "link", out=None)
    assert sorted(pairs(tree, found)) == ["x/a.jpg", "x/a.png", "x/sub/b.png"]
    found = plan(tree, "x/a.jpg", out="link")  # the same folder: the source itself is no stranger's
    assert pairs(tree, found) == {"x/a.jpg": "link/a.latent"}
    found = plan(tree, "x/a.jpg", "x/a.png", out="link", name="a", task="denoise")
    assert pairs(tree, found) == {"x/a.jpg": "link/a-2.jpg", "x/a.png": "link/a-2.png"}


def test_files_of_one_name_from_several_places_get_numbers(tree: Path) -> None:
    found = plan(tree, "x/a.jpg", "y/a.jpg", "e.png", name="{name}")
    assert list(pairs(tree, found).values()) == ["out/a.latent", "out/a-2.latent", "out/e.latent"]
    found = plan(tree, "x/a.jpg", "y/a.jpg", "e.png", name="all")
    assert list(pairs(tree, found).values()) == ["out/all.latent", "out/all-2.latent", "out/all-3.latent"]


def test_no_output_nor_the_copy_that_may_replace_it_is_another_source(tree: Path) -> None:
    """Into a folder that holds sources: a file that no codec makes smaller is copied there."""
    found = plan(tree, "x/a.jpg", "y", out="y")
    assert pairs(tree, found)["x/a.jpg"] == "y/a-2.latent"
    assert pairs(tree, plan(tree, "y/a.jpg", "e.png", out="y", task="denoise", name="a")) == {
        "y/a.jpg": "y/a-2.jpg", "e.png": "y/a.png",
    }  # fmt: skip


def test_what_is_nothing_for_the_task_is_counted_and_what_is_gone_is_told(tree: Path) -> None:
    found = plan(tree, "x/notes.txt", "y/c.latent", "e.png", "gone.png", "nowhere/b.png")
    assert list(pairs(tree, found)) == ["e.png"] and found.left_out == 2
    assert [(problem.source.name, problem.state, problem.reason) for problem in found.problems] == [
        ("gone.png", "failed", "no such file or folder"), ("b.png", "failed", "no such file or folder"),
    ]  # fmt: skip
    found = plan(tree, "x/a.jpg", "y", task="reconstruct")
    assert pairs(tree, found) == {"y/c.latent": "out/y/c.png", "y/a.jpg": "out/y/a.jpg"} and found.left_out == 1


def test_the_output_folder_is_not_looked_into(tree: Path) -> None:
    (tree / "x" / "out").mkdir()
    (tree / "x" / "out" / "old.jpg").write_bytes(b"1")
    assert sorted(pairs(tree, plan(tree, "x", "e.png", out="x/out"))) == ["e.png", "x/a.jpg", "x/sub/b.png"]


def test_what_an_earlier_run_left_is_not_denoised_again(tree: Path) -> None:
    (tree / "x" / "a-denoised.jpg").write_bytes(b"1")
    assert sorted(pairs(tree, plan(tree, "x", out=None, task="denoise"))) == ["x/a.jpg", "x/sub/b.png"]
    (tree / "x" / "a-clean.jpg").write_bytes(b"1")
    (tree / "x" / "a-denoised.jpg").unlink()
    found = pairs(tree, plan(tree, "x", out=None, task="denoise", name="{name}-clean"))
    assert found == {"x/a.jpg": "x/a-clean.jpg", "x/sub/b.png": "x/sub/b-clean.png"}


def test_nothing_at_all(tree: Path) -> None:
    assert plan_paths("compress", [], tree, JobSettings()).jobs == ()


def test_ten_thousand_files_one_by_one(tree: Path) -> None:
    paths = [tree / f"{number}.png" for number in range(10_000)]
    for path in paths:
        path.touch()
    found = plan_paths("compress", paths, tree / "out", JobSettings.of(name_pattern="{date}"))
    assert len({job.output for job in found.jobs}) == 10_000
