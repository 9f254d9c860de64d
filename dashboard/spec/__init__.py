"""What the report shows: report.yml, its formulas and fields, held against the marts."""
