"""How soon a quality can be seen, and its size is known, next to compressing and reconstructing in the same run.

    python tests/benchmarks/preview.py FOLDER --megapixels 24

The photo is a mosaic of the PNGs in FOLDER or, without one, of drawn tiles. What is seen is a megapixel in its middle.
Seconds vary between machines and with what else runs on them; the ratios are what to quote: of what concerns the region
to compressing and reconstructing the region alone, of the rest to compressing and reconstructing the photo. One picture
has been through everything before the clock starts, so that models are loaded.
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from large_photo_worker import DRAWN_TILES, drawn_tile, mosaic
from pictures import Pixels, png_files, print_table, read_rgb

import engine
from engine.errors import Cancelled

QUALITIES = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0]
SIDE = 1024


@dataclass
class Watch:
    """Seconds since it was made: to the first thing told, and to the end."""

    start: float = field(default_factory=time.perf_counter)
    first: float | None = None

    def tell(self, told: object) -> None:
        if self.first is None:
            self.first = self.seconds()

    def seconds(self) -> float:
        return time.perf_counter() - self.start


@dataclass(frozen=True)
class Row:
    """A line of the table: seconds to the first part and to the end, and of what it is held against."""

    name: str
    first: float | None
    all: float
    against: float

    def cells(self) -> list[str]:
        first = ["-", "-"] if self.first is None else [f"{self.first:.2f}", f"{self.first / self.against:.2f}"]
        return [self.name, *first, f"{self.all:.2f}", f"{self.all / self.against:.2f}"]


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, nargs="?", help="PNG files to make the photo of; drawn without")
    parser.add_argument("--megapixels", type=float, default=24.0)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--cancels", type=int, default=10, help="times that the work is cancelled")
    return parser.parse_args(arguments)


def photo(folder: Path | None, megapixels: float) -> engine.Picture:
    """A 3:2 mosaic."""
    width = round((megapixels * 1.5e6) ** 0.5)
    tiles: list[Pixels]
    tiles = (
        [drawn_tile(seed) for seed in range(DRAWN_TILES)] if folder is None else list(map(read_rgb, png_files(folder)))
    )
    return engine.Picture(mosaic(tiles, round(megapixels * 1e6 / width), width))


def there_and_back(picture: engine.Picture, threads: int) -> float:
    """Seconds of compressing and reconstructing."""
    watch = Watch()
    data = engine.compress(picture, engine.CompressOptions(threads=threads))
    engine.reconstruct(data, engine.ReconstructOptions(threads))
    return watch.seconds()


def measured(call: Callable[[Callable[[object], None]], object], name: str, against: float) -> Row:
    """Runs ``call`` with a listener."""
    print(f"{name} ...", file=sys.stderr)
    watch = Watch()
    call(watch.tell)
    return Row(name, watch.first, watch.seconds(), against)


def rows(picture: engine.Picture, region: engine.Rect, threads: int) -> list[Row]:
    """All steps, in the order in which somebody who moves a slider causes them."""
    left, top, width, height = region
    seen = engine.Picture(np.ascontiguousarray(picture.pixels[top : top + height, left : left + width]))
    alone, whole = there_and_back(seen, threads), there_and_back(picture, threads)
    keeper = engine.CompressPreview(picture, engine.CompressOptions(threads=threads))
    options = [engine.CompressOptions(quality=quality, threads=threads) for quality in (50.0, 60.0)]
    everything = (0, 0, width, height)
    cleaning = engine.DenoiseOptions(strength=20.0, threads=threads)
    return [
        Row("region: compress, reconstruct", None, alone, alone),
        measured(lambda tell: keeper.preview_region(50.0, region, tell), "region", alone),
        measured(lambda tell: keeper.preview_region(60.0, region, tell), "region, next quality", alone),
        measured(lambda tell: engine.denoise(seen, cleaning, first=everything, on_tile=tell), "denoise", alone),
        Row("photo: compress, reconstruct", None, whole, whole),
        measured(lambda tell: keeper.round_trip(options[0], first=region, on_tile=tell), "exact", whole),
        measured(lambda tell: keeper.round_trip(options[1], first=region, on_tile=tell), "exact, next quality", whole),
        measured(lambda tell: keeper.curve(QUALITIES, tell), f"curve of {len(QUALITIES)} points", whole),
    ]  # fmt: skip


def forecast_error(picture: engine.Picture, threads: int) -> list[float]:
    """Of the sizes told first, in percent: in the first run, and in the one after it before anything is coded."""
    keeper = engine.CompressPreview(picture, engine.CompressOptions(threads=threads))
    errors: list[float] = []
    for quality in (50.0, 60.0):
        told: list[int] = []
        options = engine.CompressOptions(quality=quality, threads=threads)
        size = len(keeper.round_trip(options, on_size=told.append).data)
        errors += [100.0 * (value / size - 1.0) for value in told[:2]]
    return errors


def curve_error(picture: engine.Picture, threads: int) -> tuple[float, float]:
    """Largest errors of a curve through one known point, percent of bytes and dB, at other qualities."""
    keeper = engine.CompressPreview(picture, engine.CompressOptions(threads=threads))
    keeper.round_trip(engine.CompressOptions(quality=50.0, threads=threads))
    points: list[engine.CurvePoint] = []
    keeper.curve([20.0, 35.0, 65.0, 80.0], points.append)
    worst = (0.0, 0.0)
    for point in points:
        exact = keeper.round_trip(engine.CompressOptions(quality=point.quality, threads=threads))
        size = 100.0 * abs(point.bytes / len(exact.data) - 1.0)
        worst = (max(worst[0], size), max(worst[1], abs(point.psnr - exact.psnr)))
    return worst


def cancelling(picture: engine.Picture, region: engine.Rect, threads: int, times: int) -> float:
    """The longest time from cancelling to the end of the work, in seconds, at random moments."""
    moments = random.Random(0)
    worst = 0.0
    for number in range(times):
        keeper = engine.CompressPreview(picture, engine.CompressOptions(threads=threads))
        progress = engine.Progress()
        asked: list[float] = []

        def cancel(progress: engine.Progress = progress, asked: list[float] = asked) -> None:
            asked.append(time.perf_counter())
            progress.cancel()

        timer = threading.Timer(moments.uniform(0.05, 2.0), cancel)
        timer.start()
        try:
            while True:
                if number % 2:
                    keeper.round_trip(engine.CompressOptions(threads=threads), first=region, progress=progress)
                else:
                    keeper.preview_region(50.0, region, lambda part: None, progress)
        except Cancelled:
            worst = max(worst, time.perf_counter() - asked[0])
        timer.join()
    return worst


def main(arguments: list[str] | None = None) -> None:
    options = parse_arguments(arguments)
    picture = photo(options.folder, options.megapixels)
    width, height = min(SIDE, picture.width), min(SIDE, picture.height)
    region = ((picture.width - width) // 2, (picture.height - height) // 2, width, height)
    print(f"{picture.width} x {picture.height} pixels, {width} x {height} of them seen")
    small = engine.Picture(np.ascontiguousarray(picture.pixels[:SIDE, :SIDE]))
    rows(small, (0, 0, small.width, small.height), options.threads)  # loads the models
    header = ["step", "first s", "ratio", "all s", "ratio"]
    print_table(header, [row.cells() for row in rows(picture, region, options.threads)])
    errors = ", ".join(f"{error:+.1f} %" for error in forecast_error(picture, options.threads))
    print(f"sizes told first, in the first run and in the second: {errors}")
    bytes_off, psnr_off = curve_error(picture, options.threads)
    print(f"curve through one known point: at most {bytes_off:.1f} % of bytes and {psnr_off:.2f} dB off")
    worst = cancelling(picture, region, options.threads, options.cancels)
    print(f"cancelled within {1000 * worst:.0f} ms")


if __name__ == "__main__":
    main()
