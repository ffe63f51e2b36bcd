"""The command line, ``safelight``. Scripts rely on its options and exit codes; docs/command-line.md lists them."""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import multiprocessing
import os
import sys
from collections.abc import Sequence

from engine.cli.arguments import parse
from engine.cli.console import complain
from engine.cli.exit_codes import EXIT_INTERRUPTED, EXIT_SOME_FAILED, EXIT_WRONG_USE
from engine.cli.native_output import native_output_dropped
from engine.errors import Cancelled, OptionError, SafelightError, first_line


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 all done, 1 some failed, 2 wrong use, 130 interrupted."""
    multiprocessing.freeze_support()  # a frozen program is its own worker
    _accept_any_name()
    try:
        chosen = parse(sys.argv[1:] if arguments is None else arguments)
    except SystemExit as stop:  # argparse: 0 after --help, 2 for wrong use
        return stop.code if isinstance(stop.code, int) else EXIT_WRONG_USE
    debug = chosen.debug or bool(os.environ.get("SAFELIGHT_DEBUG"))
    if debug:
        logging.basicConfig()
        logging.getLogger("engine").setLevel(logging.DEBUG)
    quiet = contextlib.nullcontext() if debug or "keeps_native_output" in chosen else native_output_dropped()
    with quiet:
        return _run(chosen, debug=debug)


def _run(chosen: argparse.Namespace, *, debug: bool) -> int:
    try:
        result: int = chosen.command(chosen)
        return result
    except (KeyboardInterrupt, Cancelled):
        complain("interrupted")
        return EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_SOME_FAILED
    except Exception as error:
        if debug:
            logging.getLogger(__name__).debug("this ended the program", exc_info=True)
        return _report(error)


def _report(error: Exception) -> int:
    if isinstance(error, SafelightError):
        complain(str(error))
        return EXIT_WRONG_USE if isinstance(error, OptionError) else EXIT_SOME_FAILED
    complain(f"unexpected problem: {first_line(error)} (--debug shows more)")
    return EXIT_SOME_FAILED


def _accept_any_name() -> None:
    """File names need not be text in any encoding; printing one must not fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
