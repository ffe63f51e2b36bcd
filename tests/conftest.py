"""Set up before any test module is imported: no screen, and a torchvision that loads beside any build of torch."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["SAFELIGHT_MODELS"] = str(Path(tempfile.gettempdir()) / "safelight-tests-have-none")  # whoever runs them may


def _declare_torchvision_operators() -> None:
    """Declare the two operators whose absence keeps torchvision from loading beside a CPU-only torch.

    The usual torchvision wheel is linked against CUDA; with a CPU build of torch its library does not load, and its
    Python half, which is all that training uses, fails only on the missing declarations.
    """
    if importlib.util.find_spec("torch") is None or importlib.util.find_spec("torchvision") is None:
        return
    try:
        import torchvision  # noqa: F401
    except RuntimeError:
        import sys

        import torch

        for name in [n for n in sys.modules if n == "torchvision" or n.startswith("torchvision.")]:
            del sys.modules[name]
        library = torch.library.Library("torchvision", "DEF")
        for operator in ("nms", "qnms"):
            library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        _libraries.append(library)


_libraries: list[object] = []
_declare_torchvision_operators()


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for models of one's own, which is not there yet."""
    home = tmp_path / "own models"
    monkeypatch.setenv("SAFELIGHT_MODELS", str(home))
    return home
