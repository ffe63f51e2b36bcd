"""What is known of a model, ``model.json``, and the files beside it that it lists."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from engine.errors import ModelError
from engine.messages import Message

CARD = "model.json"
MOST_CARD_BYTES = 2**20
DEFAULT_CODEC = "safelight-codec-3"
DENOISERS = {"fast": "safelight-denoise-fast-2", "best": "safelight-denoise-best-1"}
"""Denoiser names that users type, with the id of the model that each stands for."""
NOISE_ESTIMATOR = "safelight-noise-3"
ANALYSIS = "analysis.onnx"
"""What a codec makes files with, and does not need to open them."""
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
        released_as: :attr:`sha256` of the first release, where graphs with the same weights were exported anew since,
            or files that decoding does not need were left out.
        architecture, training: how it is built and how it was trained, for readers.
        licence: the SPDX name of its licence.
        is_own: a person has added it; it did not come with the program.
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
    is_own: bool = False

    @property
    def hash_start(self) -> int:
        """The first four bytes of the first release's :attr:`sha256`, as files carry them."""
        return int((self.released_as or self.sha256)[:8], 16)

    @property
    def is_default(self) -> bool:
        """Whether new work is done with it where nothing else is asked for."""
        return not self.is_own and self.id in (DEFAULT_CODEC, NOISE_ESTIMATOR, *DENOISERS.values())

    @property
    def is_decode_only(self) -> bool:
        """Whether it is a codec without the networks that making files takes: it only opens those it once made."""
        return self.kind == "codec" and ANALYSIS not in self.files

    def sizes(self) -> dict[str, int]:
        """Bytes on disk by file name; a file that is missing has none."""
        found = {}
        for name in self.files:
            with contextlib.suppress(OSError):  # it may go between two looks: a model is being removed
                found[name] = (self.folder / name).stat().st_size
        return found

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


def read_card(path: Path, licence: str = OWN_LICENCE) -> ModelCard:
    """The card at ``path``; ``licence`` is that of a model whose card names none.

    Raises:
        ModelError: if it cannot be read or lacks something.
    """
    try:
        if path.stat().st_size > MOST_CARD_BYTES:
            raise ValueError("too large")
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        card = ModelCard(
            raw["id"], raw["kind"], raw["title"], raw["sha256"], raw["figures"], raw["files"], path.parent,
            raw.get("released_as", ""), raw.get("architecture", {}), raw.get("training", {}),
            raw.get("licence", licence),
        )  # fmt: skip
        _check_types(card)
        whole = combined_hash(card.files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ModelError("the model card cannot be read", path) from error
    if card.sha256 != whole:
        raise ModelError("the model card does not match its own checksum", path)
    return card


def _check_types(card: ModelCard) -> None:
    """A card may have been written by anybody.

    Raises:
        ValueError: something is not of the kind that it should be.
    """
    texts = (card.id, card.kind, card.title, card.sha256, card.released_as, card.licence, *card.files.values())
    tables = (card.figures, card.files, card.architecture, card.training)
    if not all(isinstance(text, str) for text in texts) or not all(isinstance(table, dict) for table in tables):
        raise ValueError("a value of the wrong kind")
    if card.released_as and not re.fullmatch("[0-9a-f]{64}", card.released_as):
        raise ValueError("no checksum")
    if any(Path(name).name != name or "\\" in name for name in card.files):
        raise ValueError("a file that lies elsewhere")


@cache
def checked_file(card: ModelCardKey, name: str) -> Path:
    """Path of one of a model's files, after comparing its SHA-256 with the card's.

    Raises:
        ModelError: if the file is missing or was changed.
    """
    folder, digest = card
    path = Path(folder) / name
    try:
        data = path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise ModelError("a model file is missing", path) from error
    if data is None:
        raise ModelError("a model file is missing", path)
    if hashlib.sha256(data).hexdigest() != digest:
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
        raise ModelError(Message("the model {0!r} has no file {1!r}", card.id, name))
    return checked_file((str(card.folder), card.files[name]), name)
