"""``python -m desktop [--task TASK] [FILE...]``."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a frozen program is the worker of its own batches, which needs no Qt
    from desktop.app import main
    from engine.errors import SafelightError

    try:
        sys.exit(main(sys.argv[1:]))
    except SafelightError as error:
        sys.exit(f"safelight: {error}")
