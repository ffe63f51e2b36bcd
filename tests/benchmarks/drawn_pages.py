"""Pages of text as a flatbed scanner sees them, drawn from a seed: letters, forms, tables, charts, stamps, on paper.

A page is drawn at twice its size, turned a little, reduced, and then seen through lens and sensor: paper with a tint
and fibres, what shines through from the other side, uneven light, blur, and noise.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import matplotlib
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

SIZE = (1000, 1416)
"""Width and height of a page: A4 at about 120 dots an inch."""
FINE = 2
"""Dots drawn for each that is scanned."""
FACES = (
    "DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique", "DejaVuSerif", "DejaVuSerif-Italic", "DejaVuSansMono",
    "STIXGeneral", "STIXGeneralBol", "STIXGeneralItalic", "cmr10", "cmss10", "cmtt10",
)  # fmt: skip
"""That come with matplotlib."""
SYLLABLES = (
    "a", "an", "ar", "be", "ca", "com", "con", "da", "de", "di", "en", "er", "es", "et", "ex", "fi", "for", "ge",
    "ha", "he", "hi", "in", "ing", "ion", "is", "it", "ka", "la", "le", "li", "lo", "ma", "men", "mi", "mo", "na",
    "ne", "ni", "no", "o", "of", "on", "or", "pa", "per", "po", "pro", "qua", "ra", "re", "ri", "ro", "sa", "se",
    "si", "so", "sta", "sul", "ta", "te", "ter", "the", "ti", "to", "tra", "tu", "u", "un", "ur", "va", "ve", "vi",
    "wa", "we", "wi", "ya", "zu",
)  # fmt: skip


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"{face}.ttf", size)


class _Page:
    """A sheet that is being written on, from top to bottom."""

    def __init__(self, seed: int) -> None:
        self.chance = np.random.default_rng(seed)
        width, height = SIZE
        self.width, self.height = FINE * width, FINE * height
        self.paper = Image.new("RGB", (self.width, self.height), "white")
        self.pen = ImageDraw.Draw(self.paper)
        self.ink = tuple(int(level) for level in self.chance.integers(10, 60) + self.chance.integers(0, 12, 3))
        self.margin = int(self.chance.integers(110, 230))
        self.body = str(self.chance.choice(FACES[3:]))
        self.size = int(self.chance.integers(24, 40))
        self.top = self.margin

    def below(self, most: int) -> int:
        return int(self.chance.integers(most))

    def word(self) -> str:
        if self.below(14) == 0:
            return f"{self.below(10 ** (1 + self.below(5))):,}"
        text = "".join(self.chance.choice(SYLLABLES) for _ in range(1 + self.below(4)))
        text = text.capitalize() if self.below(9) == 0 else text
        return text + (str(self.chance.choice([",", ".", ";", ":", "?"])) if self.below(8) == 0 else "")

    def words(self, count: int) -> str:
        return " ".join(self.word() for _ in range(count))

    def lines(self, left: int, top: int, width: int, bottom: int, face: str, size: int) -> int:
        """Flowing text; returns where it ends."""
        font, spacing = _font(face, size), round(size * self.chance.uniform(1.25, 1.6))
        ends = 0.2 + 0.8 * self.chance.random()
        while top + spacing < bottom:
            line = ""
            is_last = self.chance.random() < 0.12
            while font.getlength(line) < width * (ends if is_last else 1.0):
                line += self.word() + " "
            self.pen.text((left, top), line.rsplit(" ", 2)[0], self.ink, font)
            top += spacing * (2 if is_last else 1)
        return top

    # What can stand on a page

    def heading(self) -> None:
        size = int(self.size * self.chance.uniform(1.4, 2.4))
        words = self.words(2 + self.below(3))
        self.pen.text((self.margin, self.top), words, self.ink, _font(FACES[self.below(3)], size))
        self.top += round(1.7 * size)

    def text(self) -> None:
        columns = 1 + self.below(3)
        gap = 60
        width = (self.width - 2 * self.margin - (columns - 1) * gap) // columns
        bottom = min(self.top + 250 + self.below(1100), self.height - self.margin)
        for column in range(columns):
            left = self.margin + column * (width + gap)
            self.lines(left, self.top, width, bottom, self.body, max(22, self.size - 4 * (columns - 1)))
        self.top = bottom + 40

    def table(self) -> None:
        rows, columns = 3 + self.below(10), 3 + self.below(5)
        high, wide = round(1.9 * self.size), (self.width - 2 * self.margin) // columns
        font, has_rules = _font(self.body, max(22, self.size - 6)), self.below(3) > 0
        for row in range(rows + 1):
            y = self.top + row * high
            if has_rules or row in (0, 1, rows):
                self.pen.line((self.margin, y, self.margin + columns * wide, y), self.ink, 1 + self.below(4))
            for column in range(columns if row < rows else 0):
                number = f"{self.chance.uniform(0, 10 ** self.below(6)):,.2f}"
                words = self.words(1) if column == 0 or row == 0 else number
                self.pen.text((self.margin + column * wide + 12, y + high // 5), words[: wide // 18], self.ink, font)
        for column in range(columns + 1 if has_rules else 0):
            x = self.margin + column * wide
            self.pen.line((x, self.top, x, self.top + rows * high), self.ink, 2)
        self.top += rows * high + 60

    def chart(self) -> None:
        """A line drawing: axes with curves, or a plan of boxes with arrows."""
        high = 350 + self.below(350)
        left, right, bottom = self.margin + 60, self.width - self.margin - 40, self.top + high
        if self.below(2):
            self.pen.line((left, self.top, left, bottom, right, bottom), self.ink, 3)
            for _ in range(1 + self.below(3)):
                steps = np.cumsum(self.chance.normal(0, 1, 60))
                y = bottom - 20 - (steps - steps.min()) / (np.ptp(steps) + 1e-6) * (high - 60)
                points = list(zip(np.linspace(left, right, 60).tolist(), y.tolist(), strict=True))
                self.pen.line(points, self.ink, 2 + self.below(4), joint="curve")
            for tick in range(8):
                x = left + (right - left) * tick // 8
                self.pen.line((x, bottom, x, bottom + 14), self.ink, 2)
                self.pen.text((x, bottom + 16), str(tick * 5), self.ink, _font(self.body, 22))
        else:
            for _ in range(4 + self.below(5)):
                x, y = left + self.below(right - left - 300), self.top + self.below(high - 110)
                self.pen.rounded_rectangle((x, y, x + 260, y + 100), 4 + self.below(24), "white", self.ink, 3)
                self.pen.text((x + 20, y + 32), self.words(2)[:16], self.ink, _font(self.body, 26))
                self.pen.line((x + 260, y + 50, x + 300, y + 50, x + 300, bottom), self.ink, 3)
        self.top = bottom + 80

    def stamp(self) -> None:
        """Coloured, askew, over whatever is there."""
        colour = ((150, 30, 40), (30, 50, 140), (30, 100, 60))[self.below(3)]
        mark = Image.new("RGBA", (420, 420))
        pen = ImageDraw.Draw(mark)
        shape = pen.ellipse if self.below(2) else pen.rectangle
        shape((10, 90, 410, 330), outline=(*colour, 210), width=8)
        pen.text((60, 150), self.word().upper()[:10], (*colour, 210), _font("DejaVuSans-Bold", 44))
        day = f"{1 + self.below(28)}.{1 + self.below(12)}.19{50 + self.below(50)}"
        pen.text((60, 220), day, (*colour, 200), _font("cmtt10", 36))
        mark = mark.rotate(self.chance.uniform(-40, 40), Image.Resampling.BICUBIC)
        place = (self.below(self.width - 500), self.height // 2 + self.below(self.height // 2 - 450))
        self.paper.paste(mark, place, mark)

    def signature(self) -> None:
        """A stroke of a pen."""
        count = 40
        x = self.margin + 300 + np.linspace(0, 420, count) + 26 * np.cumsum(self.chance.normal(0, 0.6, count))
        y = self.top + 70 + 46 * np.sin(np.linspace(0, 14, count)) * self.chance.uniform(0.2, 1.0, count)
        points = list(zip(x.tolist(), y.tolist(), strict=True))
        self.pen.line(points, (30, 40, 110), 4, joint="curve")
        self.pen.line((self.margin + 260, self.top + 130, self.margin + 800, self.top + 130), self.ink, 2)
        self.top += 190


def drawn(seed: int) -> Image.Image:
    """What is printed on a page, at :data:`FINE` times its size."""
    page = _Page(seed)
    kinds: list[Callable[[], None]] = [page.text] * 3 + [page.table, page.chart, page.heading, page.signature]
    page.heading()
    while page.top < page.height - page.margin - 300:
        kinds[page.below(len(kinds))]()
    if page.below(2):
        page.stamp()
    page.pen.text((page.width // 2, page.height - 90), str(1 + page.below(400)), page.ink, _font(page.body, 26))
    return page.paper


def scanned(seed: int) -> Pixels:
    """A scanned page, uint8 ``(H, W, 3)``."""
    chance = np.random.default_rng((seed, 1))
    angle = chance.uniform(-1.2, 1.2)
    front = drawn(seed).rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    front = front.resize(SIZE, Image.Resampling.LANCZOS)
    light = np.asarray(front.filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 0.8))), np.float32) / 255.0
    light = light * _paper(chance) * _shine_through(seed, chance)
    light = light + _noise(chance, 1.0 + 0.6 * light)
    return np.clip(np.rint(255.0 * light), 0, 255).astype(np.uint8)


def _paper(chance: np.random.Generator) -> Floats:
    """Its colour, fibres, and light that falls off to one side."""
    tint = np.array([0.97, 0.955, 0.92]) ** chance.uniform(0.3, 1.6)
    width, height = SIZE
    fibres = sum(weight * _cloud(chance, side) for side, weight in ((2, 0.004), (9, 0.005), (160, 0.012)))
    across, down = np.linspace(0, 1, width), np.linspace(0, 1, height)[:, None]
    fall = 1.0 - chance.uniform(0, 0.05) * across - chance.uniform(0, 0.03) * down
    paper: Floats = ((fall + fibres)[:, :, None] * tint).astype(np.float32)
    return paper


def _cloud(chance: np.random.Generator, side: int) -> Floats:
    """Smooth noise of deviation about 1, whose spots are so many pixels wide."""
    width, height = SIZE
    small = chance.normal(0, 1, (height // side + 2, width // side + 2)).astype(np.float32)
    return np.asarray(Image.fromarray(small).resize(SIZE, Image.Resampling.BICUBIC), np.float32)


def _shine_through(seed: int, chance: np.random.Generator) -> Floats:
    """The other side of the sheet, mirrored, soft and faint."""
    depth = max(0.0, chance.uniform(-0.04, 0.06))
    back = drawn(seed + 500_000).transpose(Image.Transpose.FLIP_LEFT_RIGHT).resize(SIZE).convert("L")
    ink = 1.0 - np.asarray(back.filter(ImageFilter.GaussianBlur(2.2)), np.float32) / 255.0
    return (1.0 - depth * ink)[:, :, None]


def _noise(chance: np.random.Generator, spread: Floats) -> Floats:
    """Of the sensor: mostly alike in all colours, and so little as scanners have that average several rows."""
    sigma = chance.uniform(0.6, 1.6) / 255.0
    grey = chance.normal(0, 1, (*spread.shape[:2], 1))
    colour = chance.normal(0, 1, spread.shape)
    noise: Floats = (sigma * spread * (0.8 * grey + 0.6 * colour)).astype(np.float32)
    return noise


def write_pages(folder: Path, seeds: range) -> list[Path]:
    """Draw the pages of the seeds into a folder, those that are not there yet; returns their files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"page-{seed:04}.png" for seed in seeds]
    for seed, path in zip(seeds, files, strict=True):
        if not path.exists():
            Image.fromarray(scanned(seed)).save(path)
    return files
