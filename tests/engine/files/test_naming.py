"""Names of outputs."""

from __future__ import annotations

import itertools
import os
import time
from pathlib import Path

import pytest

from engine.files.job import Task
from engine.files.naming import distinct_outputs, numbered, output_path, truncate_stem


@pytest.mark.parametrize(
    ("task", "source", "format", "expected"),
    [
        ("compress", "a/photo.jpg", None, "a/photo.latent"),
        ("compress", "a/no-suffix", None, "a/no-suffix.latent"),
        ("reconstruct", "a/photo.latent", None, "a/photo.png"),
        ("reconstruct", "a/photo.latent", "jpeg", "a/photo.jpg"),
        ("denoise", "a/photo.jpeg", None, "a/photo-denoised.jpeg"),
        ("denoise", "a/photo.bmp", None, "a/photo-denoised.png"),
        ("denoise", "a/photo.heic", None, "a/photo-denoised.png"),
        ("denoise", "a/photo.NEF", None, "a/photo-denoised.tif"),
        ("denoise", "a/photo.TIFF", None, "a/photo-denoised.TIFF"),
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


def test_names_that_are_too_long_keep_their_start_and_stay_apart() -> None:
    stems = ["é" * 127, "é" * 126 + "e", "\udcff" * 250]
    names = [output_path("compress", Path(f"{stem}.jpg")).name for stem in stems]
    assert len(set(names)) == 3
    for stem, name in zip(stems, names, strict=True):
        assert name.startswith(stem[:100]) and name.endswith(".latent")
        assert 250 < len(os.fsencode(name)) <= 255
    assert truncate_stem("é" * 124, ".latent") == "é" * 124 + ".latent"  # 255 bytes
    assert names == [output_path("compress", Path(f"{stem}.jpg")).name for stem in stems]


def test_long_names_that_would_share_an_output_do_not() -> None:
    sources = [Path(f"{'x' * 251}{suffix}") for suffix in (".jpg", ".png", ".tif")]
    outputs = distinct_outputs("compress", sources, Path("out"), None)
    assert len(set(outputs)) == 3 and all(len(path.name) == 255 for path in outputs)


def test_numbered_names() -> None:
    first = itertools.islice(numbered(Path("in/a.b.latent")), 3)
    assert [path.as_posix() for path in first] == ["in/a.b.latent", "in/a.b-2.latent", "in/a.b-3.latent"]
    long = list(itertools.islice(numbered(Path(f"{'x' * 248}.latent")), 4))
    assert len(set(long)) == 4 and all(len(path.name) <= 255 for path in long)


def test_thousands_of_one_name() -> None:
    """As cameras make them, in a folder each."""
    sources = [Path(f"{number}/IMG_1.jpg") for number in range(3000)]
    started = time.process_time()
    outputs = distinct_outputs("compress", sources, Path("out"), None)
    assert time.process_time() - started < 5.0  # which took twenty seconds where each was compared with all before
    numbers = ["", *(f"-{number}" for number in range(2, 3001))]
    assert outputs == [Path(f"out/IMG_1.jpg{number}.latent") for number in numbers]
