"""Orthonormal transforms that turn an untrained network into a transform codec.

With the patch convolution set to an 8x8 DCT-II of an orthonormal luma/chroma transform and the 2x2 step set to a
Haar transform, analysis followed by synthesis is the identity (on the coefficients that are kept) before the first
training step. Training then starts from a JPEG-like codec instead of from noise.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

# Rows: luma, blue-yellow, red-green. Orthonormal, so that errors keep their size between RGB and the coefficients.
_LUMA_CHROMA = torch.tensor([[1.0, 1.0, 1.0], [-1.0, -1.0, 2.0], [1.0, -1.0, 0.0]], dtype=torch.float64)


def dct_basis(size: int) -> Tensor:
    """Orthonormal DCT-II matrix, shape ``(size, size)``, float64, rows ordered by rising frequency."""
    n = torch.arange(size, dtype=torch.float64)
    basis = torch.cos(math.pi * (2 * n[None, :] + 1) * n[:, None] / (2 * size))
    basis *= math.sqrt(2.0 / size)
    basis[0] /= math.sqrt(2.0)
    return basis


def patch_dct_kernel(patch: int = 8) -> Tensor:
    """Kernel of the patch convolution, shape ``(3 * patch**2, 3, patch, patch)``, float32, orthonormal rows.

    Output channel ``k * 3 + c`` holds colour component ``c`` of the k-th frequency in diagonal order.
    """
    colour = _LUMA_CHROMA / _LUMA_CHROMA.norm(dim=1, keepdim=True)
    basis = dct_basis(patch)
    order = sorted(((u, v) for u in range(patch) for v in range(patch)), key=lambda f: (f[0] + f[1], f[0]))
    rows = [torch.einsum("c,i,j->cij", colour[c], basis[u], basis[v]) for u, v in order for c in range(3)]
    return torch.stack(rows).float()


def haar_kernel(channels: int) -> Tensor:
    """Kernel of the 2x2 step, shape ``(4 * channels, channels, 2, 2)``, float32, orthonormal rows.

    Output channel ``s * channels + c`` holds sub-band ``s`` (mean, horizontal, vertical, diagonal) of channel ``c``.
    """
    pair = dct_basis(2)
    kernel = torch.zeros(4 * channels, channels, 2, 2, dtype=torch.float64)
    for s, (i, j) in enumerate([(0, 0), (0, 1), (1, 0), (1, 1)]):
        band = torch.outer(pair[i], pair[j])
        for c in range(channels):
            kernel[s * channels + c, c] = band
    return kernel.float()


def latent_order(channels: int, latents: int, patch: int = 8) -> Tensor:
    """Indices of the ``latents`` Haar channels to keep, lowest frequency first, luma before chroma at equal frequency.

    The frequency of a channel on the joint 16x16 grid is about ``2 * f + s`` for patch frequency ``f`` and sub-band
    ``s``; chroma is weighted down because natural pictures hold much less energy there.
    """
    order = sorted(((u, v) for u in range(patch) for v in range(patch)), key=lambda f: (f[0] + f[1], f[0]))

    def rank(index: int) -> float:
        band, channel = divmod(index, channels)
        u, v = order[channel // 3]
        fu, fv = 2 * u + (band >> 1), 2 * v + (band & 1)
        penalty = (1.0, 2.1, 2.5)[channel % 3]
        return (math.hypot(fu, fv) + 1.0) * penalty

    ranked = sorted(range(4 * channels), key=rank)
    return torch.tensor(ranked[:latents])
