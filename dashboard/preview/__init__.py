"""The report as one page that opens offline, and as pictures."""
