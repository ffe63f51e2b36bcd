"""What the autoencoder family reaches on MNIST: every figure that docs/autoencoders.md claims, for several seeds.

    python tests/benchmarks/autoencoders.py FOLDER --out runs/family --seeds 1 2 3

FOLDER has the idx files of MNIST. Figures are kept in ``seed-N/results.json`` as soon as they are there: started again,
the script goes on where it was; ``--report`` only prints. It uses one thread: processor seconds can be compared.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import torch
from autoencoders_figures import FIGURES, JUDGED, Bench

GOALS: dict[str, tuple[str, Callable[[dict[str, float]], bool]]] = {
    "deep": ("MSE of the deep member / PCA-32", lambda f: f["deep_mse"] <= 0.5 * f["pca_mse"]),
    "convolutional": ("MSE of the convolutional / the deep one", lambda f: f["conv_mse"] <= f["deep_mse"]),
    "denoising": ("PSNR gain at sigma 0.5 >= 6 dB", lambda f: f["gain"] >= 6.0),
    "sparse_kl": ("mean activity within 20 % of rho", lambda f: abs(f["activity"] / f["rho"] - 1.0) <= 0.2),
    "sparse_l1": (
        "zeros >= 70 %, MSE within 20 % of that without penalty",
        lambda f: f["zeros"] >= 0.7 and f["l1_mse"] <= 1.2 * f["l1_free_mse"],
    ),
    "variational": (
        "ELBO > -105 nats; samples >= 80 % told as digits",
        lambda f: f["elbo"] > -105.0 and f["vae_samples"] >= 0.8,
    ),
    "adversarial": (
        "|mean| < 0.2, variance 0.8..1.25, |kurtosis| < 0.5 in every dimension; samples >= 70 %",
        lambda f: f["aae_mean"] < 0.2 and f["aae_var_low"] > 0.8 and f["aae_var_high"] < 1.25
        and f["aae_kurtosis"] < 0.5 and f["aae_samples"] >= 0.7,
    ),
    "anomaly": ("mean ROC-AUC over ten digits above PCA's", lambda f: f["auc"] > f["auc_pca"]),
    "features": ("linear with 100 labels: 5 points above pixels", lambda f: f["codes"] >= f["pixels"] + 0.05),
}  # fmt: skip
"""What is asked of each, of the means over the seeds."""


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="the idx files of MNIST")
    parser.add_argument("--out", type=Path, required=True, help="runs and figures")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--only", nargs="+", choices=list(FIGURES), default=list(FIGURES))
    parser.add_argument("--share", type=float, default=1.0, help="of each recipe's steps, for a quick look")
    parser.add_argument("--draws", type=int, default=5, help="of the labelled pictures, to average over")
    parser.add_argument("--report", action="store_true", help="train nothing, print what is there")
    args = parser.parse_args(arguments)
    torch.set_num_threads(1)
    for seed in () if args.report else args.seeds:
        measure(args, seed)
    results = {str(seed): kept(args.out, seed) for seed in args.seeds}
    (args.out / "autoencoders.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print_table(list(results.values()))


def measure(args: argparse.Namespace, seed: int) -> None:
    """All figures of one seed that are not there yet."""
    folder = args.out / f"seed-{seed}"
    folder.mkdir(parents=True, exist_ok=True)
    bench = Bench(args.folder, folder, seed, args.share, args.draws)
    for name in args.only:
        results = kept(args.out, seed)
        if name not in results:
            if name in JUDGED:
                _ = bench.judge  # its training is no part of a member's time
            started = time.process_time()
            figures = FIGURES[name](bench)
            results[name] = figures | {"cpu_seconds": round(time.process_time() - started, 1)}
            (folder / "results.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
            print(f"seed {seed}: {name} {results[name]}", flush=True)


def kept(out: Path, seed: int) -> dict[str, dict[str, float]]:
    """What is known of a seed."""
    path = out / f"seed-{seed}" / "results.json"
    found: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def print_table(results: list[dict[str, dict[str, float]]]) -> None:
    """The mean of the seeds for every goal, and whether it is met."""
    for name, (goal, is_met) in GOALS.items():
        runs = [found[name] for found in results if name in found]
        if runs:
            mean = {key: sum(run[key] for run in runs) / len(runs) for key in runs[0]}
            figures = ", ".join(f"{key} {value:.4g}" for key, value in mean.items())
            print(f"{name} ({len(runs)} seeds): {goal}: {'met' if is_met(mean) else 'NOT met'}\n    {figures}")


if __name__ == "__main__":
    main()
