"""The way that Looker Studio takes into the warehouse, tried step by step."""
