"""The rows behind the private page's numbers: who or what was counted."""
