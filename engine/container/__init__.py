"""The ``.latent`` file: bytes only, knows no model. ``docs/format.md`` describes it byte by byte."""
