"""``python -m desktop [FILE...]``."""

import multiprocessing
import sys

from desktop.app import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a frozen program is the worker of its own batches
    sys.exit(main(sys.argv[1:]))
