"""Convolutions that are exact in integers, trained with fake quantisation.

Invariants, relied on by :mod:`engine.training.export_codec` and by every decoder:

* activations are integers: 0..255 between layers, -128..127 where latents enter;
* weights are integers -64..64, one real step per output channel, biases are integers;
* no sum can reach 2**24 in magnitude, whatever the input: the step of an output channel grows until that holds.

So a convolution of 8-bit integers with 32-bit sums is exact on every processor: instructions that add pairs of products
in 16 bits cannot saturate, as 2 * 255 * 64 < 2**15, and float32 holds every sum.

In training the same activations appear divided by :data:`STEPS`, and rounding passes gradients straight through.
bfloat16 holds activations and weights exactly; what autocast rounds is the sums, before they are quantised again.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

STEPS = 32.0
"""Integer steps per unit of a real-valued activation."""
WEIGHT_MAX = 64.0
SUM_MAX = float(2**24 - 2**16)
"""Largest sum allowed; the gap below 2**24 is room for the bias's own rounding."""


def round_ste(x: Tensor) -> Tensor:
    """Round half to even; the gradient is that of the identity."""
    return x + (torch.round(x) - x).detach()


def quantise_signed(x: Tensor) -> Tensor:
    """Latents on their way into an integer network: steps of 1/32, clipped to -128..127 steps."""
    return round_ste((x * STEPS).clamp(-128.0, 127.0)) / STEPS


def quantise_activation(x: Tensor) -> Tensor:
    """ReLU, clipped to 0..255 steps of 1/32."""
    return round_ste((x * STEPS).clamp(0.0, 255.0)) / STEPS


class IntegerConv2d(nn.Conv2d):
    """A convolution whose weights are integers times one step per output channel.

    Args:
        signed_input: whether the input spans -128..127 (latents) or 0..255 (activations); bounds the sums.
    """

    def __init__(self, c_in: int, c_out: int, kernel: int, *, signed_input: bool = False) -> None:
        super().__init__(c_in, c_out, kernel, padding=kernel // 2)
        self.input_max = 128.0 if signed_input else 255.0

    def weight_step(self) -> Tensor:
        """Real size of one weight step, shape ``(c_out,)``, such that neither a weight nor a sum can overflow."""
        flat = self.weight.detach().float().flatten(1)
        bias = self.bias.detach().float().abs() * STEPS  # type: ignore[union-attr]
        by_weight = flat.abs().amax(1) / WEIGHT_MAX
        # Rounding may add half a step to every weight: the second term of the denominator.
        room = SUM_MAX - 0.5 * self.input_max * flat.shape[1]
        by_sum = (flat.abs().sum(1) * self.input_max + bias) / room
        return torch.maximum(by_weight, by_sum).clamp_min(1e-8)

    def forward(self, x: Tensor) -> Tensor:
        step = self.weight_step().view(-1, 1, 1, 1)
        sums = F.conv2d(x, round_ste(self.weight / step), padding=self.padding)
        return torch.addcmul(self.bias.view(-1, 1, 1), sums, step.view(-1, 1, 1))  # type: ignore[union-attr]

    @torch.no_grad()
    def integer_parts(self) -> tuple[Tensor, Tensor, Tensor]:
        """Integer weight, integer bias and the multiplier that turns an integer sum into 1/32 steps, all float32."""
        step = self.weight_step()
        weight = torch.round(self.weight.float() / step.view(-1, 1, 1, 1))
        bias = torch.round(self.bias.float() * STEPS / step)  # type: ignore[union-attr]
        return weight, bias, step


def largest_sum(weight: Tensor, bias: Tensor, input_max: float) -> float:
    """Largest magnitude that any input can give any output of an integer convolution."""
    return float((weight.abs().flatten(1).double().sum(1) * input_max + bias.abs().double()).max())
