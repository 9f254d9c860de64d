"""Builds the project beside the marts that are read, and puts it in their place."""
