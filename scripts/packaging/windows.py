"""Makes the packages for Windows: a setup program and a zip that needs no setup.

    python scripts/packaging/windows.py [--bundle FOLDER] [--dist FOLDER] [--target amd64-unicode]

Freezes the program first, unless a bundle is named. Needs NSIS 3.08 or newer. Signs where
``SAFELIGHT_SIGN_THUMBPRINT`` names a certificate of the user; ``SAFELIGHT_TIMESTAMP_URL`` then names the service
that dates signatures.
``--bundle`` works on other systems too: the installer is checked with that.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import zipfile
from pathlib import Path

from icons import write_ico, write_side_picture
from nsis_lists import write_lists
from project import (
    BUILD,
    COMMAND,
    DIST,
    INSTALLER,
    VERSION,
    WINDOW,
    freeze,
    package_time,
    papers,
    program,
    run,
    tell,
    version_numbers,
)

SCRIPT = INSTALLER / "windows" / "safelight.nsi"
SYSTEM = "windows-x64"
DESCRIPTION = "Safelight"


def signing() -> list[str]:
    """The command that signs the file named after it; empty where there is no certificate."""
    thumbprint = os.environ.get("SAFELIGHT_SIGN_THUMBPRINT", "")
    if not thumbprint:
        return []
    dated = os.environ.get("SAFELIGHT_TIMESTAMP_URL", "")
    command = [program("signtool", "sign"), "sign", "/sha1", thumbprint, "/fd", "sha256", "/d", DESCRIPTION]
    return [*command, *(["/tr", dated, "/td", "sha256"] if dated else [])]


def makensis(bundle: Path, output: Path, work: Path, target: str = "") -> list[str]:
    """The call of the compiler; all warnings are errors."""
    work.mkdir(parents=True, exist_ok=True)
    icon, picture = work / "safelight.ico", work / "side.bmp"
    write_ico(icon)
    write_side_picture(picture)
    defined = {
        "VERSION": VERSION,
        "VERSION_FOUR": ".".join(map(str, version_numbers())),
        "BUNDLE": str(bundle.resolve()),
        "ICON": str(icon.resolve()),
        "PICTURE": str(picture.resolve()),
        "LISTS": str(write_lists(bundle, work).resolve()),
        "OUTPUT": str(output.resolve()),
    }
    if target:
        defined["TARGET"] = target
    if signing():
        defined["SIGN"] = " ".join(f'"{word}"' if " " in word else word for word in signing())
    options = [f"-D{name}={value}" for name, value in defined.items()]
    return [program("makensis", "make the installer"), "-V2", "-WX", "-INPUTCHARSET", "UTF8", *options, str(SCRIPT)]


def make_setup(bundle: Path, dist: Path, work: Path = BUILD / "windows", target: str = "") -> Path:
    """The setup program."""
    output = dist / f"safelight-{VERSION}-{SYSTEM}-setup.exe"
    run(*makensis(bundle, output, work, target))
    return output


def make_zip(bundle: Path, dist: Path) -> Path:
    """The bundle in one folder, to be unpacked anywhere; the same bytes from the same bundle."""
    output = dist / f"safelight-{VERSION}-{SYSTEM}.zip"
    moment = time.gmtime(package_time())[:6]
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(path for path in bundle.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo((Path("Safelight") / path.relative_to(bundle)).as_posix(), moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return output


def sign_programs(bundle: Path) -> None:
    """Sign both programs; the setup program and the uninstaller are signed as they are made."""
    command = signing()
    if command:
        run(*command, bundle / f"{COMMAND}.exe", bundle / f"{WINDOW}.exe")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bundle", type=Path, help="a bundle that was made before")
    parser.add_argument("--dist", type=Path, default=DIST)
    parser.add_argument("--target", default="", help="of NSIS: amd64-unicode, where x86-unicode will not do")
    chosen = parser.parse_args(arguments)
    chosen.dist.mkdir(parents=True, exist_ok=True)
    made = []
    if chosen.bundle is None:
        freeze()
        chosen.bundle = DIST / "safelight"
        made += papers(chosen.bundle, chosen.dist, SYSTEM)
    sign_programs(chosen.bundle)
    made += [make_setup(chosen.bundle, chosen.dist, target=chosen.target), make_zip(chosen.bundle, chosen.dist)]
    tell(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
