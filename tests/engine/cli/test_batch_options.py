"""Options of whole folders and of all that write files, from the command line."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.batch.planning import BatchPlan
from engine.batch.selection import Selection
from engine.cli import main
from engine.files.job import Outcome
from engine.files.settings import JobSettings
from engine.image.picture import Picture
from engine.image.writer import write_picture
from tests.engine.conftest import DrawPhoto

OLD = (1_111_111_111_000_000_000, 1_234_567_890_000_000_000)


@pytest.fixture
def folder(tmp_path: Path, draw_photo: DrawPhoto) -> Path:
    """Two photographs, and a picture that no codec makes smaller."""
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    for seed, name in enumerate(["a.png", "sub/b.jpg"]):
        write_picture(Picture(draw_photo(40, 60, seed)), folder / name)
    write_picture(Picture(np.full((1, 1, 3), 90, np.uint8)), folder / "tiny.png")
    return folder


def batch(folder: Path, *options: str) -> int:
    return main(["batch", "compress", str(folder), str(folder.parent / "out"), *options])


def made(folder: Path) -> list[str]:
    out = folder.parent / "out"
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ("compress a.png --existing ask", "--existing: invalid choice: 'ask'"),
        ("compress a.png --existing skip --overwrite", "--overwrite: not allowed with argument --existing"),
        ("compress a.png --originals delete", "--originals: invalid choice: 'delete'"),
        ("compress a.png --strip exif", "--strip: invalid choice: 'exif'"),
        ("compress a.png --keep-larger", "unrecognized arguments: --keep-larger"),
        ("compress a.png --include *.png", "unrecognized arguments: --include"),
        ("batch compress a b --include /", "--include: matches nothing: '/'"),
        ("batch reconstruct a b --keep-larger", "unrecognized arguments: --keep-larger"),
        ("batch compress a b --workers many", "--workers: must be a whole number"),
        ("batch compress a b --memory 50%", "--memory: must be bytes"),
        ("batch compress a b --memory 2apples", "--memory: not a size"),
        ("batch compress a b --time-limit 0", "--time-limit: must be more than 0 seconds"),
        ("batch compress a b --stall-limit nan", "--stall-limit: must be more than 0 seconds"),
        ("denoise a.png --max-pixels 0", "--max-pixels: must be a whole number of pixels"),
        ("reconstruct a.latent --originals bin --thumbnail 9", "whole pictures"),
        ("compress a.png --report out.txt", "out.txt: a report is a .csv or a .json file"),
        ("compress a.png --name {nme}", "--name: the name pattern has no field {nme}; there are {name}"),
        ("batch compress a b --name ../{name}", "--name: a name cannot hold /"),
        ("compress a.png -o b.latent --name x", "-o names the output; --name is for --out-dir"),
        ("watch a b --name {name}", "unrecognized arguments: --name"),
        ("watch a b --settle -1", "--settle: must be 0 seconds or more"),
        ("watch a b --report a.csv", "unrecognized arguments: --report"),
        ("watch nowhere b", "nowhere: no such folder"),
    ],
)
def test_wrong_use_is_2_and_says_what_is_wrong(arguments: str, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments.split()) == 2
    assert reason in capsys.readouterr().err.splitlines()[-1]


def test_what_is_typed_reaches_the_jobs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[JobSettings, Selection]] = []
    options: list[dict[str, object]] = []

    def plan(task: str, in_dir: Path, out_dir: Path, settings: JobSettings, selection: Selection) -> BatchPlan:
        seen.append((settings, selection))
        return BatchPlan(in_dir, out_dir, (), (), (Outcome(in_dir, None, "failed", "x"),))

    def run(batch: object, settings: JobSettings, **more: object) -> list[Outcome]:
        options.append(more)
        return []

    monkeypatch.setattr("engine.cli.commands.plan_batch", plan)
    monkeypatch.setattr("engine.cli.commands.run_batch", run)
    batch(folder)
    batch(
        folder, "--existing", "rename", "--keep-larger", "--originals", "bin", "--strip", "gps", "--keep-times",
        "--workers", "3", "--memory", "1.5GB", "--time-limit", "60", "--stall-limit", "9.5", "--max-pixels", "99",
        "--include", "*.jpg", "--include", "b", "--exclude", "raw/", "--hidden", "--report", str(folder / "r.csv"),
    )  # fmt: skip
    batch(folder, "--overwrite", "--report", str(folder / "r.csv"), "--no-psnr")
    assert seen[0] == (JobSettings.of(keep_larger=False), Selection())
    assert seen[1] == (
        JobSettings.of(
            existing="rename", originals="bin", strip="gps", keep_times=True, workers=3, memory=1_500_000_000,
            time_limit=60.0, stall_limit=9.5, max_pixels=99, measure=True,
        ),
        Selection(include=("*.jpg", "b"), exclude=("raw/",), hidden=True),
    )  # fmt: skip
    assert seen[2][0] == JobSettings.of(existing="replace", keep_larger=False)
    assert options[0]["journal"] == folder.parent / "out" / ".safelight-journal.jsonl"


def test_outputs_are_named_by_a_pattern(folder: Path) -> None:
    assert batch(folder, "--name", "{number}-{folder}-{width}x{height}", "--quality", "70") == 0
    assert made(folder) == ["1-in-60x40.latent", "3-in-1x1.png", "sub/2-sub-60x40.latent"]
    out = folder.parent / "one by one"
    command = ["compress", str(folder / "a.png"), str(folder / "sub" / "b.jpg"), "--out-dir", str(out)]
    assert main([*command, "--name", "q{quality}", "--quality", "70"]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["q70-2.latent", "q70.latent"]


def test_larger_files_are_copies_unless_they_are_wanted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert batch(folder) == 0
    captured = capsys.readouterr()
    assert made(folder) == ["a.latent", "sub/b.latent", "tiny.png"] and captured.err == ""
    assert "tiny.png: would be larger: the original was copied" in captured.out
    last = captured.out.splitlines()[-1]
    assert last.startswith("2 done, 1 copied; ") and " saved (" in last
    assert batch(folder, "--json") == 0
    counts = json.loads(capsys.readouterr().out)["counts"]
    assert counts == {"done": 0, "copied": 0, "skipped": 3, "failed": 0, "cancelled": 0}
    assert batch(folder, "--keep-larger") == 0
    captured = capsys.readouterr()
    assert "tiny.latent" in made(folder)
    assert captured.err == f"safelight: {folder / 'tiny.png'}: larger than the original\n"


def test_single_files_are_written_with_a_warning(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compress", str(folder / "tiny.png")]) == 0
    assert capsys.readouterr().err == f"safelight: {folder / 'tiny.png'}: larger than the original\n"
    assert (folder / "tiny.latent").is_file()


def test_what_to_do_with_what_exists(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["compress", str(folder / "a.png")]
    assert main(command) == 0
    assert main(command) == 1
    assert "(--overwrite replaces it)" in capsys.readouterr().err
    assert main([*command, "--existing", "skip"]) == 0
    captured = capsys.readouterr()
    assert (captured.err, captured.out) == (
        "", f"{folder / 'a.png'}: skipped, {folder / 'a.latent'} exists already\n",
    )  # fmt: skip
    assert main([*command, "--existing", "rename", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"][0]["output"] == str(folder / "a-2.latent")
    os.utime(folder / "a.png", ns=OLD)
    assert main([*command, "--existing", "replace", "--keep-times"]) == 0
    assert (folder / "a.latent").stat().st_mtime_ns == OLD[1]


def test_patterns(folder: Path) -> None:
    assert batch(folder, "--include", "*.JPG", "--include", "a.*", "--exclude", "a.jpg") == 0
    assert made(folder) == ["a.latent", "sub/b.latent"]


def test_reports_list_every_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.png").write_bytes(b"no picture")
    table, document = folder.parent / "reports" / "r.csv", folder.parent / "r.json"
    assert batch(folder, "--report", str(table), "--report", str(document)) == 1
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = {Path(row["source"]).name: row for row in csv.DictReader(file)}
    assert {name: row["state"] for name, row in rows.items()} == {
        "a.png": "done", "b.jpg": "done", "bad.png": "failed", "tiny.png": "copied",
    }  # fmt: skip
    assert 25 < float(rows["a.png"]["psnr"]) < 60 and rows["bad.png"]["reason"] and not rows["tiny.png"]["psnr"]
    totals = json.loads(document.read_text())["totals"]
    assert (totals["files"], totals["done"], totals["failed"]) == (4, 2, 1)
    assert " dB, " in capsys.readouterr().out
    assert batch(folder, "--report", str(document), "--no-psnr", "--overwrite") == 1
    assert all(entry["psnr"] is None for entry in json.loads(document.read_text())["files"])
    assert " dB, " not in capsys.readouterr().out


def test_a_report_that_cannot_be_written_is_told_before_the_work(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batch(folder, "--report", str(folder / "a.png" / "r.csv")) == 1
    assert capsys.readouterr().err == f"safelight: {folder / 'a.png'}: is not a folder\n"
    assert not (folder.parent / "out").exists()


def test_failures_come_last_with_folders_that_cannot_be_read(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "bad.png").write_bytes(b"no picture")
    real = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "sub":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr("engine.batch.planning.os.scandir", refuse)
    assert batch(folder) == 1
    captured = capfd.readouterr()
    assert captured.out.splitlines()[-1].startswith("1 done, 1 copied, 2 failed; ")
    bad, locked = captured.err.splitlines()
    assert bad.startswith(f"safelight: {folder / 'bad.png'}: ")
    assert locked == f"safelight: {folder / 'sub'}: cannot be looked at (Permission denied)"


def test_a_folder_among_files_is_pointed_to_batch(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compress", str(folder)]) == 1
    error = capsys.readouterr().err
    assert error == f"safelight: {folder}: is a folder, not a picture; for folders there is `safelight batch`\n"


def test_the_limit_on_pixels_of_every_task(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for task in ("compress", "denoise"):
        assert main([task, str(folder / "a.png"), "--max-pixels", "2399"]) == 1
        assert "too large" in capsys.readouterr().err
        assert main([task, str(folder / "a.png"), "--max-pixels", "2400"]) == 0


@pytest.fixture
def forbidden(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that may not be entered, not even by root."""
    forbidden = folder.parent / "forbidden"
    forbidden.mkdir()
    real = os.stat

    def refuse(path: Any, *arguments: Any, **options: Any) -> os.stat_result:
        if not isinstance(path, int) and Path(os.fsdecode(path)).parent == forbidden:
            raise PermissionError(13, "Permission denied", path)
        return real(path, *arguments, **options)

    monkeypatch.setattr(os, "stat", refuse)
    return forbidden


