"""Turn a run into a model: ``python -m engine.training.export_estimator FOLDER --run RUN.toml --out MODEL``."""

from __future__ import annotations

import json

import torch
from torch import Tensor, nn

from engine.training import onnx_file
from engine.training.blocks import multiply_adds
from engine.training.estimator_model import NoiseEstimator
from engine.training.runs import kept_weights, load_config
from engine.training.strengths import STRENGTHS
from engine.training.train_estimator import EstimatorRun


class EstimatorGraph(nn.Module):
    """``crops`` of one picture, ``(N, 3, H, W)``, 0..255, to its ``costs`` at all strengths, ``(1, strengths)``, dB."""

    def __init__(self, estimator: NoiseEstimator) -> None:
        super().__init__()
        self.estimator = estimator

    def forward(self, crops: Tensor) -> Tensor:
        costs: Tensor = self.estimator.together(crops * (1.0 / 255.0))
        return costs


def main() -> None:
    parser = onnx_file.arguments("Export a trained noise estimator.")
    parser.add_argument("--crops", type=int, help="for the card: how many crops it learned from")
    args = parser.parse_args()
    run = load_config(args.run, EstimatorRun, {})
    model = NoiseEstimator(len(STRENGTHS))
    model.load_state_dict(kept_weights(args.folder))
    model.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    crops = torch.randint(0, 256, (3, 3, 128, 112), generator=torch.Generator().manual_seed(0)).float()
    difference = onnx_file.export(
        EstimatorGraph(model), args.out / "estimator.onnx", {"crops": crops}, ["costs"],
        {"crops": {0: "count", 2: "height", 3: "width"}},
    )  # fmt: skip
    print(f"estimator: largest difference between torch and ONNX Runtime {difference:g} dB")
    log = [json.loads(line) for line in (args.folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    last = log[-1]
    onnx_file.write_card(args.out, {
        "id": args.out.name,
        "kind": "estimator",
        "title": "Noise estimator: what every strength would cost, from energies of learned filters",
        "architecture": {"parameters": sum(p.numel() for p in model.parameters()), "strengths": list(STRENGTHS)},
        "training": {
            "run": vars(run), "started_from": args.started_from, "data": args.data, "crops": args.crops,
            "steps": last["step"], "minutes": last["minutes"],
            "loss_curve": [[e["minutes"], e["loss"]] for e in log if "loss" in e][::5],
            "validation": {k: v for k, v in last.items() if "@" in k},
        },
        "figures": {
            "kmac_per_pixel": round(multiply_adds(model, 128, torch.zeros(1, 3, 128, 128)) / 1000.0, 2),
            "parity": {"estimator": difference},
        },
    })  # fmt: skip


if __name__ == "__main__":
    main()
