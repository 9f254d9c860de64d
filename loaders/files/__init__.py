"""Delimited text and workbooks: a file's bytes become batches of records."""
