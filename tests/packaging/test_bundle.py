"""What a bundle holds, and what must not be published."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
from bundle import Bundle, read_bundle
from libraries import bare_name
from parts import find_parts, is_allowed, problems

from tests.packaging.conftest import MODEL, installed_files, names, put

Look = Callable[[], Bundle]


def found_problems(look: Look) -> list[str]:
    bundle = look()
    return problems(bundle, find_parts(bundle))


def test_packages_are_those_with_something_inside(look: Look, folder: Path) -> None:
    assert names(look()) == ["pi-heif", "pillow"]
    told = metadata.distribution("psutil")
    for name in installed_files("psutil", f"psutil-{told.version}.dist-info/"):
        put(folder / "_internal" / name, Path(str(told.locate_file(name))))
    assert names(look()) == ["pi-heif", "pillow"], "what a package says of itself is not the package"


def test_a_sound_bundle_has_no_problems(look: Look) -> None:
    assert found_problems(look) == []


def test_compiled_modules_belong_to_their_packages(look: Look, folder: Path) -> None:
    path = folder / "_internal" / "PIL" / "ImageChops.pyc"
    path.touch()
    bundle = look()
    assert bundle.owners["PIL/ImageChops.pyc"].name.lower() == "pillow" and bundle.unexplained() == []


def test_libraries_stand_with_what_brought_them(look: Look) -> None:
    parts = {part.name: part for part in find_parts(look()) if part.kind == "library"}
    assert {"libheif", "libde265"} <= set(parts)
    assert parts["libheif"].licence == "LGPL-3.0-or-later" and parts["libheif"].brought_by == "pi_heif"
    assert parts["libheif"].version[:1].isdigit() and parts["libde265"].version[:1].isdigit()


def test_libraries_linked_into_modules_are_told_too(look: Look, folder: Path) -> None:
    shutil.rmtree(folder / "_internal" / "pi_heif.libs", ignore_errors=True)
    parts = {part.name: part for part in find_parts(look()) if part.kind == "library"}
    assert parts["libheif"].files == () and parts["libheif"].brought_by == "pi_heif"


def test_what_was_installed_for_building_is_found_out(look: Look, folder: Path) -> None:
    put(folder / "_internal" / "pytest" / "__init__.py", Path(pytest.__file__))
    assert any(line.startswith("pytest: not among the packages") for line in found_problems(look))


@pytest.mark.parametrize("name", ["libreadline.so.8", "libx265.so.199", "libnobody-knows.so"])
def test_a_library_that_no_one_allowed_is_found_out(name: str, look: Look, folder: Path) -> None:
    (folder / "_internal" / name).write_bytes(b"\x7fELF")
    assert any(name in line and "licence" in line for line in found_problems(look))


def test_a_file_of_unknown_origin_is_found_out(look: Look, folder: Path) -> None:
    (folder / "_internal" / "notes.txt").touch()
    assert found_problems(look) == ["notes.txt: of no known package"]


def test_models_come_with_their_checksums(look: Look) -> None:
    model = next(part for part in find_parts(look()) if part.kind == "model")
    assert model.name == MODEL and len(model.digest) == 64 and model.licence == "MIT" and model.files


def test_a_folder_that_is_no_bundle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no bundle"):
        read_bundle(tmp_path)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("libheif-7a3e919c.so.1.23.0", "heif"),
        ("libgfortran-040039e1-0352e75f.so.5.0.0", "gfortran"),
        ("libtiff.6.dylib", "tiff"),
        ("msvcp140-a4c2229bdc2a2a630acdc095b4d86008.dll", "msvcp140"),
        ("libQt6Core.so.6", "Qt6Core"),
        ("Qt6Core.dll", "Qt6Core"),
        ("libxcb-icccm.so.4", "xcb-icccm"),
    ],
)
def test_names_of_libraries(file: str, name: str) -> None:
    assert bare_name(file) == name


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", True),
        ("BSD-3-Clause AND LGPL-3.0-or-later", True),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", True),
        ("GPL-2.0-or-later WITH Bootloader-exception AND Apache-2.0", True),
        ("LicenseRef-Microsoft-runtime", True),
        ("GPL-3.0-or-later", False),
        ("MIT AND GPL-2.0-only", False),
        ("AGPL-3.0-only", False),
        ("LicenseRef-of-somebody", False),
        ("unknown", False),
    ],
)
def test_licences_that_a_bundle_may_hold(licence: str, allowed: bool) -> None:
    assert is_allowed(licence) is allowed
