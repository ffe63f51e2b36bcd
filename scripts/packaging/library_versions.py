"""Versions of native libraries: files tell them badly, so the packages that brought them are asked."""

from __future__ import annotations

import platform
import re
from collections.abc import Callable
from functools import cache
from importlib import metadata


def version_of(asker: str, file: str = "") -> str:
    """What is known of a version, or nothing. ``asker``: ``of PACKAGE``, ``soname``, or one below and its question."""
    kind, _, name = asker.partition(" ")
    if kind == "of":
        return _quietly(lambda: metadata.version(name))
    if kind == "soname":
        found = re.search(r"\.so\.([\d.]+)$|\.([\d.]+)\.dylib$|(\d+)\.dll$", file)
        return next((text for text in found.groups() if text), "") if found else ""
    ask = _ASKERS.get(kind)
    return _quietly(lambda: ask(name)) if ask else ""


def _quietly(ask: Callable[[], str]) -> str:
    """An answer, or none: a package that is not installed or has changed its words must not stop a build."""
    try:
        return ask()
    except (ImportError, AttributeError, KeyError, TypeError):
        return ""


def _pillow(name: str) -> str:
    from PIL import features

    return str(features.version(name) or "")


@cache
def _imagecodecs_all() -> dict[str, str]:
    import imagecodecs

    return dict(imagecodecs.version(dict))


def _imagecodecs(name: str) -> str:
    told = _imagecodecs_all()[name].partition("/")[0]
    return told if told[:1].isdigit() else ""


def _pi_heif(name: str) -> str:
    import pi_heif

    info = pi_heif.libheif_info()
    told = info[name] if name in info else info["decoders"][name]
    found = re.search(r"\d+(\.\d+)+", str(told))
    return found[0] if found else ""


def _numpy(_: str) -> str:
    import numpy

    return str(numpy.show_config(mode="dicts")["Build Dependencies"]["blas"]["version"])


def _openssl(_: str) -> str:
    import ssl

    return ssl.OPENSSL_VERSION.split()[1]


_ASKERS: dict[str, Callable[[str], str]] = {
    "pillow": _pillow,
    "imagecodecs": _imagecodecs,
    "pi_heif": _pi_heif,
    "numpy": _numpy,
    "openssl": _openssl,
    "python": lambda _: platform.python_version(),
}
