"""Languages: translations, numbers as a person reads them, and the engine's reasons."""
