"""Lets the tests in this folder import the benchmark scripts, which are run by path and import one another by name."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
