"""The models that are installed: one folder each, with a model card ``model.json`` beside the files it lists.

Those that a person has added lie in a folder of their own. They are files of others, and ONNX Runtime runs what is in
them: only names that this program knows are taken, and nothing larger than a model can reasonably be.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from engine.assets import models_dir, own_models_dir
from engine.errors import ModelError, UnknownModel
from engine.messages import Message
from engine.models.card import CARD as CARD
from engine.models.card import DEFAULT_CODEC as DEFAULT_CODEC
from engine.models.card import DENOISERS as DENOISERS
from engine.models.card import NOISE_ESTIMATOR as NOISE_ESTIMATOR
from engine.models.card import ModelCard as ModelCard
from engine.models.card import checked_file as checked_file
from engine.models.card import combined_hash as combined_hash
from engine.models.card import model_file as model_file
from engine.models.card import read_card as read_card

FILES_OF_KIND = {
    "codec": frozenset({
        "analysis.onnx", "synthesis.onnx", "hyper_analysis.onnx", "hyper_synthesis.onnx", "base_context.onnx",
        "detail_start.onnx", "detail_finish.onnx", "tables.npz",
    }),
    "autoencoder": frozenset({"encoder.onnx", "decoder.onnx"}),
}  # fmt: skip
"""What a model of each kind that can be added consists of, its card apart."""
OPTIONAL_FILES = {"codec": frozenset({"synthesis_fast.onnx"})}
"""What a model of a kind may have besides."""
MOST_FILE_BYTES = 256 * 2**20
MOST_MODELS = 1000
"""Folders that are looked at; more would be no folder of models."""
SHIPPED_PREFIX = "safelight-"
"""Ids that begin with it are this project's."""

_ID = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))})
"""Names that Windows takes for devices, with any suffix."""


@cache
def _cards() -> dict[str, ModelCard]:
    cards = [read_card(path) for path in sorted(models_dir().glob(f"*/{CARD}"))]
    return {card.id: card for card in cards}


def installed_models() -> list[ModelCard]:
    """Cards of all installed models, by id: those that came with the program, then one's own."""
    return [*_cards().values(), *_own_models()[0]]


def model_problems() -> list[ModelError]:
    """What is wrong with folders among one's own models that cannot be used."""
    return _own_models()[1]


def codecs() -> list[ModelCard]:
    """Codecs that new files may be made with: the default one first, then one's own."""
    return [_cards()[DEFAULT_CODEC], *(card for card in _own_models()[0] if card.kind == "codec")]


def find_model(model_id: str) -> ModelCard:
    """The card of one model.

    Raises:
        UnknownModel: if it is not installed.
        ModelError: one's own model of that id has something that is not allowed.
    """
    found = _cards().get(model_id) or find_own(model_id)
    if found is not None:
        return found
    if model_id.startswith(SHIPPED_PREFIX):
        raise UnknownModel(Message("the model {0!r} is not installed; a newer version may have it", model_id))
    raise UnknownModel(
        Message(
            "the model {0!r} is not installed; get it from whoever made the file, then: safelight models add FOLDER",
            model_id,
        )
    )


def find_denoiser(name: str) -> ModelCard:
    """The denoiser that a user calls ``name``.

    Raises:
        UnknownModel: if this version does not have it.
    """
    if name not in DENOISERS:
        raise UnknownModel(Message("this version has no {0!r} denoiser; it has {1}", name, ", ".join(DENOISERS)))
    return find_model(DENOISERS[name])


def id_problem(model_id: str) -> str:
    """Why a model of one's own cannot have this id, which is also its folder's name; empty where it can."""
    if _ID.fullmatch(model_id) is None or ".." in model_id:
        return Message(
            "the model's id {0!r} is not up to 64 small letters, digits, dots, dashes and underscores", model_id
        )
    if model_id.startswith(SHIPPED_PREFIX):
        return Message(
            "the model's id {0!r} begins with {1!r}, as only models of this program do", model_id, SHIPPED_PREFIX
        )
    if model_id.partition(".")[0] in _DEVICES:
        return Message("the model's id {0!r} is no name for a folder on Windows", model_id)
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
        return Message("a model of the kind {0!r} cannot be added; codecs and autoencoders can", card.kind)
    needed = set(card.files) - OPTIONAL_FILES.get(card.kind, frozenset())
    if needed != wanted:
        odd = sorted(needed ^ wanted)[0]
        return Message("the model card should list exactly the files of its kind, but differs in {0!r}", odd)
    large = [name for name, size in card.sizes().items() if size > MOST_FILE_BYTES]
    return Message("a model file is larger than {0} MiB", MOST_FILE_BYTES >> 20) if large else ""


def _own_models() -> tuple[list[ModelCard], list[ModelError]]:
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
        raise ModelError(Message("holds the model {0!r}, and should have its name", card.id), folder)
    return card
