"""The histogram of two pictures: what is seen, and what is said."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.look.theme import Theme
from desktop.widgets.histogram import Histogram

Counts = npt.NDArray[np.int64]


def counts_at(*levels: int, each: int = 1000) -> Counts:
    counts = np.zeros((3, 256), np.int64)
    counts[:, list(levels)] = each
    return counts


def bell(middle: float) -> Counts:
    shape = 100_000 * np.exp(-(((np.arange(256) - middle) / 20) ** 2))
    return np.tile(shape.astype(np.int64), (3, 1))


@pytest.fixture
def histogram(qtbot: QtBot) -> Histogram:
    made = Histogram()
    qtbot.addWidget(made)
    made.resize(262, 100)
    return made


def drawn(histogram: Histogram) -> QImage:
    return histogram.grab().toImage()


def heights(histogram: Histogram, theme: Theme) -> npt.NDArray[np.int64]:
    """Pixels of each column inside the frame that are not the ground."""
    image = drawn(histogram)
    ground = theme.window
    columns = range(3, image.width() - 3)
    rows = range(14, image.height() - 3)
    return np.array([sum(image.pixelColor(x, y) != ground for y in rows) for x in columns])


def test_levels_lie_where_they_belong(theme: Theme, histogram: Histogram) -> None:
    histogram.show_histograms(None, bell(60))
    seen = heights(histogram, theme)
    assert abs(int(seen.argmax()) - 60) < 8
    assert seen[150:].max() == 0


def test_a_spike_does_not_flatten_the_rest(theme: Theme, histogram: Histogram) -> None:
    plain = bell(128)
    histogram.show_histograms(None, plain)
    before = heights(histogram, theme)[128]
    spiked = plain.copy()
    spiked[:, 20] = 200 * plain.max()  # of all pixels, 80 in 100
    histogram.show_histograms(None, spiked)
    after = heights(histogram, theme)
    assert before > 50 and after[128] > 0.8 * before
    assert after[20] >= after.max() - 1


def test_right_is_filled_and_left_is_a_line(theme: Theme, histogram: Histogram) -> None:
    histogram.show_histograms(None, bell(128))
    filled = heights(histogram, theme)[112]
    histogram.show_histograms(bell(128), None)
    line = heights(histogram, theme)[112]
    assert filled > 50 and 0 < line < 12


def test_both_are_drawn_on_one_scale(theme: Theme, histogram: Histogram) -> None:
    """Twice the pixels of the same picture are the same shares."""
    histogram.show_histograms(bell(128), bell(128))
    one = drawn(histogram)
    histogram.show_histograms(bell(128) * 2, bell(128))
    assert drawn(histogram) == one


@pytest.mark.parametrize(
    ("counts", "corners"),
    [(counts_at(0, 100), (True, False)), (counts_at(255, 100), (False, True)), (counts_at(0, 255), (True, True)),
     (counts_at(90, 100), (False, False))],
)  # fmt: skip
def test_what_is_clipped_is_marked_in_its_corner(
    theme: Theme, histogram: Histogram, counts: Counts, corners: tuple[bool, bool]
) -> None:
    histogram.show_histograms(None, counts)
    image = drawn(histogram)
    marks = tuple(image.pixelColor(x, 6) == theme.text for x in (6, image.width() - 7))
    assert marks == corners


def test_it_is_said_in_words(histogram: Histogram) -> None:
    assert histogram.accessibleName() == "Histogram" and histogram.accessibleDescription() == "No picture yet"
    right = counts_at(0, 200)
    right[2] = 0
    right[2, 100] = 4000
    histogram.show_histograms(counts_at(50), right)
    said = histogram.accessibleDescription().splitlines()
    assert len(said) == 2 and histogram.toolTip() == histogram.accessibleDescription()
    assert "mean level 100" in said[0] and "50.0 % clipped to black" in said[0] and "0.0 % to full" in said[0]
    assert "mean level 50" in said[1]
    assert histogram.clipped == (0.5, 0.0)


@pytest.mark.parametrize("counts", [None, np.zeros((3, 256), np.int64)])
def test_nothing_is_an_empty_frame(histogram: Histogram, counts: Counts | None) -> None:
    empty = drawn(histogram)
    histogram.show_histograms(bell(9), bell(99))
    assert drawn(histogram) != empty
    histogram.show_histograms(counts, counts)
    assert drawn(histogram) == empty and histogram.accessibleDescription() == "No picture yet"


def test_a_picture_of_one_level_can_be_drawn(histogram: Histogram) -> None:
    histogram.show_histograms(counts_at(7), counts_at(7))
    drawn(histogram)


def test_a_spike_is_seen_however_narrow_the_chart(theme: Theme, histogram: Histogram) -> None:
    """With fewer columns than levels none of them may fall between two."""
    histogram.resize(histogram.minimumSizeHint())
    for level in range(40, 200, 3):
        histogram.show_histograms(None, counts_at(level, 20, each=10))
        middle = 3 + level * (histogram.width() - 8) // 255
        assert heights(histogram, theme)[middle - 6 : middle + 4].max() > 20, level


def test_it_is_drawn_anew_when_something_changes(histogram: Histogram) -> None:
    histogram.show_histograms(bell(60), bell(90))
    images = [drawn(histogram)]
    histogram.show_histograms(bell(61), bell(90))
    images.append(drawn(histogram))
    histogram.resize(300, 100)
    images.append(drawn(histogram))
    assert len({image.constBits().tobytes() for image in images}) == 3
    assert drawn(histogram) == images[2]
