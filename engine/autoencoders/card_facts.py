"""Reads the shapes of pictures and codes from an autoencoder's card, and checks them."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.arrays import Float32Array
from engine.errors import ModelError
from engine.messages import Message
from engine.models.catalog import ModelCard

MOST_SIDE, MOST_CODE = 1024, 65_536
"""Pixels a side and units of a code; a card that says more is refused."""
MOST_AXES = 64
"""Units that are used as axes where the card has none; all units of a large code would take gigabytes."""


class AutoencoderFacts:
    """The checked facts of a card.

    Raises:
        ModelError: the card is no autoencoder's, or a fact is missing or impossible.
    """

    def __init__(self, card: ModelCard) -> None:
        self._card = card
        if card.kind != "autoencoder":
            raise ModelError(Message("the model {0!r} is not an autoencoder", card.id))
        facts: dict[str, Any] = card.architecture
        try:
            channels, height, width = (int(side) for side in facts["picture"])
            self.size, self.has_prior = int(facts["code"]), bool(facts.get("has_prior", False))
            recipe = facts.get("recipe") or {}
            self.is_of_patches = bool((recipe.get("data") or {}).get("patches", 0))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise self._vague() from error
        self.shape = (channels, height, width)
        if channels not in (1, 3) or not 1 <= min(height, width) <= max(height, width) <= MOST_SIDE:
            raise self._vague()
        if not 1 <= self.size <= MOST_CODE:
            raise self._vague()

    def units(self, name: str, otherwise: float) -> Float32Array:
        """The card's numbers ``name`` for the units of the code, float32 ``(K,)``; without them ``otherwise``."""
        given = self._card.architecture.get(name)
        return np.full(self.size, otherwise, np.float32) if given is None else self._numbers(given, (self.size,))

    def axes(self, deviation: Float32Array) -> tuple[Float32Array, Float32Array]:
        """Axes ``(A, K)`` and spread ``(A,)`` from the card; without them the units of largest ``deviation``."""
        given = self._card.architecture.get("code_axes")
        if not isinstance(given, list) or not given:
            order = np.argsort(-deviation, kind="stable")[:MOST_AXES]
            units = np.zeros((len(order), self.size), np.float32)
            units[np.arange(len(order)), order] = 1.0
            return units, deviation[order]
        axes = self._numbers(given, (len(given), self.size))
        return axes, self._numbers(self._card.architecture.get("axis_deviation"), (len(axes),))

    def _numbers(self, given: object, shape: tuple[int, ...]) -> Float32Array:
        try:
            with np.errstate(over="ignore"):  # what is too large becomes infinite, which is refused
                found = np.array(given, dtype=np.float32)
        except (TypeError, ValueError, OverflowError) as error:
            raise self._vague() from error
        if found.shape != shape or not np.isfinite(found).all():
            raise self._vague()
        return found

    def _vague(self) -> ModelError:
        return ModelError(
            Message("the card of the model {0!r} does not describe its pictures and codes", self._card.id)
        )
