"""What goes into the bundle."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from contents import LOADED_BY_NAME, UNWANTED_MODULES, is_absent, is_wanted

ROOT = Path(__file__).resolve().parents[2]

PACKAGES = "/env/lib/python3.11/site-packages"


@pytest.mark.parametrize("name", [
    "numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so", "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/Qt/plugins/platforms/libqoffscreen.so", "PySide6/Qt/lib/libQt6Core.so.6", "PySide6/QtWidgets.abi3.so",
    "PySide6/Qt/translations/qtbase_zh_CN.qm", "assets/models/safelight-codec-2/model.json", "libQt6Svg.so.6",
    "PySide6/Qt6Core.dll", "PySide6/plugins/platforms/qwindows.dll", "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
    "PySide6/Qt/plugins/imageformats/libqjpeg.so", "python3.11/lib-dynload/math.so",
])  # fmt: skip
def test_what_is_needed_is_taken(name: str) -> None:
    assert is_wanted(name, f"{PACKAGES}/{name}", PACKAGES)


@pytest.mark.parametrize("name", [
    "numpy/tests/data.txt", "numpy/_core/include/numpy/arrayobject.h", "PySide6/Qt/lib/libQt6Qml.so.6",
    "PySide6/Qt/lib/libQt6VirtualKeyboard.so.6", "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
    "PySide6/Qt/plugins/imageformats/libqtiff.so", "PySide6/Qt/plugins/platforms/libqvnc.so",
    "PySide6/Qt/translations/qtbase_de.qm", "PySide6/Qt/translations/assistant_zh_CN.qm", "PySide6/opengl32sw.dll",
    "PySide6/Qt6Quick.dll", "PySide6/Qt/qml/QtQuick/qmldir", "numpy/__init__.pyi",
])  # fmt: skip
def test_what_is_not_is_left_out(name: str) -> None:
    assert not is_wanted(name, f"{PACKAGES}/{name}", PACKAGES)


def test_libraries_come_from_the_system_that_runs_it_unless_it_may_lack_them() -> None:
    for name in ("libGL.so.1", "libstdc++.so.6", "libX11.so.6", "libglib-2.0.so.0", "libssl.so.3", "libreadline.so.8"):
        assert not is_wanted(name, f"/usr/lib/x86_64-linux-gnu/{name}", PACKAGES)
    for name in ("libxcb-cursor.so.0", "libpython3.11.so.1.0", "libffi.so.8", "libxkbcommon-x11.so.0"):
        assert is_wanted(name, f"/usr/lib/x86_64-linux-gnu/{name}", PACKAGES)
    assert is_wanted("libaom-1234.so.3", "imagecodecs.libs/libaom-1234.so.3", PACKAGES), "a link within the bundle"
    assert is_wanted("libtiff-1234.so.6", f"{PACKAGES}/pillow.libs/libtiff-1234.so.6", PACKAGES)


def test_the_list_of_licences_names_what_is_inside() -> None:
    assert is_absent("Pygments-2.21.0.dist-info") and is_absent("markdown_it_py-4.3.0.dist-info")
    assert not is_absent("rich-15.0.0.dist-info")


def test_every_codec_that_is_loaded_by_name_exists() -> None:
    from importlib.util import find_spec

    assert not [name for name in LOADED_BY_NAME if find_spec(name) is None]


def test_no_module_of_ours_needs_what_is_left_out() -> None:
    """Each module of the bundle is loaded where nothing of the unwanted can be."""
    code = f"""
import pkgutil, sys
sys.modules.update(dict.fromkeys({UNWANTED_MODULES!r}))
import desktop, engine, safelight
for package in (engine, desktop, safelight):
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not found.name.startswith("engine.training") and not found.name.endswith("__main__"):
            __import__(found.name)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
