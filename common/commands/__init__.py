"""What every command has: its frame, its progress, who else is at work."""
