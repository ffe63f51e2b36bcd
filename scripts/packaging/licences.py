"""The licences of all that a bundle holds. Run: ``python scripts/packaging/licences.py BUNDLE_DIR OUT.txt``.

Writes the texts to ``OUT.txt``, and into the bundle the same list for the window (``assets/licences/parts.json``).
Fails, writing nothing, where something has no licence text or one that is not allowed. A Mac's ``.app`` must be signed
(again) afterwards.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bundle import Bundle, read_bundle
from part import Part
from parts import publishable

INSIDE = "assets/licences/parts.json"
"""Where desktop/work/packages.py looks, in a bundle, for what is inside."""
_RULE = "=" * 100
_THIN_RULE = "-" * 100


def listed(parts: list[Part]) -> list[dict[str, object]]:
    """What the window lists: the app and the models tell of themselves, libraries stand with who brought them."""
    rows: list[dict[str, object]] = []
    for part in parts:
        if part.kind in ("app", "model") or (part.kind == "library" and part.brought_by):
            continue
        rows.append(
            {
                "name": part.name,
                "version": part.version,
                "licence": part.licence,
                "libraries": [_line(library) for library in _held(part, parts)],
                "texts": [list(text) for text in part.texts],
            }
        )
    return rows


def as_text(parts: list[Part]) -> str:
    """One document: an overview, then each part with its texts."""
    app = parts[0]
    lines = [f"Safelight {app.version}: what is inside, and under which licences", ""]
    lines += [_line(part) + (f", with {part.brought_by}" if part.brought_by else "") for part in parts]
    for part in parts:
        if not part.texts:
            continue
        lines += ["", _RULE, _line(part), _RULE]
        held = [f"    {_line(library)}" for library in _held(part, parts)]
        lines += ["Libraries that it brings, whose licences are among the texts below:", *held] if held else []
        for name, text in part.texts:
            lines += ["", f"{name} of {part.name}", _THIN_RULE, text]
    return "\n".join(lines) + "\n"


def _held(part: Part, parts: list[Part]) -> list[Part]:
    return [library for library in parts if library.kind == "library" and library.brought_by == part.name]


def _line(part: Part) -> str:
    return f"{part.name} {part.version}".strip() + f": {part.licence}"


def write_licences(bundle: Bundle, target: Path) -> None:
    """Write both lists.

    Raises:
        SystemExit: if something in the bundle must not be published.
    """
    parts = publishable(bundle)
    home = bundle.contents / INSIDE
    if not home.parent.is_dir():
        raise SystemExit(f"{bundle.root}: the folder {home.parent.name} is missing in its assets")
    rows = json.dumps(listed(parts), ensure_ascii=False, indent=1)
    for path, text in ((target, as_text(parts)), (home, rows + "\n")):
        unfinished = path.with_name(f".{path.name}.part")
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        unfinished.replace(path)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("usage: licences.py BUNDLE_DIR OUT.txt")
    write_licences(read_bundle(Path(sys.argv[1])), Path(sys.argv[2]))
