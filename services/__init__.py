"""The embedded PostgreSQL and Neo4j, and how every part of the project connects to its servers."""
