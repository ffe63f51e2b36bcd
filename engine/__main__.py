"""``python -m engine`` is the command ``safelight``."""

from engine.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
