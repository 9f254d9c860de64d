"""Programs in Java: which jars they need, and where those come from."""
