"""Turn a training run into a model: ``python -m engine.training.export_denoiser FOLDER --run RUN.toml --out MODEL``."""

from __future__ import annotations

import json

import torch
from torch import Tensor, nn

from engine.training import onnx_file
from engine.training.blocks import multiply_adds
from engine.training.denoiser_model import Denoiser
from engine.training.export_graphs import to_levels
from engine.training.runs import kept_weights, load_config
from engine.training.train_denoiser import DenoiserRun, build_model

TITLE = "Denoiser: U-Net of depthwise blocks with a noise-level plane"


class DenoiserGraph(nn.Module):
    """``picture`` ``(1, 3, H, W)`` and ``sigma`` ``(1, 1)``, on the 0..255 scale, to ``clean`` uint8 and ``levels``."""

    def __init__(self, denoiser: Denoiser) -> None:
        super().__init__()
        self.denoiser = denoiser

    def forward(self, picture: Tensor, sigma: Tensor) -> tuple[Tensor, Tensor]:
        return to_levels(self.denoiser(picture * (1.0 / 255.0), sigma))


def main() -> None:
    parser = onnx_file.arguments("Export a trained denoiser.")
    parser.add_argument("--orientations", type=int, choices=(1, 2, 4, 8), default=1, help="averaged over at run time")
    args = parser.parse_args()
    run = load_config(args.run, DenoiserRun, {})
    model = build_model(run)
    model.load_state_dict(kept_weights(args.folder))
    model.eval()
    # One value a window: it changes nothing, but ONNX Runtime then keeps the whole way up in its blocked layout, which
    # the shuffle leaves, and fuses the additions into the convolutions: a tenth of the time.
    model.rise = nn.Sequential(model.rise, nn.MaxPool2d(1))
    args.out.mkdir(parents=True, exist_ok=True)
    picture = torch.randint(0, 256, (1, 3, 96, 128), generator=torch.Generator().manual_seed(0)).float()
    sigma = torch.full((1, 1), 25.0)
    plane = {2: "height", 3: "width"}
    difference = onnx_file.export(
        DenoiserGraph(model), args.out / "denoiser.onnx", {"picture": picture, "sigma": sigma},
        ["clean", "levels"],
        {"picture": plane},
    )  # fmt: skip
    print(f"denoiser: largest difference between torch and ONNX Runtime {difference:g} of 255")
    work = args.orientations * multiply_adds(model, 64, torch.zeros(1, 3, 64, 64), sigma) / 1000.0
    log = [json.loads(line) for line in (args.folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    last = log[-1]
    onnx_file.write_card(args.out, {
        "id": args.out.name,
        "kind": "denoiser",
        "title": TITLE if args.orientations == 1 else f"{TITLE}, mean over {args.orientations} orientations",
        "architecture": {
            "widths": run.widths, "blocks": run.blocks, "parameters": sum(p.numel() for p in model.parameters()),
            "orientations": args.orientations,
        },
        "training": {
            "run": vars(run), "started_from": args.started_from, "data": args.data, "steps": last["step"],
            "minutes": last["minutes"],
            "loss_curve": [[e["minutes"], e["loss"]] for e in log if "loss" in e][::10],
            "validation": {k: v for k, v in last.items() if "@" in k},
        },
        "figures": {"kmac_per_pixel": round(work, 2), "parity": {"denoiser": difference}},
    })  # fmt: skip


if __name__ == "__main__":
    main()
