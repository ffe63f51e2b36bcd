"""Texts of licences: what packages carry, and what stands in ``assets/licences`` for those that carry none."""

from __future__ import annotations

import platform
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_TEXT = re.compile(r"(^|[-_./])(licen[cs]es?|copying|notice|authors)([-_.]|$)", re.IGNORECASE)
_SUFFIXES = ("", ".txt", ".md", ".rst", ".html", ".APACHE", ".BSD")

Text = tuple[str, str]
"""Name of a licence file, and what it says."""


def texts_of(package: metadata.Distribution) -> list[Text]:
    """What a package's own metadata carry, each text once."""
    found: dict[str, str] = {}
    for file in package.files or ():
        inside = file.as_posix().partition(".dist-info/")[2]
        if not inside or not _TEXT.search(inside) or file.suffix not in _SUFFIXES:
            continue
        text = read_text(Path(str(package.locate_file(file))))
        if text and text not in found.values():
            found[inside.removeprefix("licenses/")] = text
    return list(found.items())


def extra_texts(package: metadata.Distribution, names: Iterable[str]) -> list[Text]:
    """Texts that lie elsewhere: in the package, or in the assets of this project."""
    paths = [ROOT / name if name.startswith("assets/") else Path(str(package.locate_file(name))) for name in names]
    return [(path.name, read_text(path)) for path in paths]


def python_text() -> Text:
    """Python's own licence, which comes with every Python, but not always in the same place.

    Raises:
        SystemExit: if it is nowhere.
    """
    places = [Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt"]
    major, minor, _ = platform.python_version_tuple()
    places.append(Path(f"/usr/share/doc/python{major}.{minor}/copyright"))
    for path in places:
        if path.is_file():
            return "LICENSE.txt", read_text(path)
    raise SystemExit(f"Python's licence is missing; looked for {', '.join(map(str, places))}")


def read_text(path: Path) -> str:
    """A licence as plain text; a page of HTML without its marks."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".html":
        text = "\n".join(_lines_of_page(text))
    return text.replace("\r\n", "\n").strip("\n\ufeff")


class _Page(HTMLParser):
    """Collects what a reader would see of a page."""

    _HIDDEN, _BREAKS = ("style", "script", "title"), ("p", "br", "li", "h1", "h2", "h3", "h4", "div", "pre", "ul", "tr")

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in self._HIDDEN
        if tag in self._BREAKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in self._HIDDEN
        if tag in self._BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)


def _lines_of_page(text: str) -> Iterator[str]:
    page = _Page()
    page.feed(text)
    empty = True
    for line in "".join(page.pieces).splitlines():
        if line.strip() or not empty:  # no more than one empty line in a row
            yield line.rstrip()
        empty = not line.strip()