def test_one_file_in_a_forbidden_folder_does_not_hide_the_others(
    folder: Path, forbidden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = folder.parent / "report.json"
    files = [str(folder / "a.png"), str(forbidden / "b.png")]
    assert main(["compress", *files, "--report", str(report), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["counts"]["done"] == 1
    assert [file["state"] for file in json.loads(report.read_bytes())["files"]] == ["done", "failed"]


def test_forbidden_folders_are_told_in_a_line(
    folder: Path, forbidden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = forbidden / "sub"
    for command in (["batch", "compress"], ["watch"]):
        assert main([*command, str(inside), str(folder.parent / "out")]) == 2
        assert capsys.readouterr().err == f"safelight: {inside}: cannot be looked at (Permission denied)\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_reports_are_written_whoever_reads_what_is_printed(folder: Path) -> None:
    out, report = folder.parent / "out", folder.parent / "report.csv"
    command = [sys.executable, "-m", "engine", "batch", "compress", str(folder), str(out), "--report", str(report)]
    reader, writer = os.pipe()
    os.close(reader)  # as `head` does, once it has seen enough
    gone = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (gone.returncode, gone.stderr) == (1, b"") and report.exists()
    report.unlink()
    with Path("/dev/full").open("wb") as full:
        told = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert told.returncode == 1 and b"No space left" in told.stderr and told.stderr.count(b"\n") == 1
    assert report.exists()
