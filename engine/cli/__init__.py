"""The command line, ``safelight``. Scripts rely on its options and exit codes; the README lists them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from engine.cli.arguments import parse
from engine.errors import Cancelled, SafelightError

EXIT_DONE, EXIT_SOME_FAILED, EXIT_WRONG_USE, EXIT_INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 all done, 1 some failed, 2 wrong use, 130 interrupted."""
    try:
        chosen = parse(sys.argv[1:] if arguments is None else arguments)
    except SystemExit as stop:  # argparse: 0 after --help, 2 for wrong use
        return stop.code if isinstance(stop.code, int) else EXIT_WRONG_USE
    try:
        result: int = chosen.command(chosen)
        return result
    except (KeyboardInterrupt, Cancelled):
        print("safelight: interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED
    except SafelightError as error:
        print(f"safelight: {error}", file=sys.stderr)
        return EXIT_SOME_FAILED
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_SOME_FAILED
    except Exception as error:
        if os.environ.get("SAFELIGHT_DEBUG"):
            raise
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        print(f"safelight: unexpected problem: {reason} (SAFELIGHT_DEBUG=1 shows more)", file=sys.stderr)
        return EXIT_SOME_FAILED
