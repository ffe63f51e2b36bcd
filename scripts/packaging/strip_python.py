"""Takes debugging symbols out of Python's own libraries. Run: ``python scripts/packaging/strip_python.py BUNDLE_DIR``.

Those of packages come without them, and some of their tools' edits do not survive ``strip``: they are left alone.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def python_libraries(bundle: Path) -> list[Path]:
    """Python itself, and the modules of its standard library that are compiled."""
    inside = bundle / "_internal"
    found = [*inside.glob("libpython3*.so*"), *inside.glob("python3*/lib-dynload/*.so")]
    return sorted(path for path in found if not path.is_symlink())


def main() -> None:
    libraries = python_libraries(Path(sys.argv[1]))
    before = sum(path.stat().st_size for path in libraries)
    subprocess.run(["strip", "--strip-unneeded", "--preserve-dates", *map(str, libraries)], check=True)
    after = sum(path.stat().st_size for path in libraries)
    print(f"stripped {len(libraries)} of Python's libraries: {before / 1e6:.1f} MB -> {after / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
