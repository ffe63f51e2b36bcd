"""Tables and JSON of the denoising benchmark."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from denoising_measure import Gap, Row, Sample, mean
from denoising_published import PUBLISHED
from pictures import print_table

REFERENCES = ("opencv-nlm", "skimage-nlm")
"""The first of these that was measured is what seconds are held against."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "white": ("PSNR dB", "SSIM", "s/MP", "time / reference", "KMAC/px"),
    "real": ("PSNR dB", "gain dB", "SSIM", "s/MP"),
    "jpeg": ("PSNR dB", "gain dB", "SSIM"),
    "clean": ("mean dB", "least dB", "left alone", "pictures"),
}


@dataclass(frozen=True)
class Table:
    """The methods on one set of pictures.

    Attributes:
        kind: which columns it has.
        folder, noise: of the set, for the title.
        rows: the noisy input first, where it has a score.
        estimates: strength by picture, where every picture is to be listed.
        gaps: what estimating the strength costs.
    """

    kind: str
    folder: str
    noise: str
    rows: list[Row]
    estimates: Mapping[str, float] | None = None
    gaps: Sequence[Gap] = ()


def print_scores(table: Table) -> None:
    """The table; a ``*`` marks rows with figures of an earlier run."""
    names = [row.method for row in table.rows]
    reference = next((name for name in REFERENCES if name in names), None)
    base = next((row.seconds for row in table.rows if row.method == reference), None)
    header = [column.replace("reference", reference or "NL-means") for column in COLUMNS[table.kind]]
    print(f"\n{table.folder}, {table.noise}")
    print_table(["method", *header], [_cells(row, table.kind, base) for row in table.rows])
    if table.estimates is not None:
        print_pictures(table.rows, table.estimates)
    if table.kind == "real" and table.folder.lower() in PUBLISHED:
        print_published(table.folder)


def print_published(folder: str) -> None:
    """What others say of the set; their crops and weights differ."""
    print(f"\n{folder}, published by others on crops of their own")
    rows = [[each.method, f"{each.psnr:.2f}", each.pictures, each.source] for each in PUBLISHED[folder.lower()]]
    for method, level, pictures, source in rows:
        print(f"  {method}: {level} dB ({pictures}; {source})")


def print_gaps(tables: Iterable[Table]) -> None:
    """What estimating the strength costs, all sets of real noise under one another."""
    rows = [(table.folder, gap) for table in tables for gap in table.gaps]
    if not rows:
        return
    print("\nStrength estimated against the best of the grid for every picture, PSNR in dB")
    lines = [
        [
            folder, gap.method, str(gap.pictures), f"{gap.blind:.2f}", f"{gap.best:.2f}", f"{gap.mean:.2f}",
            f"{gap.worst[0]:.2f}", gap.worst[1], str(gap.halved),
        ]
        for folder, gap in rows
    ]  # fmt: skip
    header = ["set", "method", "pictures", "estimated", "best", "gap", "largest gap", "of", "gain less than half"]
    print_table(header, lines)


def _cells(row: Row, kind: str, base: float | None) -> list[str]:
    figures = _clean_figures(row) if kind == "clean" else _figures(row, base)
    return [row.method + "*" * row.cached, *(figures[column] for column in COLUMNS[kind])]


def _figures(row: Row, base: float | None) -> dict[str, str]:
    ran = row.seconds > 0.0
    return {
        "PSNR dB": f"{row.psnr:.2f}",
        "gain dB": f"{row.gain:+.2f}",
        "SSIM": f"{row.ssim:.4f}",
        "s/MP": f"{row.seconds:.3f}" if ran else "-",
        "time / reference": f"{row.seconds / base:.2f}" if ran and base else "-",
        "KMAC/px": "-" if row.kmac is None else f"{row.kmac:.1f}",
    }


def _clean_figures(row: Row) -> dict[str, str]:
    """PSNR against the input: the mean is over the pictures that were altered, others having none."""
    return {
        "mean dB": f"{mean(row.altered):.2f}" if row.altered else "-",
        "least dB": f"{min(row.altered):.2f}" if row.altered else "-",
        "left alone": str(len(row.samples) - len(row.altered)),
        "pictures": str(len(row.samples)),
    }


def print_pictures(rows: list[Row], estimates: Mapping[str, float]) -> None:
    """Every picture: PSNR noisy and by Safelight, with the strength where it was told one."""
    own = [row for row in rows if row.method.startswith("safelight")]
    by_row = [{sample.picture: sample for sample in row.samples} for row in own]
    noisy = {sample.picture: sample.before for row in rows for sample in row.samples}
    print("\nPSNR in dB of every picture, and strengths")
    lines = [
        [name, f"{noisy[name]:.2f}", f"{strength:.1f}", *(_at_strength(samples[name]) for samples in by_row)]
        for name, strength in estimates.items()
    ]
    print_table(["picture", "noisy", "estimate", *(row.method for row in own)], lines)


def _at_strength(sample: Sample) -> str:
    return f"{sample.psnr:.2f}" if sample.sigma is None else f"{sample.psnr:.2f} at {2.0 * sample.sigma:g}"


def as_json(tables: list[Table], about: Mapping[str, str]) -> dict[str, object]:
    """Everything printed and every sample; ``null`` stands for the PSNR of equal pictures."""
    return {
        "methods": dict(about),
        "tables": [
            {
                "kind": table.kind,
                "folder": table.folder,
                "noise": table.noise,
                "estimates": None if table.estimates is None else dict(table.estimates),
                "rows": [_row_json(row, table.kind) for row in table.rows],
                "gaps": [asdict(gap) for gap in table.gaps],
            }
            for table in tables
        ],
    }


def _row_json(row: Row, kind: str) -> dict[str, object]:
    if kind == "clean":
        altered = row.altered
        scores: dict[str, object] = {
            "mean": mean(altered) if altered else None,
            "least": min(altered, default=None),
            "left_alone": len(row.samples) - len(altered),
        }
    else:
        numbers = {"psnr": row.psnr, "gain": row.gain, "ssim": row.ssim, "seconds": row.seconds, "kmac": row.kmac}
        scores = {name: _finite(value) for name, value in numbers.items()}
    samples = [{name: _finite(value) for name, value in asdict(sample).items()} for sample in row.samples]
    return {"method": row.method, "cached": row.cached, **scores, "samples": samples}


def _finite(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value
