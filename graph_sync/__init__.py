"""Projects the attendance mart into Neo4j and proves that the graph equals it."""
