"""What JPEG does to a batch of pictures, as arithmetic on tensors: no encoder is called for every crop.

Colour conversion, subsampling, 8x8 DCT, quantisation and the way back as in libjpeg (ITU-T T.81, tables of its annex K;
scaling by quality and the triangle filter for chroma are the Independent JPEG Group's).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.training.dct import dct_basis

_LUMA = """
16 11 10 16 24 40 51 61 12 12 14 19 26 58 60 55 14 13 16 24 40 57 69 56 14 17 22 29 51 87 80 62
18 22 37 56 68 109 103 77 24 35 55 64 81 104 113 92 49 64 78 87 103 121 120 101 72 92 95 98 112 100 103 99"""
_CHROMA = """
17 18 24 47 99 99 99 99 18 21 26 66 99 99 99 99 24 26 56 99 99 99 99 99 47 66 99 99 99 99 99 99
99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99"""
_TO_YCC = ((0.299, 0.587, 0.114), (-0.168736, -0.331264, 0.5), (0.5, -0.418688, -0.081312))
_TO_RGB = ((1.0, 0.0, 1.402), (1.0, -0.344136, -0.714136), (1.0, 1.772, 0.0))


def jpeg(pictures: Tensor, quality: Tensor, subsampled: Tensor) -> Tensor:
    """The pictures after JPEG, rounded to whole levels.

    Args:
        pictures: float32 ``(B, 3, H, W)`` in [0, 1]; H and W are multiples of 16.
        quality: ``(B,)``, 1..100.
        subsampled: bool ``(B,)``: chroma at half the width and height (4:2:0) where true, else whole (4:4:4).
    """
    levels = torch.round(pictures * 255.0)
    ycc = torch.round(_mix(levels, _TO_YCC))
    luma, chroma = ycc[:, :1], ycc[:, 1:]
    luma = _coded(luma - 128.0, _table(_LUMA, quality)) + 128.0
    table = _table(_CHROMA, quality)
    whole = _coded(chroma, table)
    halved = F.interpolate(_coded(torch.round(F.avg_pool2d(chroma, 2)), table), scale_factor=2.0, mode="bilinear")
    chroma = torch.where(subsampled[:, None, None, None], halved, whole)
    rgb = _mix(torch.cat([luma, chroma], 1), _TO_RGB)
    return torch.round(rgb).clamp(0.0, 255.0) / 255.0


def _mix(planes: Tensor, matrix: tuple[tuple[float, ...], ...]) -> Tensor:
    return torch.einsum("oc,bchw->bohw", planes.new_tensor(matrix), planes)


def _table(text: str, quality: Tensor) -> Tensor:
    """Quantisation steps ``(B, 1, 1, 1, 8, 8)`` at each quality."""
    base = quality.new_tensor([float(word) for word in text.split()]).reshape(8, 8)
    percent = torch.where(quality < 50, 5000.0 / quality, 200.0 - 2.0 * quality)
    steps = torch.floor((base * percent[:, None, None] + 50.0) / 100.0).clamp(1.0, 255.0)
    return steps[:, None, None, None]


def _coded(planes: Tensor, steps: Tensor) -> Tensor:
    """Planes ``(B, C, H, W)`` after 8x8 DCT, rounding to multiples of ``steps``, inverse DCT and rounding."""
    b, c, h, w = planes.shape
    basis = dct_basis(8).to(planes)
    blocks = planes.reshape(b, c, h // 8, 8, w // 8, 8).transpose(3, 4)
    coefficients = basis @ blocks @ basis.T
    blocks = basis.T @ (torch.round(coefficients / steps) * steps) @ basis
    return torch.round(blocks.transpose(3, 4).reshape(b, c, h, w))
