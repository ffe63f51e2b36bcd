"""``watch``: compresses what arrives in a folder, a line a file, until it is told to stop."""

from __future__ import annotations

import argparse

from engine import standard_json
from engine.batch.watch import watch_folder
from engine.cli.commands import job_settings, selection
from engine.cli.console import complain, report_outcome
from engine.cli.exit_codes import EXIT_DONE, EXIT_WRONG_USE
from engine.cli.interrupts import cancelled_by_signals
from engine.errors import InputError
from engine.files.job import Outcome
from engine.progress import Progress


def watch(chosen: argparse.Namespace) -> int:
    """Watch until Ctrl-C or ``kill``: the end of a watch that somebody asked for is no failure."""
    settings = job_settings(chosen)

    def tell(outcome: Outcome) -> None:
        if chosen.json:
            print(standard_json.dumps(outcome.to_dict()), flush=True)
        report_outcome(chosen.task, outcome, as_json=chosen.json, show_quality=settings.task.quality is None)

    progress = Progress()
    with cancelled_by_signals(progress):
        try:
            watch_folder(
                chosen.in_dir,
                chosen.out_dir,
                settings,
                selection=selection(chosen),
                settle=chosen.settle,
                poll=chosen.poll,
                progress=progress,
                on_outcome=tell,
                on_notice=complain,
            )
        except InputError as error:
            complain(str(error))
            return EXIT_WRONG_USE
    return EXIT_DONE
