"""The preview: exact where it says so, near enough where it does not, and soon."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import engine
from engine.cores import core_count
from engine.errors import Cancelled, OptionError, TargetMissed
from engine.image.picture import Metadata, Picture, Samples
from engine.models.catalog import DEFAULT_CODEC
from engine.pipeline import analysis, preview, transforms
from engine.pipeline.picture_tiles import PictureTile
from engine.pipeline.preview import CompressPreview
from engine.progress import Progress
from tests.engine.conftest import DrawPhoto
from tests.engine.pipeline.told_parts import deep, grey, put_together


def with_company(pixels: Samples) -> Picture:
    metadata = Metadata(b"icc", b"exif", b"xmp", b"iptc", (300.0, 299.5))
    return Picture(pixels, np.full(pixels.shape[:2], 7, np.uint8), metadata, format="PNG", warnings=("cut",))


@pytest.mark.parametrize("make", [Picture, grey, deep, with_company])
@pytest.mark.parametrize("size", [(1, 1), (97, 131), (530, 40)])
def test_the_round_trip_is_what_compress_and_reconstruct_give(draw_photo: DrawPhoto, make, size) -> None:  # type: ignore[no-untyped-def]
    picture = make(draw_photo(*size))
    options = engine.CompressOptions(quality=63.21)
    parts: list[PictureTile] = []
    sizes: list[int] = []
    told = CompressPreview(picture).round_trip(options, on_tile=parts.append, on_size=sizes.append)
    data = engine.compress(picture, options)
    again = engine.reconstruct(data)
    assert told.data == data and sizes[-1] == len(data)
    assert told.quality == 63.21 and told.psnr == engine.psnr(picture.pixels, again.pixels)
    np.testing.assert_array_equal(told.picture.pixels, again.pixels)
    np.testing.assert_array_equal(put_together(parts, again.pixels), again.pixels)
    assert (told.picture.alpha is None) == (again.alpha is None)
    if again.alpha is not None:
        np.testing.assert_array_equal(told.picture.alpha, again.alpha)
    assert (told.picture.metadata, told.picture.is_grey) == (again.metadata, again.is_grey)
    assert told.picture.pixels.dtype == picture.pixels.dtype and told.picture.pixels.flags.c_contiguous


@pytest.mark.parametrize("threads", [1, 3])
def test_several_groups_are_exact_and_what_is_seen_comes_first(draw_photo: DrawPhoto, threads: int) -> None:
    picture = Picture(draw_photo(1040, 1300))
    keeper = CompressPreview(picture, engine.CompressOptions(denoise=20.0, threads=threads))
    for quality in (30.0, 70.0)[:threads]:
        options = engine.CompressOptions(quality=quality, denoise=20.0, threads=threads)
        parts: list[PictureTile] = []
        told = keeper.round_trip(options, first=(1050, 600, 200, 200), on_tile=parts.append)
        assert told.data == engine.compress(picture, options)
        pixels = engine.reconstruct(told.data).pixels
        np.testing.assert_array_equal(told.picture.pixels, pixels)
        np.testing.assert_array_equal(put_together(parts, pixels), pixels)
        begun = [(part.left, part.top) for part in parts[:threads]]  # at once, so that any may end first
        assert (1024, 512) in begun


@pytest.mark.parametrize(
    "targets", [{"target_bytes": 3_000}, {"target_psnr": 35.0}, {"max_bytes": 2_500}, {"max_bytes": 1_000_000}]
)
def test_targets_find_the_very_file(draw_photo: DrawPhoto, targets: dict[str, float]) -> None:
    picture = Picture(draw_photo(256, 320))
    options = engine.CompressOptions(quality=70, **targets)  # type: ignore[arg-type]
    told = CompressPreview(picture).round_trip(options)
    assert told.data == engine.compress(picture, options)
    assert told.quality == engine.inspect(told.data).quality
    np.testing.assert_array_equal(told.picture.pixels, engine.reconstruct(told.data).pixels)


def test_a_target_out_of_reach_is_said(photo: Picture) -> None:
    with pytest.raises(TargetMissed, match="cannot be made smaller"):
        CompressPreview(photo).round_trip(engine.CompressOptions(target_bytes=100))


def test_the_next_quality_costs_no_analysis(draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []
    analyse = transforms.analyse_tile

    def counted(*arguments: object) -> object:
        calls.append(arguments)
        return analyse(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(analysis, "analyse_tile", counted)
    keeper = CompressPreview(Picture(draw_photo(600, 1100)))
    for quality in (30, 40):
        keeper.preview_region(quality, (300, 100, 700, 400), lambda part: None)
    seen = len(calls)
    assert seen == 2
    for quality in (30, 40):
        keeper.round_trip(engine.CompressOptions(quality=quality))
    assert len(calls) - seen == 6  # tiles of 512 pixels
    keeper.preview_region(50, (10, 10, 100, 100), lambda part: None)
    keeper.curve([10, 20], lambda point: None)
    assert len(calls) - seen == 6


def test_what_cannot_be_kept_is_analysed_again(draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = Picture(draw_photo(600, 700))
    expected = CompressPreview(picture).round_trip(engine.CompressOptions()).data
    monkeypatch.setattr(preview, "KEPT_BYTES", 1.2e6)  # one tile
    monkeypatch.setattr(preview, "KEPT_CROPS", 0.0)
    keeper = CompressPreview(picture)
    for _ in range(2):
        assert keeper.round_trip(engine.CompressOptions()).data == expected
    keeper.preview_region(50, (0, 0, 100, 100), lambda part: None)


@pytest.mark.parametrize("quality", [5.0, 90.0])
def test_a_region_is_as_good_as_exact(draw_photo: DrawPhoto, quality: float) -> None:
    noise = np.random.default_rng(3).normal(0, 3, (700, 1100, 3))
    picture = Picture(np.clip(draw_photo(700, 1100) + noise, 0, 255).astype(np.uint8))
    keeper = CompressPreview(picture)
    parts: list[PictureTile] = []
    keeper.preview_region(quality, (331, 47, 600, 500), parts.append)
    assert max(side for part in parts for side in part.pixels.shape[:2]) <= 512
    left, top = min(part.left for part in parts), min(part.top for part in parts)
    right = max(part.left + part.pixels.shape[1] for part in parts)
    bottom = max(part.top + part.pixels.shape[0] for part in parts)
    assert (left, top, right, bottom) == (320, 32, 944, 560)  # grown to whole sixteens
    shown = put_together(
        [PictureTile(part.left - left, part.top - top, part.pixels) for part in parts],
        picture.pixels[top:bottom, left:right],
    )
    exact = keeper.round_trip(engine.CompressOptions(quality=quality)).picture.pixels[top:bottom, left:right]
    source = picture.pixels[top:bottom, left:right]
    assert engine.psnr(shown, source) == pytest.approx(engine.psnr(exact, source), abs=0.1)
    assert engine.psnr(shown, exact) > engine.psnr(exact, source) + 3


@pytest.mark.parametrize("make", [grey, deep])
def test_a_region_of_all_of_a_small_picture_is_exact(draw_photo: DrawPhoto, make) -> None:  # type: ignore[no-untyped-def]
    picture = make(draw_photo(97, 131))
    keeper = CompressPreview(picture)
    exact = keeper.round_trip(engine.CompressOptions(quality=40)).picture.pixels
    parts: list[PictureTile] = []
    keeper.preview_region(40, (-50, -50, 1000, 1000), parts.append)
    np.testing.assert_array_equal(put_together(parts, exact), exact)


def test_a_region_beside_the_picture_shows_nothing(photo: Picture) -> None:
    parts: list[PictureTile] = []
    progress = Progress()
    for region in ((500, 0, 10, 10), (0, -20, 10, 10), (0, 0, 0, 5)):
        CompressPreview(photo).preview_region(40, region, parts.append, progress)
    assert not parts and progress.fraction == 1.0


def test_sizes_are_told_early_and_after_a_first_run_rightly(draw_photo: DrawPhoto) -> None:
    picture = Picture(draw_photo(1100, 1100))
    keeper = CompressPreview(picture)
    for number, quality in enumerate((40.0, 50.0, 45.0)):
        sizes: list[int] = []
        data = keeper.round_trip(engine.CompressOptions(quality=quality), on_size=sizes.append).data
        assert sizes[-1] == len(data) and len(sizes) >= 4
        if number == 1:  # before anything is coded: from the run before
            assert sizes[0] == pytest.approx(len(data), rel=0.3)
            assert sizes[1:] == pytest.approx([len(data)] * (len(sizes) - 1), rel=0.05)
        if number == 2:
            assert sizes == pytest.approx([len(data)] * len(sizes), rel=0.05)


def test_the_strength_of_denoising_can_be_estimated(photo: Picture) -> None:
    options = engine.CompressOptions(quality=40, denoise=None)
    assert CompressPreview(photo, engine.CompressOptions(denoise=None)).round_trip(options).data == engine.compress(
        photo, options
    )


def test_other_options_and_arrays_are_refused(photo: Picture) -> None:
    keeper = CompressPreview(photo, engine.CompressOptions(denoise=10.0))
    keeper.round_trip(engine.CompressOptions(denoise=10.0, model=DEFAULT_CODEC))
    for options in (engine.CompressOptions(), engine.CompressOptions(denoise=10.0, model="another")):
        with pytest.raises(OptionError, match="another denoising strength or another model"):
            keeper.round_trip(options)
    with pytest.raises(OptionError, match="quality must be from 0 to 100"):
        keeper.preview_region(101.0, (0, 0, 10, 10), lambda part: None)
    with pytest.raises(OptionError, match="quality must be from 0 to 100"):
        keeper.curve([10.0, -1.0], lambda point: None)
    with pytest.raises(OptionError, match="denoise"):
        CompressPreview(photo, engine.CompressOptions(denoise=101.0))
    with pytest.raises(OptionError, match="picture must be of the type Picture, not ndarray"):
        CompressPreview(photo.pixels)  # type: ignore[arg-type]


@pytest.mark.parametrize("verb", ["region", "round trip", "search", "curve"])
def test_cancelled_soon(draw_photo: DrawPhoto, verb: str) -> None:
    keeper = CompressPreview(Picture(draw_photo(1100, 2100)))
    told: list[int] = []

    def cancel_third(progress: Progress) -> None:
        told.append(3)
        if len(told) == 3:
            progress.cancel()

    progress = Progress(cancel_third)
    verbs: dict[str, Callable[[], object]] = {
        "region": lambda: keeper.preview_region(50, (0, 0, 2100, 1100), lambda part: None, progress),
        "round trip": lambda: keeper.round_trip(engine.CompressOptions(), progress=progress),
        "search": lambda: keeper.round_trip(engine.CompressOptions(target_psnr=34.0), progress=progress),
        "curve": lambda: keeper.curve([10, 20, 30, 40], lambda point: None, progress),
    }
    with pytest.raises(Cancelled):
        verbs[verb]()
    assert told[0] == 3 and len(told) <= 3 + 2 * core_count(), "what was under way comes to its end, no more begins"
    keeper.preview_region(50, (0, 0, 16, 16), lambda part: None)  # as good as new


def test_an_error_in_a_listener_ends_all_of_it(draw_photo: DrawPhoto) -> None:
    told: list[PictureTile] = []

    def fail(part: PictureTile) -> None:
        told.append(part)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        CompressPreview(Picture(draw_photo(1100, 2100))).round_trip(engine.CompressOptions(), on_tile=fail)
    assert len(told) <= 2
