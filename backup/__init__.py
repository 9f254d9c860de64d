"""What cannot be made again, kept and given back."""
