"""Joins pictures, container, entropy coding and models: picture to bytes to picture."""
