"""Names of outputs."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.jobs.naming import Task, distinct_outputs, find_sources, output_path


@pytest.mark.parametrize(
    ("task", "source", "format", "expected"),
    [
        ("compress", "a/photo.jpg", None, "a/photo.latent"),
        ("compress", "a/no-suffix", None, "a/no-suffix.latent"),
        ("reconstruct", "a/photo.latent", None, "a/photo.png"),
        ("reconstruct", "a/photo.latent", "jpeg", "a/photo.jpg"),
        ("denoise", "a/photo.jpeg", None, "a/photo-denoised.jpeg"),
        ("denoise", "a/photo.bmp", None, "a/photo-denoised.png"),
        ("denoise", "a/photo.jpg", "webp", "a/photo-denoised.webp"),
    ],
)
def test_beside_the_source(task: Task, source: str, format: str | None, expected: str) -> None:
    assert output_path(task, Path(source), format=format) == Path(expected)


def test_in_a_folder_the_tree_below_the_root_is_kept() -> None:
    source = Path("in/2024/may/photo.jpg")
    assert output_path("denoise", source, out_dir=Path("out"), root=Path("in")) == Path("out/2024/may/photo.jpg")
    assert output_path("compress", source, out_dir=Path("out")) == Path("out/photo.latent")


def test_no_two_sources_share_an_output() -> None:
    names = ["a.jpg", "A.png", "b.jpg", "a.jpg.png", "sub/a.jpg"]
    outputs = distinct_outputs("compress", [Path("in") / n for n in names], Path("out"), None, Path("in"))
    assert len({str(path).casefold() for path in outputs}) == len(names)
    assert outputs[0] == Path("out/a.jpg-2.latent") or outputs[0] == Path("out/a.jpg.latent")
    assert outputs[2] == Path("out/b.latent")
    assert outputs[4] == Path("out/sub/a.latent")


def test_sources_leave_out_system_files_and_the_output_folder(tmp_path: Path) -> None:
    for name in ["a.jpg", "sub/B.PNG", "Thumbs.db", ".DS_Store", "._a.jpg", "notes.txt", "c.latent", "out/a.jpg"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [p.relative_to(tmp_path).as_posix() for p in find_sources("compress", tmp_path, tmp_path / "out")]
    assert found == ["a.jpg", "sub/B.PNG"]
    assert [p.name for p in find_sources("reconstruct", tmp_path, tmp_path / "out")] == ["c.latent"]
