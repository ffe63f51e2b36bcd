"""Verbs that build operations, and the one runner that owns threads."""
