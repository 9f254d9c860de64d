"""What inputs must look like: `sources.yml`, its rules, and the words that schools use."""
