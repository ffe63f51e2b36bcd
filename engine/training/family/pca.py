"""Principal components: the linear autoencoder that all others are held against (Hotelling 1933)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Pca:
    """The mean picture ``(D,)`` and the directions of most variance, orthonormal rows ``(K, D)``."""

    mean: Tensor
    directions: Tensor

    def encode(self, x: Tensor) -> Tensor:
        """Pictures ``(N, ...)`` of D values to codes ``(N, K)``."""
        return (x.flatten(1) - self.mean) @ self.directions.T

    def decode(self, z: Tensor) -> Tensor:
        """Codes ``(N, K)`` to flat pictures ``(N, D)``."""
        return z @ self.directions + self.mean

    def errors(self, x: Tensor) -> Tensor:
        """Squared error of every picture, summed over its values, ``(N,)``."""
        return (self.decode(self.encode(x)) - x.flatten(1)).square().sum(1)


def fit_pca(x: Tensor, size: int) -> Pca:
    """The ``size`` first principal components of ``(N, ...)``; fewer where there are not so many."""
    flat = x.flatten(1)
    mean = flat.mean(0)
    if len(flat) < flat.shape[1]:  # few pictures: their own span is smaller than the covariance
        _, _, directions = torch.linalg.svd(flat - mean, full_matrices=False)
        return Pca(mean, directions[:size])
    covariance = (flat.T @ flat / len(flat)).double() - torch.outer(mean, mean).double()
    _, vectors = torch.linalg.eigh(covariance)  # in rising order of variance
    return Pca(mean, vectors.flip(1)[:, :size].T.float())
