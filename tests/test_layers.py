"""What a fresh interpreter loads: the second guard on the layers, beside import-linter."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image


def loaded_by(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint('\\n'.join(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in result.stdout.split()}


@pytest.mark.parametrize("module", ["safelight", "engine", "engine.cli", "engine.batch.run", "engine.pipeline.denoise"])
def test_neither_qt_nor_torch(module: str) -> None:
    assert not {"PySide6", "shiboken6", "torch", "torchvision", "desktop"} & loaded_by(f"import {module}")


@pytest.mark.parametrize("module", ["safelight", "engine"])
def test_the_library_alone_is_light(module: str) -> None:
    assert not {"numpy", "PIL", "onnxruntime"} & loaded_by(f"import {module}")


def test_every_public_name_resolves() -> None:
    import engine
    import safelight

    assert dir(safelight) == sorted(engine.__all__)
    for name in safelight.__all__:
        assert getattr(safelight, name) is getattr(engine, name) is not None
    for module in (engine, safelight):
        with pytest.raises(AttributeError, match=f"'{module.__name__}' has no attribute 'nonsense'"):
            module.nonsense  # noqa: B018


def test_type_checkers_know_the_same_names() -> None:
    """The table of homes and the imports for type checkers say the same."""
    import engine

    imported = set()
    for node in ast.walk(ast.parse(Path(engine.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("engine."):
            imported |= {(node.module, alias.asname) for alias in node.names}
    assert imported == {(module, name) for module, names in engine._HOMES.items() for name in names}


def test_info_loads_nothing_that_decodes(tmp_path: Path) -> None:
    """It is asked for often, by scripts and by people: half a second is all that it may take."""
    picture = tmp_path / "a.png"
    Image.new("RGB", (8, 8)).save(picture)
    found = loaded_by(f"from engine.cli import main\nassert main(['info', {str(picture)!r}]) == 0")
    assert not {"onnxruntime", "constriction", "rich", "tifffile", "pi_heif", "psutil", "watchdog"} & found
