"""What stands on a model's card, in words for a photographer."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QCoreApplication

import engine
from desktop.models.tasks import InstalledModel
from desktop.words.messages import translated
from desktop.words.wording import decibel_text, duration_text, number_text, size_text

Row = tuple[str, str]
Section = tuple[str, list[Row]]
_LARGEST = 1e15
"""Of what is shown; what is larger is no measurement."""
_LARGEST_ERROR = 10.0
"""Of a noise's logarithm."""
_AT = re.compile(r"(bpp|psnr|jpeg_gain|error)@(\d+(?:\.\d+)?)")
CODECS = {"jpeg": "JPEG", "webp": "WebP", "avif": "AVIF", "jxl": "JPEG XL", "jpegxl": "JPEG XL", "jpeg_xl": "JPEG XL"}


def kind_text(kind: str) -> str:
    """What sort of model it is."""
    translate = QCoreApplication.translate
    names = {
        "codec": translate("ModelCard", "Codec"),
        "denoiser": translate("ModelCard", "Denoiser"),
        "estimator": translate("ModelCard", "Noise estimator"),
        "autoencoder": translate("ModelCard", "Autoencoder"),
    }
    return names.get(kind, kind)


def purpose_text(card: engine.ModelCard) -> str:
    """What it does, in a sentence or two."""
    translate = QCoreApplication.translate
    if card.is_decode_only:
        return translate("ModelCard", "Develops .latent files that were made with it back into photos.")
    if card.kind == "codec":
        return translate(
            "ModelCard",
            "Turns a photo into a small .latent file, and decodes it again. One network serves every quality.",
        )
    if card.kind == "autoencoder":
        return translate(
            "ModelCard",
            "Describes a picture in a few numbers, and draws it from them. The studio shows what it has learned.",
        )
    if card.kind == "estimator":
        return translate(
            "ModelCard",
            "Tells how noisy a photo is, whatever the kind of noise, so that the strength fits by itself.",
        )
    return _denoiser_text(card) if card.kind == "denoiser" else ""


def _denoiser_text(card: engine.ModelCard) -> str:
    """Its id says which one it is."""
    translate, parts = QCoreApplication.translate, card.id.split("-")
    if "fast" in parts:
        return translate(
            "ModelCard",
            "Takes the noise out of a photo: as much as you choose, or as much as is found. "
            "The fast one: for the live preview, and for many photos.",
        )
    if "best" in parts:
        return translate(
            "ModelCard",
            "Takes the noise out of a photo: as much as you choose, or as much as is found. "
            "The best one: cleaner pictures for eight times the work.",
        )
    return translate("ModelCard", "Takes the noise out of a photo: as much as you choose, or as much as is found.")


def use_text(model: InstalledModel) -> str:
    """Whether new work is done with it."""
    translate = QCoreApplication.translate
    if model.card.is_default:
        return translate("ModelCard", "In use")
    if model.card.is_own:
        return translate("ModelCard", "Added by you")
    if model.card.is_decode_only:
        return translate("ModelCard", "Not in use for new files; it can only open files that were made with it")
    return translate("ModelCard", "Not in use for new files; kept for files that were made with it")


def sections(model: InstalledModel) -> list[Section]:
    """The card's parts with their rows, those left out that it knows nothing of."""
    translate = QCoreApplication.translate
    parts = [
        (translate("ModelCard", "Measured"), _figures(model)),
        (translate("ModelCard", "Trained"), _training(model)),
        (translate("ModelCard", "On this computer"), _on_disk(model)),
    ]
    return [(title, rows) for title, rows in parts if rows]


def _figures(model: InstalledModel) -> list[Row]:
    translate = QCoreApplication.translate
    figures = model.card.figures
    rows = [_saving(name, value) for name, value in _rates(figures)]
    validation = model.card.training.get("validation")
    measured = {**(validation if isinstance(validation, dict) else {}), **figures}
    rows += _codec_points(measured) if model.card.kind == "codec" else _noise_points(measured)
    rows += _plain(figures)
    rows += _gains(figures) + _errors(measured)
    work = _number(figures.get("kmac_per_pixel"))
    if work is not None:
        amount = translate("ModelCard", "{0} thousand for each pixel").format(number_text(work, 1))
        rows.append((translate("ModelCard", "Multiply-adds"), amount))
    return rows


def _plain(figures: dict[str, object]) -> list[Row]:
    """What an autoencoder brings back, on pictures that it was not trained with."""
    rows, error, likeness = [], _number(figures.get("mse")), _number(figures.get("psnr"))
    if error is not None:
        rows.append((QCoreApplication.translate("ModelCard", "Mean squared error"), f"{error:.4g}"))
    if likeness is not None:
        rows.append((QCoreApplication.translate("ModelCard", "PSNR"), decibel_text(likeness)))
    return rows


