"""Training from a recipe's file to a run's folder: every member, resuming, layers first, words and events."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import InputError, OptionError
from tests.engine.training.family.test_recipes import MEMBERS

torch = pytest.importorskip("torch")

from engine.training.family.__main__ import main  # noqa: E402
from engine.training.family.choices import Choices  # noqa: E402
from engine.training.family.events import Control, Events  # noqa: E402
from engine.training.family.recipe import recipe_path  # noqa: E402
from engine.training.family.train import train  # noqa: E402
from engine.training.family.trained import load_run  # noqa: E402

ROOT = Path(__file__).resolve().parents[4]
TOML = """
[encoder]
kind = "dense"
widths = [64, 32]
[bottleneck]
kind = "plain"
size = 6
[decoder]
kind = "dense"
widths = [32, 64]
[loss]
kind = "mse"
[optimiser]
kind = "adam"
learning_rate = 3e-3
[training]
steps = 40
"""


class Quiet(Control):
    is_quiet = True


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(TOML, encoding="utf-8")
    return path


def log_of(out: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_every_recipe_trains(name: str, tmp_path: Path, idx_folder: Path) -> None:
    text = recipe_path(name).read_text(encoding="utf-8").replace("layer_steps = ", "layer_steps = 2 #")
    path = tmp_path / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    figures = train(path, idx_folder, tmp_path / "out", Choices(steps=2), Quiet())
    assert 0.0 < figures["mse"] < 0.5
    member = load_run(tmp_path / "out")
    assert member.recipe.name == name and member.model.shape == (1, 12, 12)
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"weights.pt", "loss.png", "sheet.png", "run.json"}


def test_a_run_learns_and_is_resumed_by_the_same_command(toml: Path, tmp_path: Path, idx_folder: Path) -> None:
    out = tmp_path / "out"
    command = ["train", str(toml), "--data", str(idx_folder), "--out", str(out)]
    assert main([*command, "--steps", "5"]) == 0
    assert main([*command, "--steps", "200", "--threads", "1"]) == 0
    assert [entry["step"] for entry in log_of(out) if "mse" in entry] == [5, 200]
    assert log_of(out)[-1]["mse"] < 0.6 * log_of(out)[0]["mse"]


def test_seeds_make_runs_the_same_or_others(toml: Path, tmp_path: Path, idx_folder: Path) -> None:
    found = [
        train(toml, idx_folder, tmp_path / str(index), Choices(seed=seed), Quiet())["mse"]
        for index, seed in enumerate((1, 1, 2))
    ]
    assert found[0] == found[1] != found[2]


def test_layers_that_learned_first_give_a_better_start(toml: Path, tmp_path: Path, idx_folder: Path) -> None:
    stacked = tmp_path / "stacked.toml"
    stacked.write_text(TOML.replace("steps = 40", "steps = 1\nlayer_steps = 120"), encoding="utf-8")
    start = train(stacked, idx_folder, tmp_path / "stacked", Choices(), Quiet())["mse"]
    other = train(toml, idx_folder, tmp_path / "fresh", Choices(steps=1), Quiet())["mse"]
    assert start < 0.5 * other
    for layer in (1, 2, 3):
        assert log_of(tmp_path / "stacked" / f"layer-{layer}")[0]["loss"] > 0
    train(stacked, idx_folder, tmp_path / "stacked", Choices(steps=3), Quiet())
    assert len(log_of(tmp_path / "stacked" / "layer-1")) == 2, "a resumed run does not train its layers again"


def test_each_layer_learns_what_the_one_below_says(tmp_path: Path, idx_folder: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(TOML.replace("steps = 40", "steps = 1\nlayer_steps = 200"), encoding="utf-8")
    train(path, idx_folder, tmp_path / "out", Choices(), Quiet())
    for layer in (1, 2, 3):
        losses = [entry["loss"] for entry in log_of(tmp_path / "out" / f"layer-{layer}") if "loss" in entry]
        assert losses[-1] < 0.8 * losses[0]


def test_what_cannot_be_trained_is_told_in_a_line(
    toml: Path, tmp_path: Path, idx_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["train", "nonsense", "--data", str(idx_folder), "--out", str(out)]) == 2
    assert main(["train", str(toml), "--data", str(tmp_path / "none"), "--out", str(out)]) == 1
    assert main(["train", str(toml), "--data", str(idx_folder)]) == 2
    told = capsys.readouterr().err
    assert "safelight: nonsense: no such recipe" in told and "none: no such folder" in told
    train(toml, idx_folder, out, Choices(steps=1), Quiet())
    with pytest.raises(OptionError, match="holds a run of another recipe"):
        train(recipe_path("basic"), idx_folder, out, Choices(steps=2), Quiet())
    assert load_run(out).recipe.name == "mine", "the refused run changed nothing"
    with pytest.raises(InputError, match="is not the folder of a trained autoencoder"):
        load_run(tmp_path)


def test_one_label_is_left_out(toml: Path, tmp_path: Path, idx_folder: Path) -> None:
    train(toml, idx_folder, tmp_path / "out", Choices(without="1"), Quiet())
    facts = load_run(tmp_path / "out").facts
    assert (facts["without"], facts["pictures"]) == ("1", 1000)


def told(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


class Pipe:
    """What another program writes to standard input."""

    def __init__(self) -> None:
        read, write = os.pipe()
        self.commands = os.fdopen(read, encoding="utf-8")
        self.end = os.fdopen(write, "w", encoding="utf-8")

    def say(self, word: str) -> None:
        self.end.write(word + "\n")
        self.end.flush()


class Puppeteer(io.StringIO):
    """Listens to events, and says its words as soon as it hears something."""

    def __init__(self, pipe: Pipe) -> None:
        super().__init__()
        self._pipe = pipe

    def flush(self) -> None:
        last = told(self.getvalue())[-1]["event"]
        word = {"step": "pause", "paused": "resume", "resumed": "stop"}.get(str(last))
        if word:
            self._pipe.say(word)


def test_events_pause_resume_and_stop(toml: Path, tmp_path: Path, idx_folder: Path) -> None:
    pipe = Pipe()
    out = Puppeteer(pipe)
    train(toml, idx_folder, tmp_path / "out", Choices(steps=100_000), Events(pipe.commands, out))
    events = told(out.getvalue())
    names = [event["event"] for event in events]
    assert names[:2] == ["start", "step"] and names[-2:] == ["validation", "done"]
    assert names.index("paused") < names.index("resumed")
    assert events[0]["shape"] == [1, 12, 12] and events[0]["steps"] == 100_000
    assert events[-1]["reason"] == "stopped" and 0 < events[-1]["step"] < 100_000  # type: ignore[operator]
    assert Path(str(events[-2]["sheet"])).is_file()
    assert load_run(tmp_path / "out").facts["data"] == idx_folder.name, "what was learned is kept"


def test_training_stops_when_nobody_listens_any_more(toml: Path, tmp_path: Path, idx_folder: Path) -> None:
    pipe, out = Pipe(), io.StringIO()
    pipe.end.close()
    train(toml, idx_folder, tmp_path / "out", Choices(steps=100_000), Events(pipe.commands, out))
    assert told(out.getvalue())[-1]["reason"] == "stopped"


def test_a_process_prints_nothing_but_events(toml: Path, tmp_path: Path, idx_folder: Path) -> None:
    """The real command in a process of its own."""

    def run(*more: str, words: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "engine.training.family", "train", str(toml), "--out", str(tmp_path / "out")]
        command += ["--events", "--threads", "1", *more]
        return subprocess.run(command, input=words, capture_output=True, text=True, cwd=ROOT, check=False)

    done = run("--data", str(idx_folder), words="stop\n")
    assert done.returncode == 0, done.stderr
    assert [event["event"] for event in told(done.stdout)][-1] == "done"
    failed = run("--data", str(tmp_path / "none"))
    assert failed.returncode == 1
    assert told(failed.stdout)[-1] == {"event": "error", "reason": f"{tmp_path / 'none'}: no such folder"}
