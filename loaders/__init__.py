"""Lands raw data in PostgreSQL as text, counts what came, and decides nothing."""

__version__ = "0.1.0"
