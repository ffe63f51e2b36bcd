"""Entries in the context menu of Nautilus or Caja; their packages python3-nautilus and python3-caja load this."""

import locale
import subprocess

from gi.repository import GObject

if "caja-python" in __file__:
    from gi.repository import Caja as Manager
else:
    from gi.repository import Nautilus as Manager

WINDOW = "@window@"
PICTURES = frozenset("@pictures@".strip(";").split(";"))
LATENT = frozenset({"image/x-latent"})
ENTRIES = (
    ("compress", PICTURES, "Compress with Safelight", "用 Safelight 压缩"),
    ("denoise", PICTURES, "Reduce noise with Safelight", "用 Safelight 降噪"),
    ("reconstruct", LATENT, "Reconstruct to PNG", "重建为 PNG"),
)


class SafelightMenu(GObject.GObject, Manager.MenuProvider):
    """Offers what Safelight can do with all of the chosen files."""

    def get_file_items(self, *arguments):
        """Nautilus gives the files; Caja, and Nautilus before its release 43, the window before them."""
        files = arguments[-1]
        paths = [file.get_location().get_path() for file in files]
        if not paths or None in paths:  # not on this machine
            return []
        kinds = {file.get_mime_type() for file in files}
        return [self._item(*entry, paths) for entry in ENTRIES if kinds <= entry[1]]

    def _item(self, task, _kinds, english, chinese, paths):
        language = locale.getlocale(locale.LC_MESSAGES)[0] or ""
        label = chinese if language.startswith("zh") else english
        item = Manager.MenuItem(name=f"Safelight::{task}", label=label, icon="safelight")
        item.connect("activate", lambda *_: subprocess.Popen([WINDOW, "--task", task, *paths]))
        return item
