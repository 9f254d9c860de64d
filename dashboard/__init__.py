"""The dashboard: a page that opens offline, and the same report in Looker Studio."""
