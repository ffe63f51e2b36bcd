"""What is used of torchvision, which here also loads beside a build of torch that it was not made for.

The usual torchvision for Linux is linked against CUDA. Beside a CPU-only torch its library does not load; its Python
half then fails only because nobody declares the library's operators.
"""

from __future__ import annotations

import sys

import torch

OPERATORS = ("nms", "qnms")
"""Those that torchvision's Python half speaks of while it loads."""


def _declare_operators() -> torch.library.Library:
    for name in [name for name in sys.modules if name.partition(".")[0] == "torchvision"]:
        del sys.modules[name]  # half loaded
    library = torch.library.Library("torchvision", "DEF")  # type: ignore[no-untyped-call]
    for operator in OPERATORS:
        library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")  # type: ignore[no-untyped-call]
    return library


try:
    import torchvision  # noqa: F401
except RuntimeError:
    _declared = _declare_operators()  # holds for as long as somebody holds it

from torchvision.datasets import VisionDataset as VisionDataset  # noqa: E402
from torchvision.transforms import v2 as v2  # noqa: E402
