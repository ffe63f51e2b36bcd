"""Runs networks with ONNX Runtime; the only package of the app that imports it.

Official builds of ONNX Runtime write an identifier to the user's home and send telemetry (from 1.29 on, on every
system). Safelight works offline, so it opts out before the library is loaded.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
