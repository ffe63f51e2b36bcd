"""The page for many files."""
