"""What is seen at which address."""
