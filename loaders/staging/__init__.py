"""The schema staging: the ledger of loads, and the raw tables with a partition for each."""
