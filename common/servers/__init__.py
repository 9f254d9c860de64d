"""How PostgreSQL and Neo4j are reached, wherever they are: profiles.yml, logins, locks."""
