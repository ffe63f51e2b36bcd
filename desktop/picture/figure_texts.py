"""What the figures under a picture and the captions over it say."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.picture.documents import Answer, Document
from desktop.words.wording import MISSING, decibel_text, level_text, number_text, pixels_text, ratio_text, size_text

Row = list[tuple[str, str]]


def document_caption(document: Document) -> str:
    """Name of the left-hand picture."""
    if document.latent is not None:
        return QCoreApplication.translate("Figures", "Reconstruction")
    return QCoreApplication.translate("Figures", "Original")


def answer_caption(answer: Answer) -> str:
    """Name of the right-hand picture, with the setting that it was really made with."""
    if answer.mode == "denoise":
        return QCoreApplication.translate("Figures", "Denoised, strength {0}").format(number_text(answer.setting, 0))
    return QCoreApplication.translate("Figures", "Result, quality {0}").format(level_text(answer.setting))


def document_figures(document: Document) -> Row:
    """Figures of a document that has no answer (yet)."""
    latent = document.latent
    if latent is None:
        return _compressed(document, None)
    raw = 3 * latent.width * latent.height
    return [
        (QCoreApplication.translate("Figures", "File"), size_text(latent.bytes)),
        (QCoreApplication.translate("Figures", "Bits per pixel"), number_text(latent.bpp, 3)),
        (QCoreApplication.translate("Figures", "Ratio to raw pixels"), ratio_text(raw, latent.bytes)),
        (QCoreApplication.translate("Figures", "Quality"), level_text(latent.quality)),
        (QCoreApplication.translate("Figures", "Model"), latent.model),
    ]


def answer_figures(document: Document, answer: Answer) -> Row:
    """Figures of an answer."""
    if answer.mode == "compress":
        return _compressed(document, answer)
    picture = answer.picture
    return [
        (QCoreApplication.translate("Figures", "Original"), size_text(document.source_bytes)),
        (QCoreApplication.translate("Figures", "Dimensions"), pixels_text(picture.width, picture.height)),
        (QCoreApplication.translate("Figures", "Strength"), number_text(answer.setting, 0)),
        (QCoreApplication.translate("Figures", "PSNR to the original"), decibel_text(answer.psnr)),
    ]


def _compressed(document: Document, answer: Answer | None) -> Row:
    size = 0 if answer is None or answer.data is None else len(answer.data)
    pixels = document.picture.width * document.picture.height
    return [
        (QCoreApplication.translate("Figures", "Original"), size_text(document.source_bytes)),
        (QCoreApplication.translate("Figures", "Result"), size_text(size) if size else MISSING),
        (
            QCoreApplication.translate("Figures", "Bits per pixel"),
            number_text(8 * size / pixels, 3) if size else MISSING,
        ),
        (QCoreApplication.translate("Figures", "Ratio"), ratio_text(document.source_bytes, size)),
        (QCoreApplication.translate("Figures", "PSNR"), MISSING if answer is None else decibel_text(answer.psnr)),
        (QCoreApplication.translate("Figures", "Quality"), MISSING if answer is None else level_text(answer.setting)),
    ]
