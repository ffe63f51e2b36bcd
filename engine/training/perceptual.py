"""Differentiable measures of visible damage: MS-SSIM and SSIMULACRA 2.

Both compare Gaussian windows of 11 taps and a deviation of 1.5 at several scales.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.image.metrics import MS_SSIM_WEIGHTS

_TAPS = 11
_DEVIATION = 1.5
_BLOCK = 32
"""Rows or columns that one product blurs."""
_MARGIN = _TAPS // 2

_C1, _C2 = 0.01**2, 0.03**2


def ms_ssim(a: Tensor, b: Tensor) -> Tensor:
    """Multi-scale structural similarity (Wang, Simoncelli & Bovik 2003) of each sample, averaged over the channels.

    Args:
        a, b: float32 ``(B, C, H, W)`` on the 0..1 scale, sides of at least 176 pixels.

    Returns:
        ``(B,)``, 1 where both are equal.
    """
    result = a.new_ones(len(a))
    for scale, weight in enumerate(MS_SSIM_WEIGHTS):
        luminance, contrast = _similarity_maps(a, b)
        last = scale + 1 == len(MS_SSIM_WEIGHTS)
        value = luminance * contrast if last else contrast
        result = result * value.mean((1, 2, 3)).clamp_min(1e-4) ** weight
        a, b = F.avg_pool2d(a, 2), F.avg_pool2d(b, 2)
    return result


def _similarity_maps(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """The luminance term and the contrast-structure term of SSIM at every position."""
    mean_a, mean_b = _blur(a), _blur(b)
    squares = _blur(a * a + b * b) - mean_a**2 - mean_b**2
    product = _blur(a * b) - mean_a * mean_b
    luminance = (2 * mean_a * mean_b + _C1) / (mean_a**2 + mean_b**2 + _C1)
    return luminance, (2 * product + _C2) / (squares + _C2)


# SSIMULACRA 2 (Sneyers 2022, version 2.1), https://github.com/cloudinary/ssimulacra2

_SCALES = 6
_OPSIN = ((0.3, 0.622, 0.078), (0.23, 0.692, 0.078), (0.24342268924547819, 0.20476744424496821, 0.5518098665095536))
_OPSIN_BIAS = 0.0037930732552754493
_SSIM_C2 = 0.0009
_FLOOR = 1e-28
"""Added before fourth roots, whose slope has no bound at zero."""

# One row for each channel (X, Y, B - Y) and scale: the weights of the mean of the SSIM error, of added edges and of
# lost edges, then those of their 4-norms.
_WEIGHTS = (
    (0.0, 0.0007376606707406586, 0.0, 0.0, 0.0007793481682867309, 0.0),
    (0.0, 0.0004371155730107379, 0.0, 1.1041726426657346, 0.00066284834129271, 0.00015231632783718752),
    (0.0, 0.0016406437456599754, 0.0, 1.8422455520539298, 11.441172603757666, 0.0),
    (0.0, 0.0007989109436015163, 0.000176816438078653, 0.0, 1.8787594979546387, 10.94906990605142),
    (0.0, 0.0007289346991508072, 0.9677937080626833, 0.0, 0.00014003424285435884, 0.9981766977854967),
    (0.00031949755934435053, 0.0004550992113792063, 0.0, 0.0, 0.0013648766163243398, 0.0),
    (0.0, 0.0, 0.0, 7.466890328078848, 0.0, 17.445833984131262),
    (0.0006235601634041466, 0.0, 0.0, 6.683678146179332, 0.00037724407979611296, 1.027889937768264),
    (225.20515300849274, 0.0, 0.0, 19.213238186143016, 0.0011401524586618361, 0.001237755635509985),
    (176.39317598450694, 0.0, 0.0, 24.43300999870476, 0.28520802612117757, 0.0004485436923833408),
    (0.0, 0.0, 0.0, 34.77906344483772, 44.835625328877896, 0.0),
    (0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    (0.0, 0.0008680556573291698, 0.0, 0.0, 0.0, 0.0),
    (0.0, 0.0005313191874358747, 0.0, 0.00016533814161379112, 0.0, 0.0),
    (0.0, 0.0, 0.0, 0.0004179171803251336, 0.0017290828234722833, 0.0),
    (0.0020827005846636437, 0.0, 0.0, 8.826982764996862, 23.19243343998926, 0.0),
    (95.1080498811086, 0.9863978034400682, 0.9834382792465353, 0.0012286405048278493, 171.2667255897307, 0.98078588724),
    (0.0, 0.0, 0.0, 0.0005130064588990679, 0.0, 0.00010854057858411537),
)  # fmt: skip


def ssimulacra2(a: Tensor, b: Tensor) -> Tensor:
    """SSIMULACRA 2 scores, ``(B,)``: 100 for equal pictures, 90 where hardly anybody sees a difference.

    Args:
        a: the originals, float32 ``(B, 3, H, W)``, sRGB on the 0..1 scale. Below 225 pixels a side they lack
            some of the six scales, and their scores do not compare with others.
        b: as ``a``, the distorted pictures.
    """
    error = 0.9562382616834844 * ssimulacra2_error(a, b)
    cubic = 2.326765642916932 * error - 0.020884521182843837 * error**2 + 6.248496625763138e-05 * error**3
    return 100.0 - 10.0 * cubic.clamp_min(0.0) ** 0.6276336467831387


def ssimulacra2_error(a: Tensor, b: Tensor) -> Tensor:
    """The weighted sum of error norms that SSIMULACRA 2 makes its score of, ``(B,)``; 0 for equal pictures.

    Unlike the score, it falls evenly over all qualities, so it can be a loss. Differentiable in ``b`` only.

    Args:
        a: the originals, float32 ``(B, 3, H, W)``, sRGB on the 0..1 scale.
        b: as ``a``, the distorted pictures.
    """
    weights = a.new_tensor(_WEIGHTS).view(3, _SCALES, 6)
    linear_a, linear_b = _linear(a), _linear(b)
    total = a.new_zeros(len(a))
    for scale in range(_SCALES):
        if min(linear_a.shape[2:]) < 8:
            break
        with torch.no_grad():
            first = _positive_xyb(linear_a)
            mean_first = _blur(_framed(first))
        total = total + (_error_norms(first, mean_first, _positive_xyb(linear_b)) * weights[:, scale]).sum((1, 2))
        linear_a, linear_b = (_halved(part) for part in (linear_a, linear_b))
    return total


def _linear(x: Tensor) -> Tensor:
    """SRGB on the 0..1 scale to linear light."""
    x = x.clamp(0.0, 1.0)
    return torch.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4)


def _halved(x: Tensor) -> Tensor:
    """Mean of 2x2 pixels; of what there is at an odd edge."""
    return F.avg_pool2d(x, 2, ceil_mode=True, count_include_pad=False)


def _positive_xyb(linear: Tensor) -> Tensor:
    """Linear RGB to the X, Y and B - Y planes of XYB, scaled and shifted to about 0..1."""
    mixed = torch.einsum("bchw,dc->bdhw", linear, linear.new_tensor(_OPSIN)) + _OPSIN_BIAS
    red, green, blue = (mixed ** (1 / 3) - _OPSIN_BIAS ** (1 / 3)).unbind(1)
    y = 0.5 * (red + green)
    return torch.stack([7.0 * (red - green) + 0.42, y + 0.01, blue - y + 0.55], 1)


def _error_norms(a: Tensor, mean_a: Tensor, b: Tensor) -> Tensor:
    """Means, then 4-norms, of the SSIM error, of added edges and of lost edges; ``(B, 3, 6)``."""
    mean_b, squares, product = _blur(_framed(torch.cat([b, a * a + b * b, a * b], 1))).chunk(3, 1)
    covariance = 2.0 * (product - mean_a * mean_b) + _SSIM_C2
    variances = squares - mean_a**2 - mean_b**2 + _SSIM_C2
    ssim_error = (1.0 - (1.0 - (mean_a - mean_b) ** 2) * covariance / variances).clamp_min(0.0)
    edges = (1.0 + (b - mean_b).abs()) / (1.0 + (a - mean_a).abs()) - 1.0
    maps = torch.stack([ssim_error, edges.clamp_min(0.0), (-edges).clamp_min(0.0)], 2)
    fourth = ((maps * maps) ** 2).mean((3, 4)) + _FLOOR
    return torch.cat([maps.mean((3, 4)), fourth**0.25], 2)


def _framed(x: Tensor) -> Tensor:
    """Room for the window beyond the edges: zeros left and right, the mirror image above and below.

    That is what the package ``ssimulacra2`` does, which scores are compared with.
    """
    x = F.pad(x, (_MARGIN, _MARGIN))
    return torch.cat([x[:, :, :_MARGIN].flip(2), x, x[:, :, -_MARGIN:].flip(2)], 2)


def _blur(x: Tensor) -> Tensor:
    """Gaussian blur of ``(B, C, H, W)`` to ``(B, C, H - 10, W - 10)``."""
    return _blur_rows(_blur_rows(x).transpose(2, 3)).transpose(2, 3)


def _blur_rows(x: Tensor) -> Tensor:
    """Gaussian blur along the columns of ``(B, C, H, W)``: ``(B, C, H - 10, W)``.

    A banded matrix times blocks of rows: several times faster on a CPU than a convolution of single planes.
    """
    rows = x.shape[2] - _TAPS + 1
    blocks = -(-rows // _BLOCK)
    x = F.pad(x, (0, 0, 0, blocks * _BLOCK - rows))
    windows = x.unfold(2, _BLOCK + _TAPS - 1, _BLOCK).transpose(3, 4)
    return (_band(x) @ windows).flatten(2, 3)[:, :, :rows]


def _band(like: Tensor) -> Tensor:
    """The Gaussian window as a banded matrix ``(32, 42)``."""
    taps = torch.arange(_TAPS, device=like.device)
    weights = torch.exp(-((taps - _MARGIN) ** 2) / (2 * _DEVIATION**2))
    rows = torch.arange(_BLOCK, device=like.device)[:, None]
    band = like.new_zeros(_BLOCK, _BLOCK + _TAPS - 1)
    return band.scatter_(1, rows + taps, (weights / weights.sum()).to(like.dtype).expand(_BLOCK, -1))
