"""Colours on their way to the screen: exact where Qt, with a colour engine of its own, says the same."""

from __future__ import annotations

import io
import logging
import struct
import threading
import time

import numpy as np
import numpy.typing as npt
import pytest
from PIL import ImageCms
from PySide6.QtGui import QColorSpace, QImage

from desktop.picture import colours
from desktop.picture.colours import ScreenColours
from engine.image.profiles import P3_PRIMARIES, Colours, profile_of

Levels = npt.NDArray[np.uint8]
Named = QColorSpace.NamedColorSpace


def qt_profile(named: QColorSpace.NamedColorSpace) -> bytes:
    return bytes(QColorSpace(named).iccProfile().data())


def pillow_srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


PROPHOTO = qt_profile(Named.ProPhotoRgb)
P3, ADOBE, SRGB = qt_profile(Named.DisplayP3), qt_profile(Named.AdobeRgb), qt_profile(Named.SRgb)


def every_colour(step: int = 15) -> Levels:
    steps = np.arange(0, 256, step, dtype=np.uint8)
    grid = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1)
    return np.ascontiguousarray(grid.reshape(len(steps), -1, 3))


def by_qt(pixels: Levels, source: QColorSpace, target: QColorSpace) -> Levels:
    height, width, _ = pixels.shape
    image = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    image.setColorSpace(source)
    image.convertToColorSpace(target)
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    return rows[:, : 3 * width].reshape(height, width, 3).copy()


@pytest.mark.parametrize(
    ("source", "target"),
    [(Named.SRgb, Named.DisplayP3), (Named.SRgb, Named.AdobeRgb), (Named.DisplayP3, Named.SRgb),
     (Named.AdobeRgb, Named.SRgb), (Named.AdobeRgb, Named.DisplayP3)],
)  # fmt: skip
def test_the_colours_are_those_that_qt_converts_to(
    source: QColorSpace.NamedColorSpace, target: QColorSpace.NamedColorSpace
) -> None:
    icc = None if source == Named.SRgb else qt_profile(source)
    screen = None if target == Named.SRgb else qt_profile(target)
    pixels = every_colour()
    shown = ScreenColours(screen).to_screen(pixels, icc)
    expected = by_qt(pixels, QColorSpace(source), QColorSpace(target))
    differences = np.abs(shown.astype(int) - expected)
    assert differences.max() <= 2, pixels.reshape(-1, 3)[differences.max(axis=-1).argmax()]
    assert differences.mean() < 0.3
    assert np.abs(shown.astype(int) - pixels).max() > 10, "nothing was converted"


def test_the_colours_are_those_of_the_formulas() -> None:
    """ProPhoto to Adobe RGB, the widest step; Qt's own tables are four levels off there."""
    pixels = every_colour()
    source, target = ImageCms.ImageCmsProfile(io.BytesIO(PROPHOTO)), ImageCms.ImageCmsProfile(io.BytesIO(ADOBE))
    x = pixels / 255
    light = np.where(x < 1 / 32, x / 16, x**1.8) @ to_xyz(source).T @ np.linalg.inv(to_xyz(target)).T
    expected = 255 * np.clip(light, 0, 1) ** (256 / 563)
    assert np.abs(ScreenColours(ADOBE).to_screen(pixels, PROPHOTO) - expected).max() < 2


def to_xyz(profile: ImageCms.ImageCmsProfile) -> npt.NDArray[np.float64]:
    core = profile.profile
    columns = [core.red_colorant, core.green_colorant, core.blue_colorant]
    return np.array([column[0] for column in columns if column is not None]).T


def test_a_profile_with_a_table_of_its_own_is_read_too() -> None:
    """The engine writes P3 with a curve as a table; Qt as a formula."""
    tabled = profile_of(Colours(primaries=P3_PRIMARIES), is_grey=False)
    assert tabled is not None and tabled != P3
    shown = ScreenColours(None).to_screen(every_colour(), tabled)
    assert np.abs(shown.astype(int) - ScreenColours(None).to_screen(every_colour(), P3)).max() <= 2


def test_greys_stay_grey_and_white_stays_white() -> None:
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    shown = ScreenColours(P3).to_screen(ramp, None)
    assert np.array_equal(shown[0, 0], [0, 0, 0]) and np.array_equal(shown[0, 255], [255, 255, 255])
    assert np.ptp(shown.astype(int), axis=2).max() <= 1


