"""The marts as files for Neo4j's offline import, and the command that loads them."""
