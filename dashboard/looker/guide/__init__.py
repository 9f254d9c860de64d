"""What a person needs to build the report in Looker Studio, generated from report.yml."""
