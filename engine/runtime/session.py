"""Opens ONNX Runtime sessions and caches them."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import onnxruntime as ort

from engine.cores import thread_count
from engine.errors import ModelError

_sessions: dict[tuple[str, int, int, str, bool], ort.InferenceSession] = {}
_lock = threading.Lock()


def open_session(path: Path, threads: int, provider: str = "CPUExecutionProvider", *, keeps_memory: bool = True) -> Any:
    """A session on the model at ``path``, shared between callers; ``Session.run`` is thread-safe.

    Args:
        threads: CPU threads; 0 takes all cores.
        provider: ONNX Runtime's name of the provider to try before the CPU.
        keeps_memory: keep the memory of a run for the next one; otherwise release it.

    Raises:
        ModelError: if the file cannot be loaded.
    """
    key = (str(path), _written(path), thread_count(threads), provider, keeps_memory)
    with _lock:
        if key not in _sessions:
            _sessions[key] = _new_session(str(path), *key[2:])
        return _sessions[key]


def forget_sessions() -> None:
    """Let go of all sessions; those in use are closed by whoever lets go of them last."""
    with _lock:
        _sessions.clear()


def signature(path: Path) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Names and shapes of a model's inputs and of its outputs; the session is not cached.

    Raises:
        ModelError: if the file cannot be loaded.
    """
    opened = _new_session(str(path), 1, "CPUExecutionProvider", False)
    sides = opened.get_inputs(), opened.get_outputs()
    inputs, outputs = ({value.name: value.shape for value in side} for side in sides)
    return inputs, outputs


def _written(path: Path) -> int:
    """Modification time of a file, because a user's model may be replaced by another one of the same name."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _new_session(path: str, threads: int, provider: str, keeps_memory: bool) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads would burn a core
    options.enable_mem_pattern = False  # the last row and column of tiles have shapes of their own
    options.enable_cpu_mem_arena = keeps_memory
    options.log_severity_level = 4
    ort.disable_telemetry_events()  # for builds on Windows, which do not ask the environment
    wanted = list(dict.fromkeys([provider, "CPUExecutionProvider"]))
    try:
        return ort.InferenceSession(path, options, providers=wanted)
    except Exception as error:  # onnxruntime's exceptions share no base class
        raise ModelError("the model cannot be loaded", path) from error
