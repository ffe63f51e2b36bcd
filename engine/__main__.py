"""``python -m engine`` is the command ``safelight``."""

from engine.cli import main

raise SystemExit(main())
