"""Keeps landed rows as Parquet files for Spark, beside the ledger in PostgreSQL."""
