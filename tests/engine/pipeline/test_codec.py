"""Compress and reconstruct with the shipped model."""

from __future__ import annotations

import dataclasses

import numpy as np
import onnxruntime as ort
import pytest

from engine.container import reader, writer
from engine.errors import (
    Cancelled,
    LatentError,
    ModelError,
    OptionError,
    PictureTooLarge,
    UnknownModel,
    UnreadableImage,
)
from engine.image.picture import Metadata, Picture
from engine.pipeline import codec
from engine.pipeline.compress import compress
from engine.pipeline.options import CompressOptions, ReconstructOptions
from engine.pipeline.reconstruct import inspect, reconstruct
from engine.progress import Progress
from engine.runtime import catalog


def mse(a: Picture, b: Picture) -> float:
    return float(np.square(a.pixels.astype(np.float64) - b.pixels).mean())


def test_quality_raises_size_and_likeness(photo: Picture) -> None:
    sizes, errors = [], []
    for quality in (0, 25, 50, 75, 100):
        data = compress(photo, CompressOptions(quality=quality))
        sizes.append(len(data))
        errors.append(mse(photo, reconstruct(data)))
    assert sizes == sorted(sizes)
    assert errors == sorted(errors, reverse=True)
    assert 10 * np.log10(255**2 / errors[-1]) > 36


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (15, 17), (16, 16), (65, 130)])
def test_any_size_comes_back(draw_photo, size: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    picture = Picture(draw_photo(*size))
    again = reconstruct(compress(picture, CompressOptions(quality=80)))
    assert again.pixels.shape == picture.pixels.shape
    assert mse(picture, again) < 200


def test_everything_beside_the_colours_is_kept(photo: Picture) -> None:
    alpha = np.arange(photo.width * photo.height, dtype=np.uint32).reshape(photo.height, -1).astype(np.uint8)
    picture = dataclasses.replace(photo, alpha=alpha, metadata=Metadata(b"icc", b"exif", b"xmp"))
    data = compress(picture)
    again, info = reconstruct(data), inspect(data)
    np.testing.assert_array_equal(again.alpha, alpha)
    assert again.metadata == picture.metadata
    assert info.has_alpha and info.has_icc and info.has_exif and info.has_xmp


def test_grey_stays_grey(photo: Picture) -> None:
    grey = np.repeat(photo.pixels.mean(-1, keepdims=True).astype(np.uint8), 3, axis=-1)
    again = reconstruct(compress(Picture(grey, is_grey=True)))
    assert again.is_grey
    assert (again.pixels[:, :, 0] == again.pixels[:, :, 1]).all()


def test_info_tells_what_was_asked(photo: Picture) -> None:
    data = compress(photo, CompressOptions(quality=33.25))
    info = inspect(data)
    assert (info.width, info.height, info.quality) == (photo.width, photo.height, 33.25)
    assert info.model == catalog.DEFAULT_CODEC
    assert info.bpp == pytest.approx(8 * len(data) / (photo.width * photo.height))


def test_threads_and_tiles_do_not_change_the_latents_read(photo: Picture) -> None:
    data = compress(photo, CompressOptions(threads=1))
    one, two = (reconstruct(data, ReconstructOptions(threads=threads)) for threads in (1, 2))
    assert mse(one, two) < 1e-2


def test_tiles_leave_no_seams(draw_photo, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    picture = Picture(draw_photo(256, 320))
    whole = compress(picture)
    expected = reconstruct(whole).pixels.astype(int)
    monkeypatch.setattr(codec, "WINDOW", 8)
    # A latent halfway between two symbols may fall either way.
    assert abs(len(compress(picture)) - len(whole)) <= 8
    assert np.abs(reconstruct(whole).pixels.astype(int) - expected).max() <= 1


@pytest.mark.parametrize("name", ["hyper_synthesis", "context"])
def test_integer_networks_are_exact(name: str) -> None:
    """Every optimisation level and thread count gives the same numbers."""
    path = str(catalog.model_file(catalog.find_model(catalog.DEFAULT_CODEC), f"{name}.onnx"))
    random = np.random.default_rng(5)
    results = []
    for level in (ort.GraphOptimizationLevel.ORT_DISABLE_ALL, ort.GraphOptimizationLevel.ORT_ENABLE_ALL):
        for threads in (1, 2):
            options = ort.SessionOptions()
            options.graph_optimization_level, options.intra_op_num_threads = level, threads
            session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
            random = np.random.default_rng(5)
            feed = {}
            for put in session.get_inputs():
                shape = [side if isinstance(side, int) else 12 for side in put.shape]
                high = {"features": 256, "z": 128, "first_half": 4000}.get(put.name, 1)
                low = 0 if put.name == "features" else -high
                whole = random.integers(low, max(high, 1), shape).astype(np.float32)
                feed[put.name] = whole if high > 1 else np.full(shape, 0.013, dtype=np.float32)
            results.append(session.run(None, feed))
    for other in results[1:]:
        for a, b in zip(results[0], other, strict=True):
            np.testing.assert_array_equal(a, b)


def test_a_changed_symbol_is_an_error_not_a_picture(photo: Picture) -> None:
    file = reader.read(compress(photo))
    stream = bytearray(file.groups[0].stream)
    stream[len(stream) // 2] ^= 1
    group = dataclasses.replace(file.groups[0], stream=bytes(stream))
    with pytest.raises(LatentError):
        reconstruct(writer.write(dataclasses.replace(file, groups=(group,))))


def test_unknown_model_and_other_build(photo: Picture) -> None:
    file = reader.read(compress(photo))
    unknown = dataclasses.replace(file, header=dataclasses.replace(file.header, model="somebody-elses"))
    with pytest.raises(UnknownModel, match="somebody-elses"):
        reconstruct(writer.write(unknown))
    rebuilt = dataclasses.replace(file, header=dataclasses.replace(file.header, model_hash=1))
    with pytest.raises(ModelError, match="another build"):
        reconstruct(writer.write(rebuilt))


def test_limits_and_options(photo: Picture) -> None:
    with pytest.raises(PictureTooLarge, match="limit"):
        reconstruct(compress(photo), ReconstructOptions(max_pixels=100))
    with pytest.raises(UnreadableImage, match="empty"):
        compress(Picture(np.zeros((0, 5, 3), dtype=np.uint8)))
    for quality in (-1, 100.5, float("nan")):
        with pytest.raises(OptionError, match="quality"):
            CompressOptions(quality=quality)


def test_progress_ends_at_one_and_cancels(photo: Picture) -> None:
    progress = Progress()
    data = compress(photo, progress=progress)
    assert progress.fraction == pytest.approx(1.0)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        reconstruct(data, progress=stopped)
