"""Makes the package for macOS: the app, signed as far as there are certificates, in a disk image.

    python scripts/packaging/macos.py [--app FOLDER] [--dist FOLDER]

Freezes the program first, unless an app is named. Signs where ``SAFELIGHT_CODESIGN_IDENTITY`` names a certificate in
the keychain; has it notarised where ``SAFELIGHT_NOTARY_PROFILE`` names what ``notarytool store-credentials`` stored.
Without them nobody vouches for the app, and macOS asks its user to allow it before the first start.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from project import DIST, INSTALLER, VERSION, freeze, papers, program, run, tell

ENTITLEMENTS = INSTALLER / "macos" / "entitlements.plist"
MAGICS = frozenset({"feedface", "feedfacf", "cefaedfe", "cffaedfe", "cafebabe", "bebafeca"})
"""How files begin that macOS runs."""


def system() -> str:
    """What the names of the packages end in."""
    return f"macos-{'arm64' if platform.machine() == 'arm64' else 'x86_64'}"


def is_program(path: Path) -> bool:
    """Whether a file holds code, whatever it is called."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4).hex() in MAGICS


def to_sign(app: Path) -> list[Path]:
    """All that has to be signed, the innermost first: a seal covers the seals inside it."""
    code = [path for path in app.rglob("*") if is_program(path)]
    frameworks = [path for path in app.rglob("*.framework") if path.is_dir() and not path.is_symlink()]
    inner = sorted([*code, *frameworks], key=lambda path: (-len(path.parts), str(path)))
    return [*inner, app]


def codesign(path: Path, app: Path, identity: str) -> list[str | Path]:
    """The call that signs one part; what Finder and a terminal start gets the entitlements."""
    call: list[str | Path] = ["codesign", "--force", "--timestamp", "--options", "runtime", "--sign", identity]
    if path == app or path.parent == app / "Contents" / "MacOS":
        call += ["--entitlements", ENTITLEMENTS]
    return [*call, path]


def sign(app: Path, identity: str) -> None:
    """Sign everything, and look at it as Gatekeeper will."""
    for path in to_sign(app):
        run(*codesign(path, app, identity))
    run("codesign", "--verify", "--deep", "--strict", app)


def notarise(image: Path, profile: str) -> None:
    """Have Apple look at the image, wait for its word, and fasten that to it."""
    run("xcrun", "notarytool", "submit", image, "--keychain-profile", profile, "--wait", "--timeout", "30m")
    run("xcrun", "stapler", "staple", image)
    run("xcrun", "stapler", "validate", image)


def make_image(app: Path, dist: Path) -> Path:
    """A disk image with the app and a link to drag it on."""
    output = dist / f"Safelight-{VERSION}-{system()}.dmg"
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder) / "Safelight"
        stage.mkdir()
        shutil.copytree(app, stage / app.name, symlinks=True)
        (stage / "Applications").symlink_to("/Applications")
        form = ("-format", "ULFO", "-fs", "HFS+", "-volname", "Safelight")
        run("hdiutil", "create", "-ov", *form, "-srcfolder", stage, output)
    run("hdiutil", "verify", output)
    return output


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--app", type=Path, help="an app that was made before")
    parser.add_argument("--dist", type=Path, default=DIST)
    chosen = parser.parse_args(arguments)
    program("hdiutil", "make a disk image")
    chosen.dist.mkdir(parents=True, exist_ok=True)
    made = []
    if chosen.app is None:
        freeze()
        chosen.app = DIST / "Safelight.app"
        made += papers(chosen.app, chosen.dist, system())
    identity, profile = (os.environ.get(f"SAFELIGHT_{name}", "") for name in ("CODESIGN_IDENTITY", "NOTARY_PROFILE"))
    if identity:
        sign(chosen.app, identity)
    else:  # what was put inside since has broken the seal, and newer Macs start nothing without one
        run("codesign", "--force", "--deep", "--sign", "-", chosen.app)
    image = make_image(chosen.app, chosen.dist)
    if identity:
        run("codesign", "--force", "--timestamp", "--sign", identity, image)
    if identity and profile:
        notarise(image, profile)
    tell([*made, image])
    return 0


if __name__ == "__main__":
    sys.exit(main())
