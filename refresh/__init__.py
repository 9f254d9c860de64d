"""Everything from the exports to the dashboard in one run, and a report of what came of it."""
