"""A training process for tests: prints what the real one prints, obeys its words, and learns nothing.

What it is to do stands in the name of the folder with the pictures: ``crash``, ``error``, ``noise``, ``deaf``,
``quick``, ``chatter``, ``pages``, for which the codec is trained on; any other trains until it is told to stop.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
import time
from pathlib import Path

words: list[str] = []
gone = threading.Event()


def listen() -> None:
    for line in sys.stdin:
        words.append(line.strip())
    gone.set()


def tell(event: str, **facts: object) -> None:
    print(json.dumps({"event": event, **facts}), flush=True)


def value(name: str) -> str:
    return sys.argv[sys.argv.index(name) + 1]


def export() -> int:
    if "unlearned" in value("--data"):
        print("safelight: nothing was learned yet", file=sys.stderr)
        return 1
    source, out = Path(os.environ["FAKE_MODEL"]), Path(value("--out"))
    shutil.copytree(source, out)
    card = json.loads((out / "model.json").read_text(encoding="utf-8")) | {"id": out.name}
    (out / "model.json").write_text(json.dumps(card), encoding="utf-8")
    return 0


def train() -> int:
    kind, out = Path(value("--data")).name, Path(value("--out"))
    threading.Thread(target=listen, daemon=True).start()
    if kind == "crash":
        os.abort()
    if kind == "error":
        tell("error", reason="contains no readable picture")
        return 1
    if kind == "broken":
        print("safelight: no such device", file=sys.stderr)
        return 3
    if kind == "chatter":
        print("\r".join(f"{part} %" for part in range(0, 101, 5)), file=sys.stderr)
        print("x" * 900_000, file=sys.stderr)
        sys.stdout.buffer.write("caf\xe9\n".encode("latin-1"))
        print(json.dumps({"event": "start", "pictures": 10**400}), flush=True)
    if kind == "noise":
        print("{not json")
        print('{"no": "event"}')
        print("a line of text " * 10)
        print(json.dumps({"event": "step", "loss": "much", "done": None}))
        print(json.dumps({"event": "unheard of"}), flush=True)
    tell("start", recipe="basic", parameters=1000, pictures=60, shape=[1, 8, 8], out=str(out), steps=100, minutes=1)
    return learn(kind, out)


def learn(kind: str, out: Path) -> int:
    paused = False
    for step in range(1, 100_000):
        new, words[:] = list(words), []
        if "pause" in new:
            paused = True
            tell("paused")
        if "resume" in new:
            paused = False
            tell("resumed")
        if ("stop" in new or gone.is_set()) and kind != "deaf":
            (out / "checkpoint.pt").write_bytes(b"learned")
            tell("done", reason="stopped", step=step, mse=0.01, psnr=20.0)
            return 0
        if not paused:
            tell("step", phase="", step=step, done=min(1.0, step / 100), loss=100.0 / step)
            if step % 5 == 1:
                shutil.copy(os.environ["FAKE_SHEET"], out / "sheet.png")
                tell("validation", phase="", step=step, mse=0.1 / step, psnr=10.0, sheet=str(out / "sheet.png"))
        if kind == "quick" and step == 20:
            (out / "checkpoint.pt").write_bytes(b"learned")
            tell("done", reason="budget", step=step, mse=0.005, psnr=23.0)
            return 0
        if kind == "pages" and step == 10:
            (out / "checkpoint.pt").write_bytes(b"learned")
            tell("validation", phase="", mse=0.0005, psnr=33.0, bits=-7.25, cost=0.9, sheet=str(out / "sheet.png"))
            tell("done", reason="budget", step=step, mse=0.0004, psnr=34.0, bits=-12.34, cost=0.8)
            return 0
        time.sleep(0.01)
    return 1


if __name__ == "__main__":
    if sys.argv[1] == "-c":  # the app asks what this Python has
        print(os.environ.get("FAKE_FACTS", "{}"))
        sys.exit(0)
    sys.exit(export() if "export" in sys.argv[1:4] else train())
