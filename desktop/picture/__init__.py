"""The page for one picture."""
