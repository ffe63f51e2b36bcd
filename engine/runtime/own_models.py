"""Models that a person has added: what is allowed in their folder, which lies beside the shipped ones.

They are files of others, and ONNX Runtime runs what is in them: only names that this program knows are taken, nothing
larger than a model can reasonably be, and no model that reads other files.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from engine.assets import own_models_dir
from engine.errors import ModelError
from engine.runtime.model_card import CARD as CARD
from engine.runtime.model_card import ModelCard, read_card

FILES_OF_KIND = {
    "codec": frozenset({
        "analysis.onnx", "synthesis.onnx", "hyper_analysis.onnx", "hyper_synthesis.onnx", "base_context.onnx",
        "detail_start.onnx", "detail_finish.onnx", "tables.npz",
    }),
    "autoencoder": frozenset({"encoder.onnx", "decoder.onnx"}),
}  # fmt: skip
"""What a model of each kind that can be added consists of, its card apart."""
MOST_FILE_BYTES = 256 * 2**20
MOST_MODELS = 1000
"""Folders that are looked at; more would be no folder of models."""
SHIPPED_PREFIX = "safelight-"
"""Ids that begin with it are this project's."""

_ID = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))})
"""Names that Windows takes for devices, with any suffix."""


def id_problem(model_id: str) -> str:
    """Why a model of one's own cannot have this id, which is also its folder's name; empty where it can."""
    if _ID.fullmatch(model_id) is None or ".." in model_id:
        return f"the model's id {model_id!r} is not up to 64 small letters, digits, dots, dashes and underscores"
    if model_id.startswith(SHIPPED_PREFIX):
        return f"the model's id {model_id!r} begins with {SHIPPED_PREFIX!r}, as only models of this program do"
    if model_id.partition(".")[0] in _DEVICES:
        return f"the model's id {model_id!r} is no name for a folder on Windows"
    return ""


def read_own(folder: Path) -> ModelCard:
    """The card of a model of one's own; files are compared with it when they are used.

    Raises:
        ModelError: something in it is not allowed.
    """
    card = read_card(folder / CARD, licence="")
    problem = id_problem(card.id) or _files_problem(card)
    if problem:
        raise ModelError(problem, folder)
    return replace(card, is_own=True)


def _files_problem(card: ModelCard) -> str:
    wanted = FILES_OF_KIND.get(card.kind)
    if wanted is None:
        return f"a model of the kind {card.kind!r} cannot be added; codecs and autoencoders can"
    if set(card.files) != wanted:
        odd = sorted(set(card.files) ^ wanted)[0]
        return f"the model card should list exactly the files of its kind, but differs in {odd!r}"
    large = [name for name, size in card.sizes().items() if size > MOST_FILE_BYTES]
    return f"a model file is larger than {MOST_FILE_BYTES >> 20} MiB" if large else ""


def own_models() -> tuple[list[ModelCard], list[ModelError]]:
    """All models of one's own that can be used, by id, and what is wrong with the other folders beside them."""
    cards, problems = [], []
    try:
        folders = sorted(path for path in own_models_dir().iterdir() if not path.name.startswith(".") and path.is_dir())
    except OSError:
        return [], []  # nobody has added any, or nobody may look
    for folder in folders[:MOST_MODELS]:
        try:
            cards.append(_named_as_its_folder(read_own(folder), folder))
        except ModelError as error:
            problems.append(error)
    return cards, problems


def find_own(model_id: str) -> ModelCard | None:
    """The card of one of one's own models; ``None`` where there is none of that id.

    Raises:
        ModelError: there is one, and something in it is not allowed.
    """
    folder = own_models_dir() / model_id
    if id_problem(model_id) or not folder.is_dir():
        return None
    return _named_as_its_folder(read_own(folder), folder)


def _named_as_its_folder(card: ModelCard, folder: Path) -> ModelCard:
    if card.id != folder.name:
        raise ModelError(f"holds the model {card.id!r}, and should have its name", folder)
    return card
