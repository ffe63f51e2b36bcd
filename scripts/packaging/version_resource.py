"""What Windows shows of a program under Properties, Details: the text that PyInstaller makes a resource of."""

from __future__ import annotations

from pathlib import Path

from project import VERSION, version_numbers

ENGLISH, CHINESE, UNICODE = 0x0409, 0x0804, 0x04B0
MEANINGS = {
    "safelight": ("Safelight, command line", "Safelight 命令行"),
    "Safelight-window": ("Safelight", "Safelight"),
}
"""What Windows calls each program in its task manager, its firewall and under "Open with"."""

TEMPLATE = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, OS=0x40004, fileType=0x1),
  kids=[
    StringFileInfo([
{tables}
    ]),
    VarFileInfo([VarStruct("Translation", {translations})]),
  ],
)
"""


def version_resource(program: str) -> str:
    """The resource of one of the two programs, in English and Chinese."""
    english, chinese = MEANINGS[program]
    tables = ",\n".join(_table(program, code, words) for code, words in ((ENGLISH, english), (CHINESE, chinese)))
    translations = [ENGLISH, UNICODE, CHINESE, UNICODE]
    return TEMPLATE.format(numbers=version_numbers(), tables=tables, translations=translations)


def _table(program: str, language: int, description: str) -> str:
    words = {
        "CompanyName": "Safelight contributors",
        "FileDescription": description,
        "FileVersion": VERSION,
        "InternalName": program,
        "LegalCopyright": "MIT licence",
        "OriginalFilename": f"{program}.exe",
        "ProductName": "Safelight",
        "ProductVersion": VERSION,
    }
    lines = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in words.items())
    return f'      StringTable("{language:04X}{UNICODE:04X}", [{lines}])'


def write_version_resource(program: str, folder: Path) -> Path:
    """Write it where ``build.spec`` can name it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{program}-version.txt"
    path.write_text(version_resource(program), encoding="utf-8")
    return path
