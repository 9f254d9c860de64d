"""The same report in Looker Studio: how to build it, and a check of the way to its data."""
