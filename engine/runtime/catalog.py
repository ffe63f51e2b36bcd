"""The installed models: one folder each, with a model card ``model.json`` beside the files it lists."""

from __future__ import annotations

from functools import cache

from engine.assets import models_dir
from engine.errors import ModelError, UnknownModel
from engine.runtime.model_card import CARD as CARD
from engine.runtime.model_card import DEFAULT_CODEC as DEFAULT_CODEC
from engine.runtime.model_card import DENOISERS as DENOISERS
from engine.runtime.model_card import NOISE_ESTIMATOR as NOISE_ESTIMATOR
from engine.runtime.model_card import ModelCard as ModelCard
from engine.runtime.model_card import checked_file as checked_file
from engine.runtime.model_card import combined_hash as combined_hash
from engine.runtime.model_card import model_file as model_file
from engine.runtime.model_card import read_card as read_card
from engine.runtime.own_models import SHIPPED_PREFIX, find_own, own_models


@cache
def _cards() -> dict[str, ModelCard]:
    cards = [read_card(path) for path in sorted(models_dir().glob(f"*/{CARD}"))]
    return {card.id: card for card in cards}


def models() -> list[ModelCard]:
    """Cards of all installed models, by id: those that came with the program, then one's own."""
    return [*_cards().values(), *own_models()[0]]


def model_problems() -> list[ModelError]:
    """What is wrong with folders among one's own models that cannot be used."""
    return own_models()[1]


def codecs() -> list[ModelCard]:
    """Codecs that new files may be made with: the default one first, then one's own."""
    return [_cards()[DEFAULT_CODEC], *(card for card in own_models()[0] if card.kind == "codec")]


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
        raise UnknownModel(f"the model {model_id!r} is not installed; a newer version may have it")
    raise UnknownModel(
        f"the model {model_id!r} is not installed; get it from whoever made the file, then: safelight models add FOLDER"
    )


def find_denoiser(name: str) -> ModelCard:
    """The denoiser that a user calls ``name``.

    Raises:
        UnknownModel: if this version does not have it.
    """
    if name not in DENOISERS:
        raise UnknownModel(f"this version has no {name!r} denoiser; it has {', '.join(DENOISERS)}")
    return find_model(DENOISERS[name])
