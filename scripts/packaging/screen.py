"""The eyes of scripts/test-installer: looks at a screen without a monitor, at pictures, at a thumbnailer's entry."""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageGrab, ImageStat

PATIENCE = 60.0
COLOURFUL = 3000
"""Colours on the screen: the window alone has hundreds, a photograph in it thousands."""
ALIKE = 12.0
"""Mean difference of samples, of 255, that compressing may make at most."""


def grab(display: str) -> Image.Image:
    """The screen as it is."""
    return ImageGrab.grab(xdisplay=display).convert("RGB")


def is_painted(screen: Image.Image) -> bool:
    """Whether there is anything on the screen but one colour."""
    return any(low != high for low, high in screen.getextrema())  # type: ignore[misc]


def is_colourful(screen: Image.Image) -> bool:
    return screen.getcolors(COLOURFUL) is None


def wait_for(display: str, ready: Callable[[Image.Image], bool]) -> Image.Image:
    """The first screen that is as it should be.

    Raises:
        SystemExit: none was, for a long time.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        screen = grab(display)
        if ready(screen):
            return screen
        time.sleep(0.02)
    raise SystemExit(1)


def on_screen(display: str, verb: str, arguments: Sequence[str]) -> None:
    """``shot FILE``, ``until-colourful FILE``, ``until-painted SINCE FILE``: prints the seconds since then."""
    if verb == "until-painted":
        screen = wait_for(display, is_painted)
        print(f"{time.time() - float(arguments[0]):.2f}")
    elif verb == "until-colourful":
        try:
            wait_for(display, is_colourful)
        except SystemExit:
            grab(display).save(arguments[-1])  # what is there instead
            raise
        time.sleep(1.0)  # the rest of the picture
        screen = grab(display)
    else:
        screen = grab(display)
    screen.save(arguments[-1])


def alike(one: str, other: str) -> bool:
    """Whether two pictures show the same."""
    with Image.open(one) as first, Image.open(other) as second:
        if first.size != second.size:
            return False
        difference = ImageChops.difference(first.convert("RGB"), second.convert("RGB"))
        return max(ImageStat.Stat(difference).mean) < ALIKE


def is_small(path: str, side: str) -> bool:
    """Whether it is a PNG no larger than that, and no blank one."""
    with Image.open(path) as image:
        return image.format == "PNG" and 0 < max(image.size) <= int(side) and is_painted(image.convert("RGB"))


def thumbnailer(entry: str, source: str, output: str) -> list[str]:
    """The command that a file manager makes of a thumbnailer's entry."""
    lines = Path(entry).read_text(encoding="utf-8").splitlines()
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    assert "image/x-latent" in values["MimeType"].split(";"), entry
    meant = {"%s": "256", "%i": source, "%u": Path(source).as_uri(), "%o": output}
    return [meant.get(word, word) for word in shlex.split(values["Exec"])]


def forget(folder: str) -> None:
    """Have the system forget the contents of files, which it keeps in memory: the next start is a cold one."""
    os.sync()
    for path in Path(folder).rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def main() -> None:
    first, *rest = sys.argv[1:]
    if first == "alike":
        sys.exit(not alike(*rest))
    elif first == "is-small":
        sys.exit(not is_small(*rest))
    elif first == "thumbnailer":
        print("\n".join(thumbnailer(*rest)))
    elif first == "forget":
        forget(*rest)
    else:
        on_screen(first, rest[0], rest[1:])


if __name__ == "__main__":
    main()
