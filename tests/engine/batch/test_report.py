"""Reports of batches: every file, every name, nothing that runs in a spreadsheet."""

from __future__ import annotations

import codecs
import csv
import json
import math
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.batch.report import cell_text, totals, write_report
from engine.errors import OptionError, OutputError
from engine.files.job import Outcome

STARTED = datetime(2025, 3, 1, 12, 30, tzinfo=UTC)
OUTCOMES = [
    Outcome(
        Path("in/a.jpg"), Path("out/a.latent"), "done", "", 4000, 1000, 60, 40, 1.25, None, 50.0,
        ("a warning", "and more"), 38.5,
    ),
    Outcome(Path("in/b.jpg"), Path("out/b.jpg"), "copied", "would be larger", 300, 300, 8, 8, 0.5),
    Outcome(Path("in/c.jpg"), None, "failed", "no such file"),
    Outcome(Path("in/d.jpg"), Path("out/d.latent"), "skipped", "exists already", 500),
    Outcome(Path("in/e.jpg"), None, "cancelled", "cancelled", 600),
    Outcome(Path("in/f.png"), Path("out/f.png"), "done", "", 100, 400, 6, 4, 0.5, 12.3456, psnr=math.inf),
]  # fmt: skip


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv(tmp_path: Path) -> None:
    path = tmp_path / "new" / "report.csv"
    write_report(path, OUTCOMES, task="compress", started=STARTED)
    assert path.read_bytes().startswith(codecs.BOM_UTF8)
    rows = rows_of(path)
    assert [row["state"] for row in rows] == [outcome.state for outcome in OUTCOMES]
    assert rows[0] == {
        "source": str(Path("in/a.jpg")), "output": str(Path("out/a.latent")), "state": "done", "reason": "",
        "warnings": "a warning; and more", "source_bytes": "4000", "output_bytes": "1000", "ratio": "4.0",
        "bpp": "3.3333", "psnr": "38.5", "width": "60", "height": "40", "quality": "50.0", "strength": "",
        "seconds": "1.25",
    }  # fmt: skip
    assert (rows[1]["output_bytes"], rows[1]["reason"]) == ("300", "would be larger")
    assert (rows[2]["output"], rows[2]["reason"], rows[2]["output_bytes"]) == ("", "no such file", "")
    assert (rows[5]["psnr"], rows[5]["strength"]) == ("inf", "12.35")


def test_json_has_the_same_and_totals(tmp_path: Path) -> None:
    path = tmp_path / "report.JSON"
    write_report(path, OUTCOMES, task="compress", started=STARTED)
    report = json.loads(path.read_bytes(), parse_constant=pytest.fail)
    assert (report["task"], report["started"]) == ("compress", "2025-03-01T12:30:00+00:00")
    assert report["totals"] == {
        "files": 6, "done": 2, "copied": 1, "failed": 1, "skipped": 1, "cancelled": 1,
        "source_bytes": 4400, "output_bytes": 1700, "bytes_saved": 2700, "seconds": 2.25,
    }  # fmt: skip
    write_report(tmp_path / "report.csv", OUTCOMES, task="compress", started=STARTED)
    for entry, row in zip(report["files"], rows_of(tmp_path / "report.csv"), strict=True):
        entry["warnings"] = "; ".join(entry["warnings"])
        assert {name: "" if value is None else str(value) for name, value in entry.items()} == row


def test_totals_of_nothing() -> None:
    assert (totals([]).saved, sum(totals([]).counts.values())) == (0, 0)


@pytest.mark.skipif(os.name != "posix", reason="such names are not possible elsewhere")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"=cmd|' /C calc'!A0.jpg", "'=cmd|' /C calc'!A0.jpg"),
        (b"+1.jpg", "'+1.jpg"),
        (b"-1.jpg", "'-1.jpg"),
        (b"@a.jpg", "'@a.jpg"),
        (b"'quoted'.jpg", "''quoted'.jpg"),
        (b"\t=a.jpg", "\\t=a.jpg"),
        (b"\r\n=a.jpg", "\\r\\n=a.jpg"),
        (b"\xff\xe9.jpg", "\\xff\\xe9.jpg"),
        (b"\\xff.jpg", "\\\\xff.jpg"),
        ("é\u2028写真.jpg".encode(), "é\\u2028写真.jpg"),
        ("\x85\x1b.jpg".encode(), "\\u0085\\x1b.jpg"),
        (b'a","=b.jpg', 'a","=b.jpg'),
    ],
)
def test_any_name_is_a_cell_that_can_be_read_back(tmp_path: Path, name: bytes, shown: str) -> None:
    source = Path(os.fsdecode(name))
    for suffix in (".csv", ".json"):
        write_report(tmp_path / f"r{suffix}", [Outcome(source, None, "failed", "x")], task="denoise", started=STARTED)
    (row,) = rows_of(tmp_path / "r.csv")
    assert row["source"] == shown == cell_text(str(source))
    assert (tmp_path / "r.csv").read_bytes().count(b"\n") == 2
    assert _read_back(shown) == name
    found = json.loads((tmp_path / "r.json").read_text())["files"][0]["source"]
    assert found == name.decode("utf-8", "backslashreplace")  # JSON has no place for bytes that are no text


def _read_back(cell: str) -> bytes:
    def meant(found: re.Match[str]) -> str:
        kind, digits = found[1], found[2] or found[3]
        if not digits:
            return {"\\": "\\", "n": "\n", "r": "\r", "t": "\t"}[kind]
        code = int(digits, 16)
        return chr(code + 0xDC00 if kind.startswith("x") and code >= 0x80 else code)

    return os.fsencode(re.sub(r"\\(x(..)|u(....)|.)", meant, cell.removeprefix("'")))


@pytest.mark.parametrize("name", ["report.txt", "report", "report.csv.gz"])
def test_only_csv_and_json(tmp_path: Path, name: str) -> None:
    with pytest.raises(OptionError, match=r"\.csv or a \.json"):
        write_report(tmp_path / name, OUTCOMES, task="compress", started=STARTED)


def test_where_no_report_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder.csv").mkdir()
    for path in (tmp_path / "file" / "report.csv", tmp_path / "folder.csv"):
        with pytest.raises(OutputError):
            write_report(path, OUTCOMES, task="compress", started=STARTED)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder.csv"]
