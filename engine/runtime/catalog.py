"""The installed models: one folder each, with a model card ``model.json`` beside the files it lists."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from engine.assets import models_dir
from engine.errors import ModelError, UnknownModel

DEFAULT_CODEC = "safelight-codec-2"
DENOISERS = {"fast": "safelight-denoise-fast-2", "best": "safelight-denoise-best-1"}
"""Denoiser names that users type, with the id of the model that each stands for."""
NOISE_ESTIMATOR = "safelight-noise-1"
OWN_LICENCE = "MIT"
"""Models are of this project, and under its licence, unless their cards name another."""


@dataclass(frozen=True)
class ModelCard:
    """What is known of a model; the rest of ``model.json`` is for readers.

    Attributes:
        id: names the model in files made with it.
        kind: ``codec``, ``denoiser``, ``estimator`` or ``autoencoder``.
        title: a short description.
        sha256: of the model's files together; see :func:`combined_hash`.
        figures: measured results, by name.
        files: SHA-256 by file name.
        folder: where the files lie.
        released_as: :attr:`sha256` of the first release, where graphs with the same weights were exported anew since.
        architecture, training: how it is built and how it was trained, for readers.
        licence: the SPDX name of its licence.
    """

    id: str
    kind: str
    title: str
    sha256: str
    figures: dict[str, object] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    folder: Path = Path()
    released_as: str = ""
    architecture: dict[str, object] = field(default_factory=dict)
    training: dict[str, object] = field(default_factory=dict)
    licence: str = OWN_LICENCE

    @property
    def hash_start(self) -> int:
        """The first four bytes of the first release's :attr:`sha256`, as files carry them."""
        return int((self.released_as or self.sha256)[:8], 16)

    @property
    def is_default(self) -> bool:
        """Whether new work is done with it where nothing else is asked for."""
        return self.id in (DEFAULT_CODEC, NOISE_ESTIMATOR, *DENOISERS.values())

    def sizes(self) -> dict[str, int]:
        """Bytes on disk by file name; a file that is missing has none."""
        paths = {name: self.folder / name for name in self.files}
        return {name: path.stat().st_size for name, path in paths.items() if path.is_file()}

    def verify(self) -> None:
        """Compare all files with their checksums, each once a process.

        Raises:
            ModelError: if a file is missing or was changed.
        """
        for name in self.files:
            model_file(self, name)


def combined_hash(files: dict[str, str]) -> str:
    """SHA-256 over the sorted lines ``name sha256``, hexadecimal."""
    text = "".join(f"{name} {digest}\n" for name, digest in sorted(files.items()))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def read_card(path: Path) -> ModelCard:
    """The card at ``path``.

    Raises:
        ModelError: if it cannot be read or lacks something.
    """
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        card = ModelCard(
            raw["id"], raw["kind"], raw["title"], raw["sha256"], raw["figures"], raw["files"], path.parent,
            raw.get("released_as", ""), raw.get("architecture", {}), raw.get("training", {}),
            raw.get("licence", OWN_LICENCE),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError("the model card cannot be read", path) from error
    if card.sha256 != combined_hash(card.files):
        raise ModelError("the model card does not match its own checksum", path)
    return card


@cache
def _cards() -> dict[str, ModelCard]:
    cards = [read_card(path) for path in sorted(models_dir().glob("*/model.json"))]
    return {card.id: card for card in cards}


def models() -> list[ModelCard]:
    """Cards of all installed models, by id."""
    return list(_cards().values())


def find_model(model_id: str) -> ModelCard:
    """The card of one model.

    Raises:
        UnknownModel: if it is not installed.
    """
    try:
        return _cards()[model_id]
    except KeyError:
        raise UnknownModel(f"the model {model_id!r} is not installed; a newer version may have it") from None


def find_denoiser(name: str) -> ModelCard:
    """The denoiser that a user calls ``name``.

    Raises:
        UnknownModel: if this version does not have it.
    """
    if name not in DENOISERS:
        raise UnknownModel(f"this version has no {name!r} denoiser; it has {', '.join(DENOISERS)}")
    return find_model(DENOISERS[name])


@cache
def checked_file(card: ModelCardKey, name: str) -> Path:
    """Path of one of a model's files, after comparing its SHA-256 with the card's.

    Raises:
        ModelError: if the file is missing or was changed.
    """
    folder, digest = card
    path = Path(folder) / name
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError("a model file is missing", path) from error
    if found != digest:
        raise ModelError("a model file was changed or damaged", path)
    return path


ModelCardKey = tuple[str, str]
"""Folder and expected SHA-256: the hashable part of a card that :func:`checked_file` needs."""


def model_file(card: ModelCard, name: str) -> Path:
    """Path of the file ``name`` of ``card``, checked once a process.

    Raises:
        ModelError: if the card does not list it, it is missing, or it was changed.
    """
    if name not in card.files:
        raise ModelError(f"the model {card.id!r} has no file {name!r}")
    return checked_file((str(card.folder), card.files[name]), name)
