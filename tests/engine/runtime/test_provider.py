"""The provider that is reported is one that ran."""

from __future__ import annotations

import onnxruntime as ort
import pytest

from engine.runtime import provider


@pytest.fixture(autouse=True)
def _fresh() -> None:
    provider.provider_report.cache_clear()


def test_without_cuda_support_the_reason_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ort, "get_available_providers", lambda: ["CPUExecutionProvider"])
    report = provider.provider_report()
    assert report.provider == "CPU"
    assert "no CUDA support" in report.reason
    assert report.execution_provider == "CPUExecutionProvider"
    assert report.runtime == ort.__version__ and report.cores >= 1


@pytest.mark.parametrize(
    ("difference", "name", "reason"), [(0.0, "CUDA", ""), (200.0, "CPU", "wrong results"), (None, "CPU", "not usable")]
)
def test_the_canary_decides(monkeypatch: pytest.MonkeyPatch, difference: float | None, name: str, reason: str) -> None:
    monkeypatch.setattr(ort, "get_available_providers", lambda: ["CUDAExecutionProvider", "CPUExecutionProvider"])
    monkeypatch.setattr(ort, "preload_dlls", lambda: None, raising=False)
    monkeypatch.setattr(provider, "_canary_difference", lambda: difference)
    report = provider.provider_report()
    assert report.provider == name
    assert reason in report.reason


def test_a_cuda_that_breaks_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> float:
        raise RuntimeError("no kernel image\nmore")

    monkeypatch.setattr(ort, "get_available_providers", lambda: ["CUDAExecutionProvider"])
    monkeypatch.setattr(ort, "preload_dlls", lambda: None, raising=False)
    monkeypatch.setattr(provider, "_canary_difference", broken)
    assert provider.provider_report().reason == "CUDA failed: no kernel image"
