"""Pixels and picture files: reading, writing, colour, orientation, metadata and measures of likeness."""
