"""How long the viewer keeps the GUI thread while two large pictures are moved and zoomed, against a plain drawImage.

    python tests/benchmarks/viewer.py --width 12000 --height 8400

See the README beside this file. Ends with 1 where a turn of the event loop took longer than ``--limit``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from pictures import print_table
from viewer_worker import PEER, Turn, Turns

HEADER = ["painted", "turns", "median", "longest", "own median", "own longest", "median ratio", "longest ratio"]


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--width", type=int, default=12000)
    parser.add_argument("--height", type=int, default=8400)
    parser.add_argument("--view", type=int, nargs=2, default=(1500, 950), metavar=("W", "H"), help="logical pixels")
    parser.add_argument("--ratios", type=int, nargs="+", default=[1, 2], help="device pixels in a logical one")
    parser.add_argument("--steps", type=int, default=40, help="movements of each kind")
    parser.add_argument("--limit", type=float, default=16.0, help="milliseconds of its own that a turn may take")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    options = parse_arguments(arguments)
    print(f"{options.width} x {options.height} pixels in a view of {options.view[0]} x {options.view[1]}; milliseconds")
    longest = 0.0
    for ratio in options.ratios:  # Qt takes the ratio from its environment, once
        turns = measured(options, ratio)
        peer = statistics.median(own for _, own in turns[PEER])
        print(f"\nratio {ratio}; ratios are of own time, to the median of {PEER}")
        print_table(HEADER, [row(name, times, peer) for name, times in turns.items() if times])
        longest = max([longest, *(own for name, times in turns.items() for _, own in times if name != PEER)])
    print(f"\nlongest {longest:.1f} ms, limit {options.limit:g} ms")
    if longest > options.limit:
        raise SystemExit(1)


def measured(options: argparse.Namespace, ratio: int) -> Turns:
    """All turns of a process of its own."""
    root = str(Path(__file__).resolve().parents[2])
    environment = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": root, **os.environ, "QT_SCALE_FACTOR": str(ratio)}
    numbers = [options.width, options.height, *options.view, options.steps]
    command = [sys.executable, str(Path(__file__).with_name("viewer_worker.py")), *map(str, numbers)]
    turns: Turns = json.loads(subprocess.check_output(command, env=environment, text=True))
    return turns


def row(name: str, turns: list[Turn], peer: float) -> list[str]:
    wall, own = zip(*turns, strict=True)
    times = [statistics.median(wall), max(wall), statistics.median(own), max(own)]
    ratios = [statistics.median(own) / peer, max(own) / peer]
    return [name, str(len(turns)), *(f"{each:.1f}" for each in (*times, *ratios))]


if __name__ == "__main__":
    main()
