"""The graph's findings, kept in the warehouse for dashboards."""
