"""What can be typed after ``safelight``. Wrong use ends with exit code 2 and a line that says what is wrong."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import engine
from engine.cli import options
from engine.cli.options import Parser
from engine.cli.value_types import FORMAT_NAMES
from engine.files.job import Task
from engine.files.naming import PICTURE_SUFFIXES
from engine.files.settings import OutputPolicy, TaskOptions
from engine.option import options_of


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUT")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="name of the one output; - is standard output, NAME/ a folder",
    )
    where.add_argument("--out-dir", type=Path, metavar="DIR", help="folder for outputs; default: beside each input")


def _add_folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("in_dir", type=Path, metavar="IN_DIR")
    parser.add_argument("out_dir", type=Path, metavar="OUT_DIR")


STANDARD_OUTPUT = Path("-")
Command = Callable[[argparse.Namespace], int]


def _command(module: str, name: str) -> Command:
    """A command whose module is loaded when it runs: no other one waits for what it needs."""

    def run(chosen: argparse.Namespace) -> int:
        command: Command = getattr(import_module(f"engine.cli.{module}"), name)
        return command(chosen)

    return run


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = Parser(
        prog="safelight", description="Compress photos to .latent files, bring them back, and denoise them."
    )
    parser.add_argument("--version", action="version", version=f"safelight {engine.__version__}")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_tasks(verbs, is_folder=False)
    batch = verbs.add_parser("batch", help="a whole folder, with its sub-folders")
    _add_tasks(batch.add_subparsers(required=True, metavar="TASK"), is_folder=True)
    _add_watch(verbs)
    for name, text, own in (
        ("info", "what files say of themselves", []),
        (
            "verify",
            "decode .latent files and check everything, writing nothing",
            [options.only(TaskOptions, "max_pixels")],
        ),
    ):
        verb = verbs.add_parser(name, help=text, description=text, parents=[*own, options.common()])
        verb.add_argument("inputs", nargs="+", type=Path, metavar="INPUT")
        verb.set_defaults(command=_command("info", name))
    _add_models(verbs)
    _add_learning(verbs)
    gui = verbs.add_parser("gui", help="open the window", description="open the window", parents=[options.common()])
    gui.add_argument(
        "--task", dest="for_task", choices=get_args(Task), help="begin this with the files at once, on the batch page"
    )
    gui.add_argument("files", nargs="*", metavar="FILE")
    gui.set_defaults(command=_command("window", "gui"), keeps_native_output=True)
    return parser


def _add_tasks(verbs: Any, *, is_folder: bool) -> None:
    """The three tasks, once for files and once for folders; argparse has no public types for what it takes."""
    parts = options.parts(with_region=not is_folder)  # pictures of a whole folder hardly share a region
    larger = [options.only(OutputPolicy, "keep_larger")] if is_folder else []
    every = [options.only(TaskOptions, "max_pixels"), options.writing(), options.limits(), options.reports()]
    every.append(options.only(OutputPolicy, "name_pattern"))
    recovering, format = options.only(TaskOptions, "recover"), options.only(OutputPolicy, "format")
    denoising = options.only(engine.DenoiseOptions, *options_of(engine.DenoiseOptions))
    for name, text, own in (
        ("compress", "pictures to .latent files", [options.quality(), recovering, *larger]),
        ("reconstruct", ".latent files to pictures", [parts, format]),
        ("denoise", "noisy pictures to clean ones", [denoising, recovering, format]),
    ):
        shared = [*every, *([options.selection()] if is_folder else []), options.common()]
        scope = ", a whole folder" if is_folder else ""
        verb = verbs.add_parser(name, help=text, description=text + scope, parents=[*own, *shared])
        (_add_folders if is_folder else _add_files)(verb)
        verb.set_defaults(command=_command("commands", "run_folder" if is_folder else "run_files"), task=name)


def _add_watch(verbs: Any) -> None:
    text = "compress what is in a folder and what arrives there, until stopped"
    own = [options.quality(), options.only(OutputPolicy, "keep_larger"), options.arrivals(), options.selection()]
    every = [options.only(TaskOptions, "max_pixels"), options.writing(), options.limits()]
    common = options.common(json_help="print one JSON object a line")
    verb = verbs.add_parser("watch", help=text, description=text, parents=[*own, *every, common])
    _add_folders(verb)
    verb.set_defaults(command=_command("watch", "watch"), task="compress")


def _add_models(verbs: Any) -> None:
    """``safelight models`` alone lists them."""
    text = "list, add, remove or pack up models"
    models = verbs.add_parser("models", help=text, description=text, parents=[options.common()])
    models.set_defaults(command=_command("models", "list_models"))
    actions = models.add_subparsers(metavar="ACTION")
    for name, text, command, argument in (
        ("list", "the models that are installed", "list_models", None),
        ("add", "add a model from its folder or zip", "add_model", ("source", Path, "FOLDER|ZIP")),
        ("remove", "delete a model that was added", "remove_model", ("id", str, "ID")),
        ("export", "pack a model that was added into a zip", "export_model", ("id", str, "ID")),
    ):
        action = actions.add_parser(name, help=text, description=text, parents=[options.common()])
        if argument is not None:
            action.add_argument(argument[0], type=argument[1], metavar=argument[2])
        if name == "export":
            action.add_argument("-o", "--output", dest="zip", type=Path, metavar="FILE", help="default: ID.zip here")
            action.add_argument("--overwrite", action="store_true", help="replace a file that is there")
        action.set_defaults(command=_command("models", command))


def _add_learning(verbs: Any) -> None:
    """Whatever follows is for another process: nothing looks like an option where no character begins one."""
    for name, text in (
        ("train", "teach an autoencoder your own pictures (needs the extra 'training')"),
        ("family", "see what a trained autoencoder learned, and export it"),
    ):
        verb = verbs.add_parser(name, help=text, prefix_chars="\0", add_help=False)
        verb.add_argument("rest", nargs="*", metavar="ARGUMENT")
        verb.set_defaults(command=_command("train", name), debug=False, keeps_native_output=True)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse and check what argparse cannot; exits with 2 for wrong use."""
    parser = build_parser()
    chosen = parser.parse_args(arguments)
    if getattr(chosen, "output", None) is not None:
        typed, chosen.output = chosen.output, Path(chosen.output)
        if typed.endswith(("/", os.sep)):
            chosen.out_dir, chosen.output = chosen.output, None
            return chosen
        problem = _stream_problem(chosen) if chosen.output == STANDARD_OUTPUT else _output_problem(chosen)
        if problem is not None:
            parser.error(problem)
    return chosen


