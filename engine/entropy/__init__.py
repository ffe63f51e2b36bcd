"""Entropy coding: a range coder with integer frequency tables, based on ``constriction``."""
