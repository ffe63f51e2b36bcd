"""``python -m engine`` is the command ``safelight``."""

import gc
import multiprocessing

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a frozen program is its own worker, which needs nothing of the command line
    from engine.cli import main

    status = main()
    gc.freeze()  # all goes with the process: looking for what could go before it takes a tenth of a second
    raise SystemExit(status)
