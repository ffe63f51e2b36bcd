"""The benchmark of one large photo: a small one, an earlier release that is made up, and the arithmetic between."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import large_photo
import pytest
from child_process import Run, own_seconds, run
from large_photo_pairs import HEADER, TASKS, Pair, Release, Task, in_turn, row
from previous_release import ROOT, installed, surroundings, version

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="needs a Unix system")


def made_wheel(folder: Path, package: str = "engine") -> Path:
    """A wheel with one module in it."""
    name = "old-1.2.3"
    file = folder / f"{name}-py3-none-any.whl"
    about = f"{name}.dist-info"
    with zipfile.ZipFile(file, "w") as wheel:
        wheel.writestr(f"{package}/__init__.py", '__version__ = "1.2.3"\n')
        metadata = "Metadata-Version: 2.1\nName: old\nVersion: 1.2.3\nRequires-Dist: nothing-there\n"
        wheel.writestr(f"{about}/METADATA", metadata)
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    return file


def test_an_earlier_release_comes_first_on_the_search_path(tmp_path: Path) -> None:
    pytest.importorskip("pip")
    target = installed(str(made_wheel(tmp_path)), tmp_path)
    assert version(target, tmp_path) == "1.2.3"
    assert version(None, tmp_path) != "1.2.3"
    assert surroundings(target)["PYTHONPATH"] == str(target)


def test_what_is_no_release_is_refused_in_one_line(tmp_path: Path) -> None:
    pytest.importorskip("pip")
    with pytest.raises(SystemExit, match="neither a wheel nor a commit"):
        installed("no-such-commit", tmp_path)
    with pytest.raises(SystemExit, match="not a wheel of Safelight"):
        installed(str(made_wheel(tmp_path, "other")), tmp_path)
    broken = tmp_path / "broken-1-py3-none-any.whl"
    broken.write_bytes(b"no zip")
    with pytest.raises(SystemExit, match="cannot be installed"):
        installed(str(broken), tmp_path)


def a_run(seconds: float, peak: int, alone: float, processor: float) -> Run:
    return Run(f"seconds {alone}\n", seconds, peak * 2**20, processor)


def test_ratios_are_medians_of_the_pairs() -> None:
    pairs = [
        Pair(a_run(4.0, 100, 2.0, 8.0), a_run(2.0, 150, 1.0, 2.0)),
        Pair(a_run(9.0, 100, 8.0, 8.0), a_run(9.0, 200, 2.0, 4.0)),
        Pair(a_run(5.0, 200, 4.0, 8.0), a_run(4.0, 200, 3.0, 4.0)),
    ]
    rows = (row(Task("t", lambda *_: [], is_whole), pairs) for is_whole in (False, True))
    alone, whole = (dict(zip(HEADER, cells, strict=True)) for cells in rows)
    assert (alone["previous s"], alone["this s"], alone["ratio"]) == ("4.00", "2.00", "0.500")
    assert alone["from..to"] == "0.250..0.750"
    assert (whole["previous s"], whole["this s"], whole["ratio"]) == ("5.00", "4.00", "0.800")
    assert (alone["processor ratio"], alone["memory ratio"]) == ("0.500", "1.500")
    assert (alone["previous MiB"], alone["this MiB"]) == ("100", "200")
    with pytest.raises(SystemExit, match="told no seconds"):
        row(Task("t", lambda *_: []), [Pair(Run("", 1.0, 1, 1.0), Run("", 1.0, 1, 1.0))])


def test_releases_take_turns_and_the_first_run_of_each_is_not_counted(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    both = []
    for name in "ab":
        (tmp_path / name).mkdir()
        both.append(Release(name, None, tmp_path / name))
    code = f"import os; open({str(seen)!r}, 'a').write(os.path.basename(os.getcwd())); print('seconds 1.5')"
    task = Task("t", lambda _, own: [sys.executable, "-c", code])
    pairs = list(in_turn(task, tmp_path, (both[0], both[1]), 2))
    assert seen.read_text() == "ababab" and len(pairs) == 2
    assert own_seconds(pairs[0].this) == 1.5 and pairs[0].this.peak > 2**20 and pairs[0].this.processor > 0


def test_a_process_that_fails_ends_the_benchmark() -> None:
    with pytest.raises(SystemExit, match="ended with 3"):
        run([sys.executable, "-c", "raise SystemExit(3)"])


def test_tasks_run_with_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(large_photo, "installed", lambda name, folder: ROOT)
    wanted = ["entropy decoding, one thread", "denoise", "safelight reconstruct"]
    assert set(wanted) < set(TASKS)
    command = ["--megapixels", "0.01", "--previous", "itself", "--repetitions", "1", "--tasks", *wanted]
    large_photo.main(command)
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("  ")[0] for line in lines[-len(wanted) :]] == wanted
    sizes = [line.partition(", ")[2] for line in lines if line.startswith(("previous (", "this ("))]
    assert len(sizes) == 2 and sizes[0] == sizes[1] and "bpp" in sizes[0]
