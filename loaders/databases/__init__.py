"""Tables and queries of operational databases, which are only ever read."""