@pytest.mark.parametrize(
    ("screen", "icc"),
    [(None, None), (P3, P3), (SRGB, SRGB), (None, SRGB), (SRGB, None), (None, pillow_srgb()), (SRGB, pillow_srgb())],
)
def test_equal_colours_are_the_very_same_array(screen: bytes | None, icc: bytes | None) -> None:
    made, pixels = ScreenColours(screen), every_colour(51)
    assert made.to_screen(pixels, icc) is pixels
    assert not made.changes(icc)


def test_threads_that_come_at_once_wait_for_one_transform(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[bytes | None] = []
    real = ScreenColours._built

    def slow(self: ScreenColours, icc: bytes | None) -> ImageCms.ImageCmsTransform | None:
        built.append(icc)
        time.sleep(0.05)
        return real(self, icc)

    monkeypatch.setattr(ScreenColours, "_built", slow)
    made = ScreenColours(None)
    threads = [threading.Thread(target=made.changes, args=(P3,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert built == [P3]


def grey_profile() -> bytes:
    made = profile_of(Colours(gamma=1.8), is_grey=True)
    assert made is not None
    return made


def cmyk_header() -> bytes:
    """A header that says CMYK, with no tags after it."""
    body = bytearray(132)
    struct.pack_into(">I4sI4s4s4s", body, 0, 132, b"lcms", 0x04300000, b"prtr", b"CMYK", b"Lab ")
    body[36:40] = b"acsp"
    return bytes(body)


@pytest.mark.parametrize(
    "icc", [b"", b"no profile", P3[:200], P3[:90], grey_profile(), cmyk_header(), bytes(len(P3))],
    ids=["empty", "text", "cut", "half a header", "grey", "cmyk", "zeros"],
)  # fmt: skip
@pytest.mark.parametrize("for_screen", [False, True])
def test_a_useless_profile_changes_nothing_and_is_told_once(
    icc: bytes, for_screen: bool, caplog: pytest.LogCaptureFixture
) -> None:
    pixels = every_colour(51)
    with caplog.at_level(logging.DEBUG):
        made = ScreenColours(icc if for_screen else None)
        for _ in range(3):
            assert made.to_screen(pixels, None if for_screen else icc) is pixels
    assert [record.name for record in caplog.records] == [colours.__name__]


def test_a_useless_profile_of_the_screen_leaves_it_to_srgb() -> None:
    pixels = every_colour()
    assert np.array_equal(ScreenColours(b"junk").to_screen(pixels, P3), ScreenColours(None).to_screen(pixels, P3))


def test_the_input_is_never_written_to_and_its_layout_does_not_matter() -> None:
    made = ScreenColours(P3)
    pixels = every_colour()
    pixels.flags.writeable = False
    whole = made.to_screen(pixels, None)
    assert np.array_equal(made.to_screen(pixels[:, ::-1], None), whole[:, ::-1])
    assert np.array_equal(made.to_screen(pixels[2:5, 7:90], None), whole[2:5, 7:90])
    assert whole.flags.writeable and whole.flags.c_contiguous


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 200_000, 3), (301, 457, 3), (0, 5, 3), (5, 0, 3)])
def test_blocks_of_any_size(shape: tuple[int, int, int]) -> None:
    pixels = np.random.default_rng(2).integers(0, 256, shape, np.uint8)
    made = ScreenColours(P3)
    shown = made.to_screen(pixels, None)
    assert shown.shape == shape and shown.dtype == np.uint8
    if shown.size:
        last = made.to_screen(np.ascontiguousarray(pixels[-1:, -1:]), None)
        assert np.array_equal(shown[-1, -1], last[0, 0])


def test_a_transform_is_built_once_and_old_ones_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[bytes | None] = []
    real = ScreenColours._built

    def counted(self: ScreenColours, icc: bytes | None) -> ImageCms.ImageCmsTransform | None:
        built.append(icc)
        return real(self, icc)

    monkeypatch.setattr(ScreenColours, "_built", counted)
    made, pixels = ScreenColours(None), every_colour(51)
    for _ in range(3):
        made.to_screen(pixels, P3)
        made.to_screen(pixels, ADOBE)
    assert built == [P3, ADOBE]
    for number in range(40):
        made.to_screen(pixels, b"junk %d" % number)
    assert len(made._transforms) <= 16


def test_many_threads_at_once_get_what_one_gets() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (400, 700, 3), np.uint8)
    expected = [ScreenColours(P3).to_screen(pixels, icc) for icc in (None, ADOBE)]
    made, wrong = ScreenColours(P3), []

    def convert(number: int) -> None:
        for _ in range(3):
            if not np.array_equal(made.to_screen(pixels, (None, ADOBE)[number % 2]), expected[number % 2]):
                wrong.append(number)

    threads = [threading.Thread(target=convert, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
