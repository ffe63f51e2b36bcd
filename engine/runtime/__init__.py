"""Models on ONNX Runtime: the only room that imports it.

Official builds of ONNX Runtime write an identifier to the user's home and report to its maker (from 1.29 on, on every
system). Safelight works offline and tells nobody anything: it opts out before the library is loaded.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
