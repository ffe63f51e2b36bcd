"""The system's file dialogs and the one question the app asks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

import engine
from desktop.words.wording import format_name


def ask_open(parent: QWidget, folder: Path) -> list[Path]:
    """Ask for pictures and ``.latent`` files; empty when called off."""
    patterns = " ".join(f"*{suffix}" for suffix in sorted({*engine.READABLE_SUFFIXES, engine.LATENT_SUFFIX}))
    kinds = QCoreApplication.translate("Dialogs", "Pictures and latent files ({0})").format(patterns)
    anything = QCoreApplication.translate("Dialogs", "All files (*)")
    title = QCoreApplication.translate("Dialogs", "Open")
    names, _ = QFileDialog.getOpenFileNames(parent, title, str(folder), f"{kinds};;{anything}")
    return [Path(name) for name in names]


def ask_folder(parent: QWidget, title: str, folder: Path) -> Path | None:
    """Ask for a folder; ``None`` when called off."""
    name = QFileDialog.getExistingDirectory(parent, title, str(folder))
    return Path(name) if name else None


def ask_file(parent: QWidget, title: str, folder: Path, kinds: str) -> Path | None:
    """Ask for one file of some ``kinds``, as Qt writes filters; ``None`` when called off."""
    name, _ = QFileDialog.getOpenFileName(parent, title, str(folder), kinds)
    return Path(name) if name else None


def ask_save(parent: QWidget, suggestion: Path, suffixes: list[str]) -> tuple[Path, bool] | None:
    """Ask where to save, the suggestion's format first among ``suffixes``.

    Returns the path and whether replacing what is there was agreed to; ``None`` when called off.
    """
    dialog = QFileDialog(parent, QCoreApplication.translate("Dialogs", "Save as"), str(suggestion.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    filters = {_filter(suffix): suffix for suffix in suffixes}
    dialog.setNameFilters(list(filters))
    dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(filters[chosen]))
    dialog.selectNameFilter(_filter(suggestion.suffix))
    dialog.setDefaultSuffix(suggestion.suffix)
    dialog.selectFile(suggestion.name)
    accepted = bool(dialog.exec())
    names, kept = dialog.selectedFiles(), filters.get(dialog.selectedNameFilter(), suggestion.suffix)
    dialog.deleteLater()
    if not accepted or not names:
        return None
    path = Path(names[0])
    if path.suffix.lower() in {*suffixes, ".jpeg", ".tiff"}:
        return path, True
    return path.with_name(path.name + kept), False  # the dialog asked about another name: ask about this one by failing


def agree_to_stop(parent: QWidget) -> bool:
    """Ask whether to stop a running batch and close."""
    return _agree(
        parent,
        QCoreApplication.translate("Dialogs", "A batch is still running."),
        QCoreApplication.translate("Dialogs", "Finished files are kept. You can resume next time."),
    )


def agree_to_stop_training(parent: QWidget) -> bool:
    """Ask whether to stop a training and close."""
    return _agree(
        parent,
        QCoreApplication.translate("Dialogs", "A training has not ended."),
        QCoreApplication.translate(
            "Dialogs", "What it has learned is saved. Training can go on from there at the next start."
        ),
    )


def agree_to_lose_file(parent: QWidget) -> bool:
    """Ask whether to close before a file is written."""
    return _agree(
        parent,
        QCoreApplication.translate("Dialogs", "A picture is still being saved."),
        QCoreApplication.translate("Dialogs", "If you close now, that file will not be written."),
    )


def agree_to_remove(parent: QWidget, model: str) -> bool:
    """Ask whether to delete a model."""
    return _agree(
        parent,
        QCoreApplication.translate("Dialogs", "Remove the model {0}?").format(model),
        QCoreApplication.translate(
            "Dialogs", "Files made with it cannot be opened without it. Export it first if you may need it."
        ),
        QCoreApplication.translate("Dialogs", "Remove"),
        QCoreApplication.translate("Dialogs", "Keep"),
    )


def _agree(parent: QWidget, text: str, more: str, yes: str = "", no: str = "") -> bool:
    box = QMessageBox(parent)
    box.setIconPixmap(parent.windowIcon().pixmap(64, 64))
    box.setText(text)
    box.setInformativeText(more)
    yes = yes or QCoreApplication.translate("Dialogs", "Stop and close")
    no = no or QCoreApplication.translate("Dialogs", "Keep working")
    stop = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.exec()
    agreed = box.clickedButton() is stop
    box.deleteLater()
    return agreed


def _filter(suffix: str) -> str:
    names = {engine.LATENT_SUFFIX: QCoreApplication.translate("Dialogs", "Latent file")}
    patterns = {".jpg": "*.jpg *.jpeg", ".tif": "*.tif *.tiff"}
    name = names.get(suffix) or format_name({".jpg": "jpeg", ".tif": "tiff"}.get(suffix, suffix[1:]))
    return f"{name} ({patterns.get(suffix, '*' + suffix)})"