def _stream_problem(chosen: argparse.Namespace) -> str | None:
    if len(chosen.inputs) > 1:
        return "-o - writes one output; use --out-dir for several inputs"
    if chosen.json:
        return "-o - and --json both write to standard output"
    if chosen.originals == "bin":
        return "-o - leaves no file that could be read back: originals cannot go to the bin"
    return "standard output is a terminal; name a file or redirect it" if sys.stdout.isatty() else None


def _output_problem(chosen: argparse.Namespace) -> str | None:
    output: Path = chosen.output
    suffix = output.suffix.lower()
    if chosen.name_pattern is not None:
        return "-o names the output; --name is for --out-dir, or for outputs beside their inputs"
    if len(chosen.inputs) > 1:
        return "-o names one output; use --out-dir for several inputs"
    if chosen.task == "compress":
        return f"{output} would not be a picture; compress writes .latent files" if suffix in PICTURE_SUFFIXES else None
    if suffix not in PICTURE_SUFFIXES:
        known = chosen.format is not None and suffix != engine.LATENT_SUFFIX
        return None if known else f"cannot tell the format of {output}; use a known suffix or --format"
    named = FORMAT_NAMES.get(suffix[1:], suffix[1:])
    return f"{output} would not be a {chosen.format} file" if chosen.format not in (None, named) else None
