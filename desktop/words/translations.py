"""Chooses and loads the language of the app."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from engine.assets import assets_dir

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}  # each named in itself
CHINESE_FONTS = ("Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC", "Source Han Sans SC", "WenQuanYi Micro Hei")


class Translator:
    """Switches the application between its languages; widgets hear of it by a LanguageChange event."""

    def __init__(self, application: QApplication) -> None:
        self._application = application

    def switch(self, choice: str) -> None:
        """Load a language: one of :data:`LANGUAGES`, or ``system``."""
        code = system_language() if choice == "system" else choice
        for translator in self._application.findChildren(QTranslator):
            self._application.removeTranslator(translator)
            translator.deleteLater()
        QLocale.setDefault(QLocale(code) if choice != "system" else QLocale.system())
        self._set_font(code)
        if code != "en":
            self._install("qtbase", code, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
            self._install("safelight", code, str(assets_dir() / "translations"))

    def _install(self, name: str, code: str, folder: str) -> None:
        translator = QTranslator(self._application)
        if translator.load(f"{name}_{code}", folder):
            self._application.installTranslator(translator)

    def _set_font(self, code: str) -> None:
        """Put a font with the right shapes first among those for Chinese: Japanese ones differ."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        if code == "zh_CN":
            font.setFamilies([*font.families(), *CHINESE_FONTS])
        self._application.setFont(font)


def system_language() -> str:
    """The language among ours that the system prefers."""
    for wanted in QLocale.system().uiLanguages():
        if QLocale(wanted).language() == QLocale.Language.Chinese:
            return "zh_CN"
        if QLocale(wanted).language() == QLocale.Language.English:
            return "en"
    return "en"
