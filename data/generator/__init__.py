"""Writes synthetic school exports: `data/sample`, and files of any size to measure with."""
