"""What the batch page says of its files."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.words.wording import size_text


def queued_text(count: int) -> str:
    """What becomes of what is dropped while a batch is running."""
    return QCoreApplication.translate("BatchPage", "Queued: {0}. They start after the current batch.").format(count)


def existing_text(count: int) -> str:
    """What Start meets."""
    if count == 1:
        return QCoreApplication.translate("BatchPage", "1 result is there already.")
    return QCoreApplication.translate("BatchPage", "{0} results are there already.").format(count)


def failed_text(failed: int) -> str:
    """How many failed, once the batch has ended."""
    if failed == 1:
        return QCoreApplication.translate("BatchPage", "1 file failed.")
    return QCoreApplication.translate("BatchPage", "{0} files failed.").format(failed)


def unfinished_text(finished: int, count: int) -> str:
    """What an earlier run of the app has left."""
    text = QCoreApplication.translate("BatchPage", "Unfinished batch: {0} of {1} done.")
    return text.format(finished, count)


def planned_text(count: int, size: int, left_out: int) -> str:
    """What a batch that has not begun consists of; ``size`` in bytes."""
    one = QCoreApplication.translate("BatchPage", "1 file")
    parts = [one if count == 1 else QCoreApplication.translate("BatchPage", "{0} files").format(count), size_text(size)]
    if left_out:
        parts.append(QCoreApplication.translate("BatchPage", "Ignored (wrong type): {0}").format(left_out))
    return "   ·   ".join(parts)
