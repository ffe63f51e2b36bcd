"""Names of outputs by patterns."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

import engine
from engine.batch.planning import plan_batch
from engine.errors import OptionError
from engine.files.convert import run_job
from engine.files.job import Job, Task
from engine.files.naming import copy_path, distinct_outputs
from engine.files.patterns import NamePattern
from engine.files.settings import JobSettings, OutputPolicy
from engine.image.picture import Picture
from engine.image.writer import write_picture


def stems(pattern: str, *sources: Path, task: Task = "compress", **settings: object) -> list[str]:
    made = JobSettings.of(name_pattern=pattern, **settings)  # type: ignore[arg-type]
    return NamePattern(pattern).stems(task, sources, made.task.quality)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("", "the name pattern is empty"),
        (" . ", "the name pattern is empty"),
        ("{nme}", "the name pattern has no field {nme}; there are {name}, {task}, "),
        ("{}", "the name pattern has no field {}; there are"),
        ("{name.parent}", "the name pattern has no field {name.parent}"),
        ("{name", "the name pattern has a brace without its other half"),
        ("name}", "the name pattern has a brace without its other half"),
        ("{name:>9}", "the fields of a name pattern are plain, as {name}"),
        ("{name!r}", "the fields of a name pattern are plain, as {name}"),
        ("../{name}", "a name cannot hold /"),
        ("..\\{name}", "a name cannot hold \\"),
        ("{name}:2", "a name cannot hold :"),
        ("{name}\n", "a name cannot hold control characters"),
    ],
)
def test_wrong_patterns_are_refused_before_any_work(pattern: str, reason: str) -> None:
    with pytest.raises(OptionError) as caught:
        JobSettings.of(name_pattern=pattern)
    assert caught.value.reason.startswith(reason)


def test_fields_are_filled_in(tmp_path: Path) -> None:
    source = tmp_path / "holidays" / "sea.png"
    source.parent.mkdir()
    write_picture(Picture(np.zeros((40, 60, 3), np.uint8)), source)
    os.utime(source, (1_700_000_000, 1_700_000_000))
    day = "2023-11-1"
    assert stems("{folder}-{name}", source) == ["holidays-sea"]
    assert stems("{date}", source)[0].startswith(day)
    assert stems("{task}", source) == ["compressed"] and stems("{task}", source, task="denoise") == ["denoised"]
    assert stems("{width}x{height}", source) == ["60x40"]
    assert stems("{{{name}}}", source) == ["{sea}"]
    assert stems("q{quality}", source, compress=engine.CompressOptions(quality=72.5)) == ["q72.5"]
    assert stems("{quality}", source, target_percent=10.0) == ["unknown"]
    assert stems("{quality}", source, task="denoise") == ["unknown"]
    assert stems("{number}", *[source] * 11)[::10] == ["01", "11"]


def test_a_latent_file_tells_its_size_and_quality(tmp_path: Path) -> None:
    source = tmp_path / "a.latent"
    picture = Picture(np.full((48, 64, 3), 90, np.uint8))
    source.write_bytes(engine.compress(picture, engine.CompressOptions(quality=35)))
    assert stems("{width}-{height}-{quality}", source, task="reconstruct") == ["64-48-35"]


def test_what_a_file_does_not_tell_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"no picture")
    assert stems("{width}", tmp_path / "bad.png") == ["unknown"]
    assert stems("{date}", tmp_path / "gone.png") == ["unknown"]
    assert stems("{quality}", tmp_path / "gone.latent", task="reconstruct") == ["unknown"]
    assert stems("{folder}", Path("/x.png")) == ["x"]  # which is in no folder with a name


def test_headers_are_not_read_unless_a_pattern_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.files.patterns.probe", lambda _: pytest.fail("read"))
    assert stems("{name}-{number}-{folder}-{date}-{quality}", tmp_path / "a.png")


def test_the_plain_pattern_names_as_ever() -> None:
    assert OutputPolicy(name_pattern="{name}").stems("compress", [Path("a.jpg")], 50.0) is None
    assert OutputPolicy().stems("compress", [Path("a.jpg")], 50.0) is None


def test_collisions_get_numbers_and_no_output_is_a_source() -> None:
    sources = [Path(f"in/{name}") for name in ("a.png", "b.png", "C.png", "x-2.png")]
    outputs = distinct_outputs("compress", sources, Path("out"), None, stems=["x", "X", "x", "y"])
    assert [path.name for path in outputs] == ["x.latent", "X-2.latent", "x-3.latent", "y.latent"]
    beside = distinct_outputs("denoise", sources, None, None, stems=["x", "X", "a", "x-2"])
    assert [path.name for path in beside] == ["x.png", "X-3.png", "a-2.png", "x-2-2.png"]


def test_thousands_of_one_stem_are_told_apart_quickly() -> None:
    sources = [Path(f"in/{number}.png") for number in range(5000)]
    outputs = distinct_outputs("compress", sources, Path("out"), None, stems=["day"] * 5000)
    assert len(set(outputs)) == 5000 and outputs[-1].name == "day-5000.latent"


def test_a_folder_is_named_by_a_pattern_and_nothing_is_denoised_twice(tmp_path: Path) -> None:
    for name in ("a.png", "sub/b.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write_picture(Picture(np.zeros((8, 8, 3), np.uint8)), tmp_path / name)
    settings = JobSettings.of(name_pattern="{name}-clean")
    for _ in range(2):
        plan = plan_batch("denoise", tmp_path, tmp_path, settings)
        assert [job.output.relative_to(tmp_path).as_posix() for job in plan.jobs] == ["a-clean.png", "sub/b-clean.png"]
        for job in plan.jobs:
            job.output.write_bytes(job.source.read_bytes())


def test_a_copy_takes_the_name_that_its_output_would_have_had(tmp_path: Path, tiny: Path) -> None:
    settings = JobSettings.of(keep_larger=False)
    plain = run_job(Job("compress", tiny, tmp_path / "out" / "tiny.latent"), settings)
    named = run_job(Job("compress", tiny, tmp_path / "out" / "day-2.latent"), settings)
    assert (plain.state, named.state) == ("copied", "copied")
    assert plain.output == tmp_path / "out" / "tiny.png" and named.output == tmp_path / "out" / "day-2.png"
    assert copy_path(Path("a.jpg"), Path("out/a.jpg.latent")) == Path("out/a.jpg")
