"""The desktop app: the only package that imports Qt. It talks to the engine's public names."""
