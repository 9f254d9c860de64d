"""What only the graph can tell, brought back to the marts."""
