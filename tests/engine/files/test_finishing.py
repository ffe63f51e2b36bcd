"""Times, reading back, the bin, and sources that change under way."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.errors import OptionError
from engine.files import convert, fidelity
from engine.files.convert import run_job
from engine.files.job import Job, Outcome
from engine.files.settings import JobSettings
from engine.image.picture import Picture
from engine.image.reader import read_picture
from engine.image.writer import write_picture
from engine.pipeline.options import CompressOptions, DenoiseOptions
from engine.pipeline.reconstruct import reconstruct

OLD = (1_111_111_111_222_333_444, 1_234_567_890_123_456_789)
"""Access and change, in nanoseconds."""
PLAIN = {"denoise": DenoiseOptions(strength=0)}


def compress(source: Path, output: Path | None = None, **settings: Any) -> Outcome:
    target = output or source.parent.parent / "out" / f"{source.stem}.latent"
    return run_job(Job("compress", source, target), JobSettings.of(**settings))


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_times_of_every_task(photo_file: Path, tmp_path: Path) -> None:
    os.utime(photo_file, ns=OLD)
    latent, again, clean = tmp_path / "a.latent", tmp_path / "again.png", tmp_path / "clean.png"
    settings = JobSettings.of(keep_times=True, **PLAIN)
    for job in (
        Job("compress", photo_file, latent),
        Job("denoise", photo_file, clean),
        Job("reconstruct", latent, again),
    ):
        os.utime(job.source, ns=OLD)
        assert run_job(job, settings).warnings == ()
        # Read before anything else looks at the file, which counts as access.
        status = job.output.stat()
        assert (status.st_mtime_ns, status.st_atime_ns) == (OLD[1], OLD[0])
    assert run_job(Job("denoise", photo_file, tmp_path / "now.png"), JobSettings.of(**PLAIN)).state == "done"
    assert (tmp_path / "now.png").stat().st_mtime_ns > OLD[1]


def test_the_psnr_is_that_of_the_file(photo_file: Path, tmp_path: Path) -> None:
    outcome = compress(photo_file, measure=True)
    assert outcome.output is not None and outcome.psnr is not None
    again = reconstruct(outcome.output.read_bytes()).pixels.astype(float)
    error = np.mean((again - read_picture(photo_file).pixels) ** 2)
    assert outcome.psnr == pytest.approx(10 * math.log10(255**2 / error), abs=0.01)
    assert compress(photo_file, tmp_path / "b.latent").psnr is None


def test_originals_go_to_the_bin_after_a_check(photo_file: Path, tmp_path: Path, bin_contents: list[Path]) -> None:
    latent, again, clean = tmp_path / "a.latent", tmp_path / "again.png", tmp_path / "clean.png"
    jobs = [Job("compress", photo_file, latent), Job("reconstruct", latent, again), Job("denoise", again, clean)]
    for job in jobs:
        outcome = run_job(job, JobSettings.of(originals="bin", **PLAIN))
        assert (outcome.state, "; ".join(outcome.warnings), outcome.psnr) == ("done", "", None)
    assert bin_contents == [photo_file, latent, again]
    assert below(tmp_path) == ["clean.png"]


def test_a_file_that_does_not_decode_keeps_the_original(
    photo_file: Path, tmp_path: Path, bin_contents: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:

    real = fidelity.reconstruct
    monkeypatch.setattr(fidelity, "reconstruct", lambda data, *rest: real(data[:-1] + bytes([data[-1] ^ 1]), *rest))
    outcome = compress(photo_file, originals="bin")
    assert outcome.state == "failed" and "does not decode" in outcome.reason
    assert below(tmp_path) == ["in/a.png"] and not bin_contents


def test_doubts_keep_the_original(photo_file: Path, tmp_path: Path, bin_contents: list[Path]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    write_picture(Picture(noise), photo_file.with_name("noise.png"))
    unlike = compress(photo_file.with_name("noise.png"), originals="bin", compress=CompressOptions(quality=0))
    assert unlike.state == "done" and "the original stays: only" in "; ".join(unlike.warnings)
    frames = [Image.new("RGB", (16, 16), colour) for colour in ("red", "blue")]
    frames[0].save(photo_file.with_name("two.gif"), save_all=True, append_images=frames[1:])
    partial = compress(photo_file.with_name("two.gif"), originals="bin")
    assert partial.state == "done" and "the original stays: not all of it" in "; ".join(partial.warnings)
    write_picture(Picture(noise, alpha=noise[:, :, 0].copy()), photo_file.with_name("clear.png"))
    clear = Job("denoise", photo_file.with_name("clear.png"), tmp_path / "clear.jpg")
    lossy = run_job(clear, JobSettings.of(originals="bin", **PLAIN))
    assert "; ".join(lossy.warnings).startswith("lost in JPEG: the transparency; the original stays")
    assert not bin_contents


def test_no_bin_is_a_warning(photo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied", "bin")

    monkeypatch.setattr("send2trash.send2trash", refuse)
    outcome = compress(photo_file, originals="bin")
    assert outcome.state == "done"
    assert "; ".join(outcome.warnings) == "the original stays: it cannot be moved to the bin (Permission denied)"
    assert below(tmp_path) == ["in/a.png", "out/a.latent"]


def test_skipped_files_stay(photo_file: Path, bin_contents: list[Path]) -> None:
    assert compress(photo_file).state == "done"
    assert compress(photo_file, originals="bin").state == "skipped"
    assert photo_file.exists() and not bin_contents


def test_an_original_that_changed_meanwhile_stays(
    photo_file: Path, bin_contents: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:

    real = convert.compress

    def change_meanwhile(*arguments: Any) -> bytes:
        os.utime(photo_file, ns=OLD)
        return real(*arguments)

    monkeypatch.setattr(convert, "compress", change_meanwhile)
    outcome = compress(photo_file, originals="bin")
    assert (outcome.state, "; ".join(outcome.warnings)) == ("done", "the original stays: it has changed meanwhile")
    assert photo_file.exists() and not bin_contents


@pytest.mark.parametrize("part", [{"recover": True}, {"region": (0, 0, 8, 8)}, {"thumbnail": 9}])
def test_parts_are_no_reason_to_part_with_the_whole(part: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="whole pictures"):
        JobSettings.of(originals="bin", **part)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the bin of the freedesktop.org specification")
def test_the_real_bin(photo_file: Path, tmp_path: Path) -> None:
    name = os.fsdecode(b"a\nb\xff.png")
    photo_file.rename(photo_file.with_name(name))
    code = (
        "import os, sys; from pathlib import Path; from engine.files.job import Job\n"
        "from engine.files.convert import run_job; from engine.files.settings import JobSettings\n"
        "source = Path(os.fsdecode(b'a\\nb\\xff.png'))\n"
        "print(ascii(run_job(Job('compress', source, Path('x.latent')), JobSettings.of(originals='bin'))))"
    )
    environment = os.environ | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    environment["PYTHONPATH"] = str(Path(__file__).parents[3])
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=photo_file.parent, env=environment, capture_output=True, text=True, check=True
    )
    assert "state='done'" in result.stdout and "warnings=()" in result.stdout
    assert below(photo_file.parent) == ["x.latent"]
    assert (tmp_path / "data" / "Trash" / "files" / name).is_file()


def test_a_source_that_changes_while_it_is_read(photo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    def change(path: Path, **_: object) -> Picture:
        picture = read_picture(path)
        os.utime(path, ns=OLD)
        return picture

    def vanish(path: Path, **_: object) -> Picture:
        path.unlink()
        return read_picture(path)

    for reading, reason in ((change, "changed while it was being read"), (vanish, "vanished while it was being read")):
        monkeypatch.setattr(convert, "read_picture", reading)
        outcome = compress(photo_file)
        assert (outcome.state, outcome.reason) == ("failed", reason)
    monkeypatch.undo()
    assert compress(photo_file).reason == "no such file"
    assert below(photo_file.parent.parent) == []


def test_the_limit_on_pixels_holds_for_every_task(photo_file: Path, tmp_path: Path) -> None:
    latent = tmp_path / "a.latent"
    compress(photo_file, latent)
    for task, source in (("compress", photo_file), ("denoise", photo_file), ("reconstruct", latent)):
        tight = JobSettings.of(max_pixels=40 * 60 - 1)
        outcome = run_job(Job(task, source, tmp_path / "x.png"), tight)  # type: ignore[arg-type]
        assert outcome.state == "failed" and "too large" in outcome.reason
    assert compress(photo_file, tmp_path / "b.latent", max_pixels=40 * 60).state == "done"
