"""How much of the program one file takes: the modules and functions that ``safelight compress one.png`` runs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from engine.image.picture import Picture
from engine.image.writer import write_picture
from tests.engine.conftest import DrawPhoto

MOST_MODULES, MOST_FUNCTIONS = 56, 281
TRACE = """
import json, sys, threading
from pathlib import Path
import engine
ROOT = str(Path(engine.__file__).parent)
IS_FUNCTION = 0x3  # a module or the body of a class has other flags
calls, threads, start = set(), [], threading.Thread.start
def note(frame, event, _):
    code = frame.f_code
    if event == "call" and code.co_filename.startswith(ROOT) and code.co_flags & IS_FUNCTION == IS_FUNCTION:
        if not code.co_name.startswith("<"):  # expressions that Python makes functions of
            calls.add((code.co_filename[len(ROOT):], code.co_firstlineno))
def begin(thread):
    threads.append(thread.name)
    start(thread)
threading.Thread.start = begin
threading.setprofile(note)
sys.setprofile(note)
from engine.cli import main
status = main(["compress", sys.argv[1]])
sys.setprofile(None)
print(json.dumps([status, len({name for name, _ in calls}), len(calls), threads]))
"""


def test_one_file_takes_one_thread_and_little_of_the_program(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    write_picture(Picture(draw_photo(320, 256)), tmp_path / "one.png")
    command = [sys.executable, "-c", TRACE, str(tmp_path / "one.png")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    status, modules, functions, threads = json.loads(printed.splitlines()[-1])
    assert status == 0 and (tmp_path / "one.latent").is_file()
    assert threads == ["safelight-worker"]
    assert modules <= MOST_MODULES and functions <= MOST_FUNCTIONS, (modules, functions)
