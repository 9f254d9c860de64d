"""Lands raw data in PostgreSQL as text: it counts, sets bad lines aside, and decides nothing."""

__version__ = "0.1.0"
