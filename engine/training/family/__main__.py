"""The command of the autoencoder family: ``python -m engine.training.family USE ...``; ``--help`` lists the uses."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

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
"""What can be done, each in the module of its name; ``map`` is Python's own word, and has ``mapping``."""
MODULES = {"map": "mapping"}


def build_parser() -> argparse.ArgumentParser:
    """The parser of all uses."""
    parser = argparse.ArgumentParser(prog="safelight family", description="Train and use autoencoders.")
    verbs = parser.add_subparsers(required=True, metavar="USE")
    for name, text in USES.items():
        module = importlib.import_module(f"engine.training.family.{MODULES.get(name, name)}")
        verb = verbs.add_parser(name, help=text, description=text, allow_abbrev=False)
        module.add_arguments(verb)
        verb.set_defaults(run=module.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one use; returns the exit code: 0 done, 1 failed, 2 wrong use, 130 interrupted."""
    args = build_parser().parse_args(arguments)
    try:
        code: int = args.run(args)
        return code
    except SafelightError as error:
        print(f"safelight: {error}", file=sys.stderr)
        return 2 if isinstance(error, OptionError) else 1
    except (KeyboardInterrupt, Cancelled):
        print("safelight: interrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
