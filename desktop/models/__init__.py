"""The page for the installed models and what they run on."""
