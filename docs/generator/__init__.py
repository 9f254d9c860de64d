"""Writes the parts of the docs that repeat what the dbt project declares."""
