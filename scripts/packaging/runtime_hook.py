"""Runs first in each frozen program."""

import os

# PyInstaller's loader points to the libraries inside. Ours are found by now; a file manager or a browser that we start
# must take the system's, and so get the variable as it was.
if "LD_LIBRARY_PATH_ORIG" in os.environ:
    os.environ["LD_LIBRARY_PATH"] = os.environ.pop("LD_LIBRARY_PATH_ORIG")
else:
    os.environ.pop("LD_LIBRARY_PATH", None)

# numpy would make a thread for every core at each start; what it multiplies here is small.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
