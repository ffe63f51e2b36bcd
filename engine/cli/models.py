"""The command ``models``: what is installed, and models of one's own."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import engine
from engine.cli.console import complain, print_json, printable, size_text
from engine.cli.exit_codes import EXIT_DONE, EXIT_SOME_FAILED
from engine.errors import ModelError
from engine.models import installed
from engine.pipeline.model_check import check_model


def list_models(chosen: argparse.Namespace) -> int:
    """``list``: all models, each compared with its checksums."""
    found = [_fields(card) for card in engine.installed_models()]
    problems = engine.model_problems()
    if chosen.json:
        refused = [{"folder": problem.path, "reason": problem.reason} for problem in problems]
        print_json({"models": found, "problems": refused})
    for fields in () if chosen.json else found:
        print(printable(_line(fields)))
    for problem in problems:
        complain(str(problem))
    return EXIT_SOME_FAILED if problems or any(fields["reason"] for fields in found) else EXIT_DONE


def add_model(chosen: argparse.Namespace) -> int:
    """``add``: from a folder or a zip."""
    return _tell(chosen, _fields(installed.add_model(chosen.source, check_model)), "added")


def remove_model(chosen: argparse.Namespace) -> int:
    """``remove``: delete one that was added."""
    installed.remove_model(chosen.id)
    return _tell(chosen, {"id": chosen.id}, "removed")


def export_model(chosen: argparse.Namespace) -> int:
    """``export``: one that was added, as a zip."""
    target: Path = chosen.zip or Path(f"{chosen.id}{installed.MODEL_SUFFIX}")
    installed.export_model(chosen.id, target, overwrite=chosen.overwrite)
    return _tell(chosen, {"id": chosen.id, "output": str(target)}, f"written to {target}")


def _tell(chosen: argparse.Namespace, fields: dict[str, Any], done: str) -> int:
    if chosen.json:
        print_json(fields)
    else:
        print(printable(f"{fields['id']}: {done}"))
    return EXIT_DONE


def _fields(card: engine.ModelCard) -> dict[str, Any]:
    reason = ""
    try:
        card.verify()
    except ModelError as error:
        reason = error.reason
    return {
        "id": card.id,
        "kind": card.kind,
        "title": card.title,
        "own": card.is_own,
        "in_use": card.is_default,
        "decode_only": card.is_decode_only,
        "bytes": sum(card.sizes().values()),
        "licence": card.licence or None,
        "sha256": card.sha256,
        "folder": str(card.folder),
        "reason": reason,
    }


def _line(fields: dict[str, Any]) -> str:
    old = "only opens old files" if fields["decode_only"] else "for old files"
    use = "own" if fields["own"] else "in use" if fields["in_use"] else old
    text = f"{fields['id']}: {fields['kind']}, {size_text(fields['bytes'])}, {use}"
    return f"{text}, {fields['reason']}" if fields["reason"] else text
