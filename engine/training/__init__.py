"""Training of the models, with torch. Nothing imports this, and the installer leaves it out."""

import engine.runtime  # noqa: F401 - before ONNX Runtime, which it keeps from reporting
