"""What macOS is told, and what is signed and packed, as far as that can be seen on other systems."""

from __future__ import annotations

import plistlib
import re
import sys
from pathlib import Path

import macos
import pytest
from app_bundle import FOLDER, localised_names, property_list
from version import ROOT

import engine
from desktop.words.translations import LANGUAGES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="apps for macOS hold links")
MACH_O = bytes.fromhex("cffaedfe") + b"\0" * 12


def test_the_property_list_is_whole() -> None:
    info = property_list()
    assert info["CFBundleShortVersionString"] == info["CFBundleVersion"] == engine.__version__
    assert info["CFBundleIdentifier"] == "app.safelight.Safelight"
    assert info["CFBundleExecutable"] == "Safelight-window", "Finder starts the window, not the command"
    assert info["NSHighResolutionCapable"] is True and info["LSBackgroundOnly"] is False
    assert re.fullmatch(r"\d+\.\d+", info["LSMinimumSystemVersion"])


def test_the_file_type_is_exported_and_owned() -> None:
    info = property_list()
    (exported,) = info["UTExportedTypeDeclarations"]
    assert exported["UTTypeIdentifier"] == "app.safelight.latent"
    assert set(exported["UTTypeConformsTo"]) == {"public.data", "public.image"}
    assert exported["UTTypeTagSpecification"] == {
        "public.filename-extension": ["latent"], "public.mime-type": ["image/x-latent"],
    }  # fmt: skip
    ranks = {kind["LSItemContentTypes"][0]: kind["LSHandlerRank"] for kind in info["CFBundleDocumentTypes"]}
    assert ranks == {"app.safelight.latent": "Owner", "public.image": "Alternate", "public.folder": "None"}


def test_every_name_is_there_in_every_language() -> None:
    info = property_list()
    shown = {kind["CFBundleTypeName"] for kind in info["CFBundleDocumentTypes"]} | {"NSHumanReadableCopyright"}
    files = {Path(place): Path(source) for place, source, _ in localised_names()}
    assert {place.parent.stem for place in files} == set(info["CFBundleLocalizations"])
    assert len(info["CFBundleLocalizations"]) == len(LANGUAGES)
    for place, source in files.items():
        said = dict(re.findall(r'^"(.+)" = "(.+)";$', source.read_text(encoding="utf-8"), re.MULTILINE))
        assert said.keys() == shown, place


def test_libraries_of_qt_can_be_replaced_in_a_signed_app() -> None:
    allowed = plistlib.loads(macos.ENTITLEMENTS.read_bytes())
    assert allowed == {
        "com.apple.security.cs.disable-library-validation": True,
        "com.apple.security.cs.allow-unsigned-executable-memory": True,
    }


@pytest.fixture
def app(tmp_path: Path) -> Path:
    made = tmp_path / "Safelight.app"
    contents = made / "Contents"
    for name in ("MacOS/Safelight-window", "MacOS/safelight", "Frameworks/QtCore.framework/Versions/A/QtCore"):
        (contents / name).parent.mkdir(parents=True, exist_ok=True)
        (contents / name).write_bytes(MACH_O)
    (contents / "Resources").mkdir()
    (contents / "Resources" / "model.onnx").write_bytes(b"\x08\x0a not code")
    (contents / "Frameworks" / "model.onnx").symlink_to("../Resources/model.onnx")
    (contents / "Frameworks" / "QtCore").symlink_to("QtCore.framework/Versions/A/QtCore")
    return made


def test_code_is_signed_from_the_inside_out(app: Path) -> None:
    order = [str(path.relative_to(app.parent)) for path in macos.to_sign(app)]
    inside = "Safelight.app/Contents"
    assert order == [
        f"{inside}/Frameworks/QtCore.framework/Versions/A/QtCore", f"{inside}/Frameworks/QtCore.framework",
        f"{inside}/MacOS/Safelight-window", f"{inside}/MacOS/safelight", "Safelight.app",
    ]  # fmt: skip


def test_only_what_is_started_gets_entitlements(app: Path) -> None:
    with_them = [path.name for path in macos.to_sign(app) if "--entitlements" in macos.codesign(path, app, "X")]
    assert with_them == ["Safelight-window", "safelight", "Safelight.app"]
    for path in macos.to_sign(app):
        assert {"--options", "runtime", "--timestamp"} <= {*map(str, macos.codesign(path, app, "X"))}


def test_the_recipe_takes_the_property_list() -> None:
    recipe = (ROOT / "build.spec").read_text(encoding="utf-8")
    assert "property_list()" in recipe and "localised_names()" in recipe
    assert FOLDER.is_dir()
