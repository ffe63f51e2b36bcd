"""Some 1,500 odd, broken and exotic files: each is processed or refused, as ``tests/data/awkward.tsv`` says.

The files themselves are not in the project; ``SAFELIGHT_AWKWARD`` names their folder, by default the one beside the
checkout. With ``SAFELIGHT_WRITE_AWKWARD=1`` the list is written anew, to be read through before it is committed.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from engine.files.fidelity import expected_psnr

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("SAFELIGHT_AWKWARD", ROOT.parent / "shared" / "data" / "awkward"))
GROUPS = ROOT / "tests" / "data" / "awkward.tsv"
WORKERS = 2
PEAK_MIB = 1536
NOISE = {
    "bmpsuite/rgb16faketrns.png": 24.8,
    "jpeg_fuzz_seed/random16_96x95.ppm": 14.0,
    "jpeg_fuzz_seed/random8_97x94_lossless_psv4_pt0.jpg": 14.0,
    "pillow/effect_spread.png": 28.0,
    "pillow/hopper_emboss.bmp": 28.0,
    "pillow/hopper_emboss_more.bmp": 24.0,
}
"""Pictures of little but noise and edges in many colours, with the least PSNR in dB that they have at quality 90."""

Found = dict[str, dict[str, Any]]

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir() or not Path("/proc/self/clear_refs").exists(), reason="the awkward files or Linux are missing"
)


def listed() -> dict[str, str]:
    """Group by file."""
    with GROUPS.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["group"] for row in csv.DictReader(file, delimiter="\t")}


def there() -> list[str]:
    return sorted(str(p.relative_to(FOLDER)) for p in FOLDER.rglob("*") if p.is_file() and p.name != "INDEX.csv")


def run_worker(names: list[str]) -> tuple[list[dict[str, Any]], str]:
    """What one process says of some files, and its standard error."""
    command = [sys.executable, "-m", "tests.engine.awkward_worker", str(FOLDER)]
    text = "".join(f"{name}\n" for name in names)
    done = subprocess.run(command, input=text, capture_output=True, text=True, cwd=ROOT, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


@pytest.fixture(scope="module")
def judged() -> tuple[Found, str]:
    """What became of every file, and all that was printed to standard error."""
    names = there()
    with ThreadPoolExecutor(WORKERS) as pool:
        parts = list(pool.map(run_worker, [names[start::WORKERS] for start in range(WORKERS)]))
    found = {entry["file"]: entry for entries, _ in parts for entry in entries}
    if os.environ.get("SAFELIGHT_WRITE_AWKWARD") == "1":
        write(found)
    return found, "".join(errors for _, errors in parts)


@pytest.fixture
def found(judged: tuple[Found, str]) -> Found:
    return judged[0]


def write(found: Found) -> None:
    with GROUPS.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter="\t", lineterminator="\n")
        rows.writerow(["file", "group", "reason or warning"])
        for name, entry in sorted(found.items()):
            rows.writerow([name, entry["group"], entry["reason"] or entry.get("warning", "")])


def test_every_file_is_in_the_group_that_it_was_in(found: Found) -> None:
    groups = listed()
    assert set(found) == set(groups), "files came or went, or ended a process"
    moved = {name: (groups[name], entry["group"], entry["reason"]) for name, entry in found.items()
             if entry["group"] != groups[name]}  # fmt: skip
    assert not moved
    assert Counter(groups.values())["processed"] > 950  # the list is no list of refusals


def test_a_refusal_is_one_clear_line(found: Found) -> None:
    for name, entry in found.items():
        reason = entry["reason"]
        if entry["group"] == "refused":
            assert reason and "\n" not in reason and "unexpected" not in reason, (name, reason)
        else:
            assert reason == "", (name, reason)


def test_pixels_are_those_that_pillow_reads(found: Found) -> None:
    compared = {name: entry["off"] for name, entry in found.items() if entry.get("off") is not None}
    assert len(compared) > 800
    assert not {name: off for name, off in compared.items() if off > 1}


def test_pixels_come_back_within_the_error_of_the_codec(found: Found) -> None:
    processed = {name: entry for name, entry in found.items() if entry["group"] == "processed"}
    for key in ("same_size", "same_depth", "same_alpha"):
        assert not [name for name, entry in processed.items() if not entry[key]], key
    bad = {name: entry for name, entry in processed.items() if entry["error"] < NOISE.get(name, expected_psnr(90))}
    # Drawings and icons that suffer are told.
    assert not {name: entry["error"] for name, entry in bad.items() if "like the original" not in entry["warning"]}
    assert sum("like the original" in entry["warning"] for entry in processed.values()) > 50
    likeness = sorted(entry["error"] for entry in processed.values())
    assert likeness[len(likeness) // 2] > 36


def test_nothing_is_left_over_and_memory_is_bounded(found: Found) -> None:
    assert not {name: entry["leftovers"] for name, entry in found.items() if entry["leftovers"]}
    assert not {name: entry["peak"] for name, entry in found.items() if entry["peak"] > PEAK_MIB}


def test_nothing_is_printed_beside_the_results(judged: tuple[Found, str]) -> None:
    assert "Traceback" not in judged[1]
