"""Reads and writes the ``.latent`` file format, without decoding pictures; see ``docs/format.md``."""
