"""Writes what the docs show of the code."""
