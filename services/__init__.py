"""The embedded PostgreSQL and Neo4j: started, stopped, watched and removed."""
