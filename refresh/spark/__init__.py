"""Builds the same project on Spark, and publishes its marts into PostgreSQL."""
