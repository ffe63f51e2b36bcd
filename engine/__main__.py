"""``python -m engine`` is the command ``safelight``."""

import multiprocessing

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a frozen program is its own worker, which needs nothing of the command line
    from engine.cli import main

    raise SystemExit(main())
