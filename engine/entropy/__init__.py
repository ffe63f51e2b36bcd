"""Symbols to bytes and back: range coding with integer frequency tables, through ``constriction``."""
