"""The command ``python -m engine.training.family USE ...``; ``--help`` lists the uses."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from engine.errors import Cancelled, OptionError, SafelightError

USES = {
    "train": "train a recipe on pictures",
    "reconstruct": "a sheet: originals above, reconstructions below",
    "map": "a map of the codes in two dimensions, beside PCA",
    "features": "what the codes are worth to a classifier with few labels",
    "anomaly": "which pictures are unlike those that were learned from",
    "generate": "pictures drawn from the prior, and between two pictures",
    "export": "a model for the program: ONNX files and their card",
    "recipes": "list the recipes that come with the program",
}
"""The uses, each in the module of its name; ``map`` is in ``mapping``, because ``map`` is a built-in."""
MODULES = {"map": "mapping"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one use; returns the exit code: 0 done, 1 failed, 2 wrong arguments, 130 interrupted."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    # Waiting threads sleep instead of spinning: seven times the steps where other programs use the cores.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        args = _parse(given)
        code: int = args.run(args)
        return code
    except SystemExit as stop:  # argparse: 0 after --help, 2 for wrong arguments
        return stop.code if isinstance(stop.code, int) else 2
    except SafelightError as error:
        print(f"safelight: {error}", file=sys.stderr)
        return 2 if isinstance(error, OptionError) else 1
    except (KeyboardInterrupt, Cancelled):
        print("safelight: interrupted", file=sys.stderr)
        return 130


def _parse(given: list[str]) -> argparse.Namespace:
    """Import only the module of the requested use, because importing torch is slow."""
    parser = argparse.ArgumentParser(prog="safelight family", description="Train and use autoencoders.")
    verbs = parser.add_subparsers(required=True, metavar="USE")
    for name, text in USES.items():
        verb = verbs.add_parser(name, help=text, description=text, allow_abbrev=False)
        if given[:1] == [name]:
            module = _module(MODULES.get(name, name))
            module.add_arguments(verb)
            verb.set_defaults(run=module.run)
    return parser.parse_args(given)


def _module(name: str) -> Any:
    try:
        return importlib.import_module(f"engine.training.family.{name}")
    except (ImportError, RuntimeError) as error:  # the latter from a torchvision that was built for another torch
        reason = str(error).partition("\n")[0]
        advice = 'pip install "safelight[training]" brings it'
        raise SafelightError(f"what training needs cannot be loaded: {reason}; {advice}") from error


if __name__ == "__main__":
    sys.exit(main())