def _rates(figures: dict[str, object]) -> list[tuple[str, float]]:
    """BD-rates by the codec that they are against, however the card groups them."""
    found = []
    for key, value in figures.items():
        if not key.startswith("bd_rate"):
            continue
        inner = value.items() if isinstance(value, dict) else [(key.removeprefix("bd_rate").strip("_@"), value)]
        rates = ((str(name), _number(rate)) for name, rate in inner)
        found += [(name, rate) for name, rate in rates if rate is not None]
    return found


def _saving(codec: str, rate: float) -> Row:
    translate = QCoreApplication.translate
    name = CODECS.get(codec.lower().removeprefix("against_"), codec)
    text = translate("ModelCard", "{0} % smaller") if rate < 0 else translate("ModelCard", "{0} % larger")
    return translate("ModelCard", "vs. {0} at equal quality (BD-rate)").format(name), text.format(
        number_text(abs(rate), 1)
    )


def _codec_points(measured: dict[str, object]) -> list[Row]:
    translate = QCoreApplication.translate
    likeness = dict(_at("psnr", measured))
    return [
        (
            translate("ModelCard", "At quality {0}").format(number_text(level * 100, 0)),
            translate("ModelCard", "{0} bits a pixel, {1}").format(number_text(bpp, 2), decibel_text(likeness[level])),
        )
        for level, bpp in _at("bpp", measured)
        if level in likeness
    ]


def _noise_points(measured: dict[str, object]) -> list[Row]:
    title = QCoreApplication.translate("ModelCard", "Noise of σ {0} removed")
    return [(title.format(number_text(sigma, 0)), decibel_text(value)) for sigma, value in _at("psnr", measured)]


def _gains(figures: dict[str, object]) -> list[Row]:
    """How much nearer to the clean picture the result is than what it was made of."""
    translate = QCoreApplication.translate
    rows, real = [], _number(figures.get("real_gain"))
    if real is not None:
        rows.append((translate("ModelCard", "Gain on noisy photos from cameras"), _gain(real)))
    title = translate("ModelCard", "Gain on JPEG of quality {0}")
    return rows + [(title.format(number_text(quality, 0)), _gain(gain)) for quality, gain in _at("jpeg_gain", figures)]


def _errors(measured: dict[str, object]) -> list[Row]:
    """Cards give the mean error of the noise's logarithm, which for people is a part of the noise."""
    title = QCoreApplication.translate("ModelCard", "Mean error at noise of σ {0}")
    text = QCoreApplication.translate("ModelCard", "{0} %")
    return [
        (title.format(number_text(sigma, 0)), text.format(number_text(100 * math.expm1(error), 0)))
        for sigma, error in _at("error", measured)
        if error < _LARGEST_ERROR
    ]


def _gain(decibels: float) -> str:
    return f"{'+' if decibels > 0 else ''}{decibel_text(decibels)}"


def _at(name: str, figures: dict[str, object]) -> list[tuple[float, float]]:
    """The numbers that figures called ``name@place`` have, by their places; other kinds of places are left out."""
    found = []
    for key, value in figures.items():
        match, number = _AT.fullmatch(key), _number(value)
        if match is not None and match[1] == name and number is not None:
            found.append((float(match[2]), number))
    return sorted(found)


def _number(value: object) -> float | None:
    """A number that can be shown; a card of one's own may say anything, and training may have come to no number."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) < _LARGEST else None  # type: ignore[arg-type]


def _training(model: InstalledModel) -> list[Row]:
    translate = QCoreApplication.translate
    training = model.card.training
    rows = []
    if training.get("data"):
        rows.append((translate("ModelCard", "Data"), str(training["data"])))
    steps, minutes = _number(training.get("steps")), _number(training.get("minutes"))
    if steps is not None:
        rows.append((translate("ModelCard", "Steps"), number_text(steps, 0)))
    if minutes is not None:
        rows.append((translate("ModelCard", "Time"), duration_text(60 * minutes)))
    if training.get("started_from"):
        rows.append((translate("ModelCard", "Started from"), str(training["started_from"])))
    if training.get("date"):
        rows.append((translate("ModelCard", "Date"), str(training["date"])))
    parameters = _number(model.card.architecture.get("parameters"))
    if parameters is not None:
        rows.append((translate("ModelCard", "Weights"), number_text(parameters, 0)))
    return rows


def _on_disk(model: InstalledModel) -> list[Row]:
    translate = QCoreApplication.translate
    own = model.card.is_own
    sound = translate("ModelCard", "Verified: the files are as released")
    sound = translate("ModelCard", "Verified: the files are as they were added") if own else sound
    rows = [
        (translate("ModelCard", "Checksum"), translated(model.damage) if model.damage else sound),
        *([(translate("ModelCard", "Licence"), model.card.licence)] if model.card.licence else []),
        (translate("ModelCard", "Size"), size_text(model.bytes)),
    ]
    missing = translate("ModelCard", "missing")
    files = [(name, size_text(model.sizes[name]) if name in model.sizes else missing) for name in model.card.files]
    return [*rows, *files]
