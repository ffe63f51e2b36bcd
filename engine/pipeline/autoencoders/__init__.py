"""Autoencoders that are no codecs: a model, a folder as it sees it (``survey``), and what that tells (``uses``).

The models come from ``engine.training.family`` as ONNX; numpy does the rest.
"""
