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
    expected = ["a.jpg-2.latent", "A.png.latent", "b.latent", "a.jpg.latent", "sub/a.latent"]
    assert outputs == [Path("out") / name for name in expected]


def test_sources_from_several_places_do_not_share_an_output() -> None:
    sources = [Path("x/a.jpg"), Path("y/a.jpg"), Path("x/a.png")]
    beside = distinct_outputs("compress", sources, None, None)
    assert beside == [Path("x/a.jpg.latent"), Path("y/a.latent"), Path("x/a.png.latent")]
    together = distinct_outputs("compress", sources, Path("out"), None)
    assert together == [Path("out") / name for name in ("a.jpg.latent", "a.jpg-2.latent", "a.png.latent")]


def test_names_that_only_some_file_systems_tell_apart_are_kept_apart() -> None:
    composed, decomposed = Path("caf\u00e9.jpg"), Path("cafe\u0301.png")
    outputs = distinct_outputs("compress", [composed, decomposed], None, None)
    assert [path.name for path in outputs] == ["caf\u00e9.jpg.latent", "cafe\u0301.png.latent"]


def test_denoising_in_place_never_names_the_source(tmp_path: Path) -> None:
    source = tmp_path / "a.jpg"
    marked = tmp_path / "a-denoised.jpg"
    assert output_path("denoise", source, out_dir=tmp_path) == marked
    assert output_path("denoise", source, out_dir=tmp_path / "sub" / "..").name == marked.name
    both = distinct_outputs("denoise", [tmp_path / "a.bmp", tmp_path / "a.png"], tmp_path, None, tmp_path)
    assert [path.name for path in both] == ["a.bmp-denoised.png", "a.png-denoised.png"]


def test_sources_leave_out_system_files_and_the_output_folder(tmp_path: Path) -> None:
    for name in ["a.jpg", "sub/B.PNG", "Thumbs.db", ".DS_Store", "._a.jpg", "notes.txt", "c.latent", "out/a.jpg",
                 ".thumbnails/a.jpg", "__MACOSX/a.jpg", "desktop.ini", "folder.png/x"]:  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [p.relative_to(tmp_path).as_posix() for p in find_sources("compress", tmp_path, tmp_path / "out")]
    assert found == ["a.jpg", "sub/B.PNG"]
    assert [p.name for p in find_sources("reconstruct", tmp_path, tmp_path / "out")] == ["c.latent"]
