"""A batch killed at random moments and started again, against one that nobody disturbs.

    python tests/benchmarks/kill_and_resume.py --files 2000 --kills 20

See the README beside this file. Ends with 1 where anything differs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from large_photo_worker import drawn_tile
from PIL import Image

TEMPORARY_SUFFIX = ".safelight-tmp"


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--existing", choices=("skip", "rename", "replace"), default="skip")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args(arguments)


def draw(folder: Path, count: int) -> None:
    """Small pictures, all different, a hundred to a folder."""
    tiles = [Image.fromarray(drawn_tile(seed)) for seed in range(4)]
    for number in range(count):
        left, top = number * 7 % 400, number * 13 % 400
        path = folder / f"{number // 100:03}" / f"{number:05}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        tiles[number % 4].crop((left, top, left + 48 + number % 17, top + 48 + number % 11)).save(path)


def contents(folder: Path) -> dict[str, str]:
    """A hash of each file, by its path in ``folder``."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def start(pictures: Path, out: Path, existing: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "engine", "batch", "compress", str(pictures), str(out)]
    if existing != "skip":
        command += ["--existing", existing]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


def outputs(folder: Path) -> int:
    return sum(not path.name.startswith(".") for path in folder.rglob("*.*"))


def await_outputs(process: subprocess.Popen[bytes], folder: Path, count: int) -> None:
    """Wait until there are so many more, or the program is through."""
    target = outputs(folder) + count
    while process.poll() is None and outputs(folder) < target:
        time.sleep(0.02)


def kill(process: subprocess.Popen[bytes]) -> int:
    """End the program with SIGKILL; returns how many of its workers outlived it by more than ten seconds."""
    family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.send_signal(signal.SIGKILL)
    process.wait()
    return len(psutil.wait_procs(family, timeout=10)[1])


def main(arguments: list[str] | None = None) -> None:
    options = parse_arguments(arguments)
    if os.name != "posix":
        raise SystemExit("needs POSIX signals")
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        pictures, undisturbed, out = (Path(name) / part for part in ("in", "undisturbed", "out"))
        draw(pictures, options.files)
        originals, began = contents(pictures), time.perf_counter()
        if start(pictures, undisturbed, options.existing).wait() != 0:
            raise SystemExit("the undisturbed batch failed")
        whole = time.perf_counter() - began
        print(f"{options.files} files; undisturbed {whole:.1f} s")
        outlived = 0
        for number in range(options.kills):
            process = start(pictures, out, options.existing)
            await_outputs(process, out, round(moments.uniform(0.0, 1.8) * options.files / (options.kills + 1)))
            time.sleep(moments.random() * 0.1)
            state = "under way" if process.poll() is None else "through already"
            outlived += kill(process)
            print(f"kill {number + 1}: {state}, {outputs(out)} outputs", flush=True)
        if start(pictures, out, options.existing).wait() != 0:
            raise SystemExit("the last run failed")
        made, expected = contents(out), contents(undisturbed)
        differing = [name for name in made.keys() | expected.keys() if made.get(name) != expected.get(name)]
        left = [path for path in Path(name).rglob("*") if path.name.endswith(TEMPORARY_SUFFIX)]
        print(f"outputs that differ {len(differing)}, temporary files left {len(left)}, workers left {outlived}")
        print(f"originals {'untouched' if contents(pictures) == originals else 'CHANGED'}")
        if differing or left or outlived or contents(pictures) != originals:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
