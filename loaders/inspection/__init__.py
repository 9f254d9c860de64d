"""Says what a school's own files are, and what proves it: `python -m loaders inspect`."""
