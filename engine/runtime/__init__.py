"""Models and how they run; the only place that imports onnxruntime."""
