"""Decodes many damaged and forged files in every way: each must give an error in one line or a marked recovery.

    python tests/benchmarks/mutate.py --count 10000 --seed 0

Prints what came of each kind of mutation. Ends with exit code 1 at the first file that breaks a promise, and keeps that
file; the same seed makes the same files as long as the model is the same.
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from tests.engine.mutation_judge import ANOTHER, MARKED, SAME, Judge, Verdict, Violation, valid_files
from tests.engine.mutations import KINDS, Mutation, mutate

MEBIBYTE = 2**20
LIMIT_SECONDS = 10.0
"""That decoding one file in all ways may take."""
LIMIT_MEMORY = 512 * MEBIBYTE
"""By which the most resident memory may grow once every network has run."""


class Tally:
    """Counts of what came of each kind, and the slowest file."""

    def __init__(self) -> None:
        self.files: Counter[str] = Counter()
        self.outcomes: dict[str, Counter[tuple[str, str]]] = {}
        self.slowest: dict[str, float] = {}

    def add(self, mutation: Mutation, verdict: Verdict) -> None:
        kind = mutation.kind
        self.files[kind] += 1
        for verb, outcome in verdict.outcomes.items():
            self.outcomes.setdefault(verb, Counter())[kind, outcome] += 1
        self.slowest[kind] = max(self.slowest.get(kind, 0.0), verdict.seconds)

    def table(self, verb: str) -> Table:
        """Kinds down, outcomes of one verb across."""
        counts = self.outcomes[verb]
        order = [SAME, ANOTHER, MARKED, "read"]
        found = sorted({outcome for _, outcome in counts}, key=lambda name: (name not in order, name))
        table = Table(title=verb, title_justify="left")
        table.add_column("kind")
        for name in ("files", *found, "slowest, ms"):
            table.add_column(name, justify="right")
        for kind in (kind for kind in KINDS if self.files[kind]):
            cells = [str(counts[kind, outcome] or "") for outcome in found]
            table.add_row(kind, str(self.files[kind]), *cells, f"{1000 * self.slowest[kind]:.0f}")
        sums = [str(sum(count for (_, name), count in counts.items() if name == outcome)) for outcome in found]
        table.add_section()
        table.add_row("all", str(self.files.total()), *sums, f"{1000 * max(self.slowest.values()):.0f}")
        return table


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path(), help="folder for a file that breaks a promise")
    return parser.parse_args(arguments)


def peak_memory() -> int:
    """Most resident memory of this process so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def check(judge: Judge, mutation: Mutation, memory: int) -> Verdict:
    """The judge's verdict, if it came soon and took little.

    Raises:
        Violation: otherwise.
    """
    verdict = judge.judge(mutation)
    if verdict.seconds > LIMIT_SECONDS:
        raise Violation(f"took {verdict.seconds:.1f} s")
    if peak_memory() - memory > LIMIT_MEMORY:
        raise Violation(f"took {(peak_memory() - memory) / MEBIBYTE:.0f} MiB")
    return verdict


def main(arguments: list[str] | None = None) -> int:
    options, console, tally = parse_arguments(arguments), Console(), Tally()
    files = valid_files()
    judge = Judge(files)
    memory = peak_memory()
    with Progress(console=Console(stderr=True)) as bar:
        for number in bar.track(range(options.count), description="Files"):
            mutation = mutate(files, options.seed, number)
            try:
                tally.add(mutation, check(judge, mutation, memory))
            except Violation as violation:
                kept = options.keep / f"mutation-{options.seed}-{number}.latent"
                kept.write_bytes(mutation.data)
                console.print(f"{mutation.kind}: {violation}\nkept as {kept}", markup=False)
                return 1
    for verb in tally.outcomes:
        console.print(tally.table(verb))
    console.print(f"memory grew by {(peak_memory() - memory) / MEBIBYTE:.0f} MiB at most")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
