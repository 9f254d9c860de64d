"""Whether the figures can be relied on: the rules of the marts, and how dbt's last build ended."""
