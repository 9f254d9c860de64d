"""The Looker Studio kit, and a preview of the same report that needs no account."""
