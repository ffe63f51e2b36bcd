"""What scripts/build and scripts/test-installer look at."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from check_bundle import problems_of
from PIL import Image, ImageDraw
from release import Release
from screen import alike, is_colourful, is_painted, is_small, thumbnailer
from shared_libraries import depends, elf_files, needs

NEEDED = (
    "assets/translations/safelight_zh_CN.qm", "assets/icons/safelight.svg", "assets/licences/MIT.txt",
    "assets/sample/a.jpg", "PySide6/Qt/plugins/platforms/libqxcb.so", "PySide6/Qt/plugins/platforms/libqoffscreen.so",
    "PySide6/Qt/translations/qtbase_zh_CN.qm",
)  # fmt: skip
MODELS = Path(__file__).resolve().parents[2] / "assets" / "models"


def fill(made: Release, *names: str) -> None:
    for name in names:
        (made.bundle / "_internal" / name).parent.mkdir(parents=True, exist_ok=True)
        (made.bundle / "_internal" / name).touch()


def models() -> list[str]:
    return [f"assets/models/{path.name}/model.json" for path in MODELS.iterdir() if path.is_dir()]


def test_a_bundle_as_it_should_be_has_no_problems(make_release: Callable[[str], Release]) -> None:
    made = make_release("full")
    fill(made, *NEEDED, *models())
    assert list(problems_of(made)) == []


@pytest.mark.parametrize("name", [
    "torch/__init__.pyc", "engine/training/blocks.pyc", "PySide6/Qt/lib/libQt6Qml.so.6", "libssl.so.3",
    "assets/installer/linux/x", "numpy/tests/a.py", "PySide6/QtWebEngineCore.abi3.so", "libreadline.so.8",
])  # fmt: skip
def test_what_has_no_business_there_is_named(make_release: Callable[[str], Release], name: str) -> None:
    made = make_release("full")
    fill(made, *NEEDED, *models(), name)
    assert any(problem.startswith(name) for problem in problems_of(made))


def test_what_is_missing_is_named_and_the_variant_for_servers_has_no_qt(
    make_release: Callable[[str], Release],
) -> None:
    made = make_release("cli")
    fill(made, *NEEDED[1:], *models()[1:])
    found = "\n".join(problems_of(made))
    assert "safelight_zh_CN.qm: is missing" in found and str(Path(models()[0]).parent) in found
    assert "libqxcb.so: belongs to the window" in found


@pytest.mark.skipif(shutil.which("readelf") is None or shutil.which("dpkg") is None, reason="no tools of Debian here")
def test_the_libraries_that_a_bundle_asks_for_are_read_from_its_files(make_release: Callable[[str], Release]) -> None:
    made = make_release("full")
    assert [path.name for path in elf_files(made.bundle)] == ["library.so"]
    asked = needs(made.bundle)
    assert "libc.so.6" in asked.libraries and asked.glibc.startswith("2.")
    asked_of_debian = [package for package in depends(made.bundle) if not package.startswith("libpython")]
    assert f"libc6 (>= {asked.glibc})" in asked_of_debian


def test_eyes_see(tmp_path: Path) -> None:
    blank, photo = Image.new("RGB", (200, 100)), Image.radial_gradient("L").resize((200, 100)).convert("RGB")
    noisy = Image.effect_noise((200, 100), 60).convert("RGB")
    many = Image.merge("RGB", [Image.effect_noise((200, 100), 60) for _ in range(3)])
    assert not is_painted(blank) and is_painted(photo) and not is_colourful(photo) and is_colourful(many)
    for name, image in (("photo", photo), ("blank", blank), ("noisy", noisy)):
        image.save(tmp_path / f"{name}.png")
    photo.save(tmp_path / "photo.jpg", quality=80)
    ImageDraw.Draw(photo).rectangle((0, 0, 90, 90), fill="red")
    photo.save(tmp_path / "other.png")
    assert alike(str(tmp_path / "photo.png"), str(tmp_path / "photo.jpg"))
    assert not alike(str(tmp_path / "photo.png"), str(tmp_path / "other.png"))
    assert is_small(str(tmp_path / "photo.png"), "256") and not is_small(str(tmp_path / "photo.png"), "128")
    assert not is_small(str(tmp_path / "blank.png"), "256") and not is_small(str(tmp_path / "photo.jpg"), "256")


def test_a_thumbnailer_is_run_as_file_managers_do(tmp_path: Path) -> None:
    entry = tmp_path / "a.thumbnailer"
    entry.write_text("[Thumbnailer Entry]\nExec=prog --side %s -o %o %i\nMimeType=image/x-latent;\n")
    assert thumbnailer(str(entry), "/a b.latent", "/tmp/o") == ["prog", "--side", "256", "-o", "/tmp/o", "/a b.latent"]
