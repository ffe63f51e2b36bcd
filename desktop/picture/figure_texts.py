"""What the figures under a picture and the captions over it say."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.picture.documents import Document
from desktop.picture.shelf import ORIGINAL, Exhibit
from desktop.picture.tasks import Likeness
from desktop.widgets.denoiser_choice import denoiser_text
from desktop.words.wording import (
    MISSING,
    change_text,
    decibel_text,
    level_text,
    number_text,
    pixels_text,
    ratio_text,
    size_text,
)

Row = list[tuple[str, str]]


def exhibit_name(exhibit: Exhibit) -> str:
    """What is chosen by, short."""
    if exhibit.is_kept or exhibit.kind in ("file", "seen", "made"):
        return exhibit_caption(exhibit)
    return {
        "original": QCoreApplication.translate("Figures", "Original"),
        "latent": QCoreApplication.translate("Figures", "Reconstruction"),
        "compress": QCoreApplication.translate("Figures", "Compressed"),
        "denoise": QCoreApplication.translate("Figures", "Denoised"),
    }[exhibit.kind]


def exhibit_caption(exhibit: Exhibit | None) -> str:
    """Name over a picture, with the setting that it was really made with."""
    if exhibit is None:
        return ""
    if exhibit.kind == "file":
        return exhibit.name
    if exhibit.kind == "seen":
        return QCoreApplication.translate("Figures", "As {0} sees it").format(exhibit.name)
    if exhibit.kind == "made":
        return QCoreApplication.translate("Figures", "Reconstruction by {0}").format(exhibit.name)
    if exhibit.setting is None or exhibit.kind in ("original", "latent"):
        return exhibit_name(Exhibit(exhibit.key, exhibit.kind, exhibit.shown, None))
    level = level_text(exhibit.setting)
    if exhibit.kind == "denoise" and exhibit.denoiser == "best":  # the other one is the usual one
        kept, made = (
            QCoreApplication.translate("Figures", "Pinned: Best, {0}"),
            QCoreApplication.translate("Figures", "Denoised (Best), strength {0}"),
        )
    elif exhibit.kind == "denoise":
        kept, made = (
            QCoreApplication.translate("Figures", "Pinned: strength {0}"),
            QCoreApplication.translate("Figures", "Denoised, strength {0}"),
        )
    else:
        kept, made = (
            QCoreApplication.translate("Figures", "Pinned: quality {0}"),
            QCoreApplication.translate("Figures", "Compressed, quality {0}"),
        )
    return (kept if exhibit.is_kept else made).format(level)


def headline(document: Document | None, left: Exhibit | None, right: Exhibit | None, size: int | None = None) -> str:
    """What matters most, in one line.

    Args:
        size: bytes of the file that will be saved, where that is another one than the right picture's; 0 while that
            is not known.
    """
    if document is None or left is None:
        return ""
    if right is None or right.kind in ("seen", "made"):
        pixels = pixels_text(document.picture.width, document.picture.height)
        return f"{size_text(document.source_bytes)}   ·   {pixels}"
    if right.kind == "denoise":
        if right.setting is None:
            return QCoreApplication.translate("Figures", "Looking for noise…")
        if right.setting == 0:
            return QCoreApplication.translate("Figures", "No visible noise found")
        return QCoreApplication.translate("Figures", "Noise reduced, strength {0}").format(level_text(right.setting))
    if left.bytes and size is not None and right.kind == "compress":
        return "≈ " + change_text(left.bytes, size) if size else f"{size_text(left.bytes)} → …"
    if left.bytes and right.bytes:
        return ("≈ " if right.is_predicted else "") + change_text(left.bytes, right.bytes)
    return size_text(left.bytes) if left.bytes else ""


def document_figures(document: Document) -> Row:
    """Figures of a document that nothing is compared with (yet)."""
    latent = document.latent
    picture = document.picture
    if latent is None:
        return [
            (QCoreApplication.translate("Figures", "Original"), size_text(document.source_bytes)),
            (QCoreApplication.translate("Figures", "Dimensions"), pixels_text(picture.width, picture.height)),
        ]
    raw = 3 * latent.width * latent.height
    return [
        (QCoreApplication.translate("Figures", "File"), size_text(latent.bytes)),
        (QCoreApplication.translate("Figures", "Bits per pixel"), number_text(latent.bpp, 3)),
        (QCoreApplication.translate("Figures", "Ratio to raw"), ratio_text(raw, latent.bytes)),
        (QCoreApplication.translate("Figures", "Quality"), level_text(latent.quality)),
        (QCoreApplication.translate("Figures", "Model"), latent.model),
    ]


def pair_figures(left: Exhibit, right: Exhibit, likeness: Likeness | None, psnr: float | None) -> Row:
    """Figures of the right picture, held against the left one.

    Args:
        psnr: known before the whole likeness is.
    """
    if likeness is not None:
        psnr = likeness.psnr
    has_file = right.bytes is not None or right.kind not in ("denoise", "seen", "made")
    row = _sizes(left, right) if has_file else _dimensions(left, right)
    row += [
        (QCoreApplication.translate("Figures", "PSNR"), MISSING if psnr is None else decibel_text(psnr)),
        (
            QCoreApplication.translate("Figures", "MS-SSIM"),
            MISSING if likeness is None else number_text(likeness.ms_ssim, 4),
        ),
    ]
    if right.kind in ("compress", "denoise"):
        strength, quality = (
            QCoreApplication.translate("Figures", "Strength"),
            QCoreApplication.translate("Figures", "Quality"),
        )
        name = strength if right.kind == "denoise" else quality
        row.append((name, MISSING if right.setting is None else level_text(right.setting)))
    if right.denoiser is not None:
        row.append((QCoreApplication.translate("Figures", "Model"), denoiser_text(right.denoiser)))
    return row


def _sizes(left: Exhibit, right: Exhibit) -> Row:
    pixels, size = right.shown.width * right.shown.height, right.bytes
    about = "≈ " if right.is_predicted else ""
    names = _side_names(left, right)
    return [
        (names[0], _size(left)),
        (names[1], _size(right)),
        (
            QCoreApplication.translate("Figures", "Bits per pixel"),
            MISSING if size is None else about + number_text(8 * size / pixels, 3),
        ),
        (QCoreApplication.translate("Figures", "Ratio"), about * bool(size) + ratio_text(left.bytes or 0, size or 0)),
    ]


def _dimensions(left: Exhibit, right: Exhibit) -> Row:
    """In place of sizes, where the right picture has no file: a denoised one is saved in whatever format is chosen."""
    pixels = pixels_text(right.shown.width, right.shown.height)
    of_right = (QCoreApplication.translate("Figures", "Dimensions"), pixels)
    return [of_right] if left.kind == "seen" else [(_side_names(left, right)[0], _size(left)), of_right]


def _side_names(left: Exhibit, right: Exhibit) -> tuple[str, str]:
    if left.key == ORIGINAL and right.kind not in ("file", "seen", "made"):
        return (
            QCoreApplication.translate("Figures", "Original"),
            QCoreApplication.translate("Figures", "Result"),
        )
    return QCoreApplication.translate("Figures", "Left"), QCoreApplication.translate("Figures", "Right")


def _size(exhibit: Exhibit) -> str:
    if exhibit.bytes is None:
        return MISSING
    return ("≈ " if exhibit.is_predicted else "") + size_text(exhibit.bytes)
