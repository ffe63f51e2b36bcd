"""The residual block that codec and denoiser are built of."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Pointwise(nn.Linear):
    """1x1 convolution whose weight ``(c_out, c_in)`` is a matrix, as optimisers that work on matrices want it."""

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.weight[:, :, None, None], self.bias)


def zero_conv(c_in: int, c_out: int) -> Pointwise:
    """1x1 convolution that starts at zero, so that its residual branch starts as the identity."""
    conv = Pointwise(c_in, c_out)
    nn.init.zeros_(conv.weight)
    nn.init.zeros_(conv.bias)
    return conv


class Depthwise(nn.Conv2d):
    """Convolution of every channel by itself, 3x3 unless said otherwise.

    With ``as_taps`` it is a sum of shifted products: a compiler fuses them with what stands around, while the
    libraries' depthwise kernels are slow in channels-last order, their gradients most of all.
    """

    as_taps = False

    def __init__(self, width: int, kernel: int = 3) -> None:
        super().__init__(width, width, kernel, padding=kernel // 2, groups=width)

    def forward(self, x: Tensor) -> Tensor:
        if not self.as_taps:
            return super().forward(x)
        assert self.bias is not None
        height, width = x.shape[2:]
        side = self.kernel_size[0]
        framed = F.pad(x, (side // 2,) * 4)
        result = self.bias[:, None, None]
        for row in range(side):
            for column in range(side):
                tap = self.weight[:, 0, row, column][:, None, None]
                result = result + framed[:, :, row : row + height, column : column + width] * tap
        return result


class Block(nn.Module):
    """1x1, KxK depthwise, 1x1; then a 1x1 pair twice as wide: 6 C^2 + K^2 C multiply-adds a position.

    A condition, where there is one, scales and shifts the channels after the first 1x1 (FiLM, Perez et al. 2018).
    """

    def __init__(self, width: int, kernel: int = 3) -> None:
        super().__init__()
        self.inner = Pointwise(width, width)
        self.depthwise = Depthwise(width, kernel)
        self.outer = zero_conv(width, width)
        self.expand = Pointwise(width, 2 * width)
        self.reduce = zero_conv(2 * width, width)
        self.act = nn.LeakyReLU(0.1)

    def forward(self, x: Tensor, condition: tuple[Tensor, Tensor] | None = None) -> Tensor:
        h = self.inner(x)
        if condition is not None:
            h = h * condition[0] + condition[1]
        x = x + self.outer(self.depthwise(self.act(h)))
        out: Tensor = x + self.reduce(self.act(self.expand(x)))
        return out


def matrices(model: nn.Module) -> list[Tensor]:
    """The weights of all 1x1 convolutions: what :func:`muon` is for."""
    return [layer.weight for layer in model.modules() if isinstance(layer, Pointwise)]


def muon(weights: list[Tensor], factor: float) -> torch.optim.Optimizer:
    """Muon (Jordan et al. 2024), with ``factor`` on the run's learning rate, which is as large as Adam's."""
    group = {"params": weights, "factor": factor}
    return torch.optim.Muon([group], weight_decay=0.0, adjust_lr_fn="match_rms_adamw")


def multiply_adds(model: nn.Module, unit: int, *inputs: Tensor) -> float:
    """Multiply-adds of all convolutions per pixel of a picture of ``unit`` pixels a side that ``inputs`` stand for."""
    total = 0.0

    def count(layer: nn.Module, given: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal total
        weight = layer.weight
        assert isinstance(weight, Tensor)
        spread = given[0] if isinstance(layer, nn.ConvTranspose2d) else output
        total += spread.numel() * weight[0].numel()

    kinds = (nn.Conv2d, nn.ConvTranspose2d, Pointwise)
    hooks = [layer.register_forward_hook(count) for layer in model.modules() if isinstance(layer, kinds)]
    with torch.no_grad():
        model(*inputs)
    for hook in hooks:
        hook.remove()
    return total / unit**2
