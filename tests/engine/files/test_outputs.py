"""Outputs: what exists already, copies of originals, private metadata."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import ExifTags, Image

from engine.errors import OutputExists
from engine.files.convert import run_job
from engine.files.job import Job
from engine.files.outputs import place
from engine.files.settings import JobSettings
from tests.engine.files.test_finishing import OLD, PLAIN, below, compress


def test_what_exists(photo_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "a.latent"
    target.parent.mkdir()
    target.write_bytes(b"precious")
    skipped = compress(photo_file)
    assert (skipped.state, skipped.reason, skipped.output) == ("skipped", "exists already", target)
    assert skipped.source_bytes == photo_file.stat().st_size
    renamed = [compress(photo_file, existing="rename").output for _ in range(2)]
    assert [path and path.name for path in renamed] == ["a-2.latent", "a-3.latent"]
    assert target.read_bytes() == b"precious"
    assert compress(photo_file, existing="replace").output == target
    assert target.read_bytes() == (tmp_path / "out" / "a-2.latent").read_bytes()


def test_a_name_taken_by_another_program_meanwhile(tmp_path: Path) -> None:
    tried: list[str] = []

    def write(path: Path) -> int:
        tried.append(path.name)
        if len(tried) < 3:
            raise OutputExists("exists already", path)
        return 7

    assert place(tmp_path / "a.latent", write, "rename") == (tmp_path / "a-3.latent", 7)
    assert tried == ["a.latent", "a-2.latent", "a-3.latent"]


def test_an_output_that_appears_during_the_work_is_skipped(photo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = photo_file.with_name("a.latent")

    def meanwhile(*_: object) -> bytes:
        target.write_bytes(b"precious")
        return b"latent"

    monkeypatch.setattr("engine.files.convert.compress", meanwhile)
    monkeypatch.setattr("engine.files.convert.inspect", lambda _: SimpleNamespace(quality=50.0, denoise=0))
    monkeypatch.setattr("engine.files.fidelity.quality_warning", lambda *_: None)
    outcome = compress(photo_file, target)
    assert (outcome.state, outcome.output, target.read_bytes()) == ("skipped", target, b"precious")


def test_renaming_keeps_off_the_source(photo_file: Path) -> None:
    before = photo_file.read_bytes()
    outcome = run_job(Job("denoise", photo_file, photo_file), JobSettings.of(existing="rename", **PLAIN))
    assert (outcome.state, outcome.output) == ("done", photo_file.with_name("a-2.png"))
    assert photo_file.read_bytes() == before


def test_larger_files_are_kept_with_a_warning(tiny: Path) -> None:
    outcome = compress(tiny)
    assert (outcome.state, "; ".join(outcome.warnings)) == ("done", "larger than the original")
    assert outcome.output_bytes > outcome.source_bytes


def test_or_the_original_is_copied(tiny: Path, tmp_path: Path) -> None:
    os.utime(tiny, ns=OLD)
    outcome = compress(tiny, keep_larger=False, keep_times=True)
    assert (outcome.state, outcome.output) == ("copied", tmp_path / "out" / "tiny.png")
    assert outcome.reason == "would be larger: the original was copied"
    assert (outcome.source_bytes, outcome.output_bytes) == (tiny.stat().st_size,) * 2
    assert below(tmp_path / "out") == ["tiny.png"]
    assert (tmp_path / "out" / "tiny.png").read_bytes() == tiny.read_bytes()
    assert (tmp_path / "out" / "tiny.png").stat().st_mtime_ns == OLD[1]


def test_what_was_copied_is_not_worked_on_again(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = compress(tiny, keep_larger=False)
    monkeypatch.setattr("engine.files.convert.compress", lambda *_: pytest.fail("was compressed again"))
    again = compress(tiny, keep_larger=False)
    assert (again.state, again.reason, again.output) == ("skipped", "exists already", copied.output)
    monkeypatch.undo()
    Image.new("RGB", (9, 9), (1, 2, 3)).save(tiny)  # another picture of the same name
    assert compress(tiny, keep_larger=False).state == "skipped"
    assert compress(tiny, keep_larger=False, existing="replace").state == "copied"


def test_a_copy_replaces_nothing_unasked(tiny: Path, tmp_path: Path) -> None:
    there = tmp_path / "out" / "tiny.png"
    there.parent.mkdir()
    there.write_bytes(b"precious")
    skipped = compress(tiny, keep_larger=False)
    assert (skipped.state, skipped.output, there.read_bytes()) == ("skipped", there, b"precious")
    renamed = compress(tiny, keep_larger=False, existing="rename")
    assert (renamed.state, renamed.output) == ("copied", there.with_name("tiny-2.png"))
    assert compress(tiny, keep_larger=False, existing="replace").output == there
    assert there.read_bytes() == tiny.read_bytes()


def test_no_copy_beside_the_original(tiny: Path, bin_contents: list[Path]) -> None:
    outcome = compress(tiny, tiny.with_suffix(".latent"), keep_larger=False, originals="bin")
    assert (outcome.state, outcome.reason) == ("skipped", "compressing would not make it smaller")
    assert below(tiny.parent) == ["tiny.png"] and not bin_contents


def test_no_copy_where_private_metadata_is_to_go(tiny: Path, tmp_path: Path) -> None:
    outcome = compress(tiny, keep_larger=False, strip="gps")
    assert outcome.state == "done" and "private metadata" in "; ".join(outcome.warnings)
    assert below(tmp_path / "out") == ["tiny.latent"]


@pytest.mark.parametrize("strip", ["none", "gps", "all"])
def test_private_metadata(photo_file: Path, tmp_path: Path, strip: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "Camera"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    source = photo_file.with_suffix(".jpg")
    Image.open(photo_file).save(source, exif=exif)
    plain, settings = JobSettings.of(**PLAIN), JobSettings.of(strip=strip, **PLAIN)  # type: ignore[arg-type]
    compressed = run_job(Job("compress", source, tmp_path / "stripped.latent"), settings)
    run_job(Job("compress", source, tmp_path / "whole.latent"), plain)
    jobs = [
        Job("reconstruct", tmp_path / "whole.latent", tmp_path / "a.jpg"),
        Job("denoise", source, tmp_path / "b.jpg"),
    ]
    assert compressed.state == "done"
    assert run_job(Job("reconstruct", tmp_path / "stripped.latent", tmp_path / "c.jpg"), plain).state == "done"
    assert [run_job(job, settings).state for job in jobs] == ["done", "done"]
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        with Image.open(tmp_path / name) as image:
            left = image.getexif()
            assert (left.get(ExifTags.Base.Model) == "Camera") is (strip != "all")
            assert bool(left.get_ifd(ExifTags.IFD.GPSInfo)) is (strip == "none")
