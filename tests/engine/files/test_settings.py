"""Settings of jobs: what is refused, and sizes in percent of the original."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.errors import OptionError
from engine.files.convert import run_job
from engine.files.job import Job
from engine.files.settings import JobSettings, TaskOptions
from engine.image.picture import Picture
from engine.image.writer import write_picture
from engine.pipeline.compress import compress
from engine.pipeline.options import CompressOptions, ReconstructOptions
from engine.progress import Progress
from tests.engine.conftest import DrawPhoto


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"target_percent": 0.0}, "target size must be more than 0"),
        ({"target_percent": float("nan")}, "target size must be more than 0"),
        ({"max_percent": -5.0}, "largest size must be more than 0"),
        ({"max_percent": float("inf")}, "largest size must be more than 0"),
        ({"target_percent": 10.0, "compress": CompressOptions(target_bytes=1000)}, "only one target"),
        ({"target_percent": 10.0, "compress": CompressOptions(target_psnr=35.0)}, "only one target"),
        ({"max_percent": 10.0, "compress": CompressOptions(max_bytes=1000)}, "not both"),
        ({"recover": True, "thumbnail": 10}, "only one of"),
        ({"recover": True, "region": (0, 0, 1, 1)}, "only one of"),
        ({"region": (0, 0, 1, 1), "thumbnail": 10}, "only one of"),
        ({"region": (-1, 0, 1, 1)}, "a region"),
        ({"region": (0, 0, 1, 0)}, "a region"),
        ({"thumbnail": 0}, "side of a thumbnail"),
        ({"existing": "ask"}, "existing must be one of skip, rename, replace, not 'ask'"),
        ({"originals": "delete"}, "originals must be one of keep, bin"),
        ({"strip": "exif"}, "strip must be one of none, gps, all"),
        ({"max_pixels": 0}, "max_pixels must be more than 0"),
        ({"time_limit": float("nan")}, "time_limit must be more than 0"),
        ({"stall_limit": float("inf")}, "stall_limit must be more than 0"),
        ({"memory": -1}, "memory must be more than 0"),
        ({"workers": -1}, "workers must be 0 or more"),
    ],
)
def test_what_is_refused(settings: dict[str, Any], reason: str) -> None:
    with pytest.raises(OptionError, match=reason):
        JobSettings.of(**settings)


def test_the_tighter_limit_on_pixels_holds() -> None:
    for own, of_the_task, limit in ((5, 9, 5), (9, 5, 5)):
        settings = JobSettings.of(max_pixels=own, reconstruct=ReconstructOptions(threads=2, max_pixels=of_the_task))
        assert settings.task.reconstruct_options == ReconstructOptions(threads=2, max_pixels=limit)


def test_percents_become_bytes_and_the_rest_stays() -> None:
    options = CompressOptions(quality=70, denoise=12, threads=3)
    settings = JobSettings.of(compress=options, target_percent=12.5, max_percent=20.0)
    assert settings.task.compress_options(1999) == CompressOptions(
        quality=70, denoise=12, threads=3, target_bytes=249, max_bytes=399
    )
    assert settings.task.compress_options(1).target_bytes == 1
    assert TaskOptions(options).compress_options(1999) == options


@pytest.mark.parametrize(
    "limits",
    [
        {"target_percent": 10.0},
        {"max_percent": 10.0},
        {"compress": CompressOptions(target_bytes=9)},
        {"compress": CompressOptions(target_psnr=30.0)},
        {"compress": CompressOptions(max_bytes=9)},
    ],
)
def test_any_target_or_limit_searches_the_quality(limits: dict[str, Any]) -> None:
    assert TaskOptions(**limits).quality is None
    assert TaskOptions().quality == 50.0


def test_percents_are_of_the_source_file(
    tmp_path: Path, draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int | None] = []

    def note_the_target(picture: Picture, options: CompressOptions, _: Progress) -> bytes:
        asked.append(options.target_bytes)
        return compress(picture)

    monkeypatch.setattr("engine.files.convert.compress", note_the_target)
    sources = [tmp_path / "large.png", tmp_path / "small.png"]
    for source, side in zip(sources, (96, 32), strict=True):
        write_picture(Picture(draw_photo(side, side)), source)
        outcome = run_job(Job("compress", source, source.with_suffix(".latent")), JobSettings.of(target_percent=5.0))
        assert outcome.state == "done"
    assert asked == [source.stat().st_size // 20 for source in sources]
    assert asked[0] != asked[1]
