"""How many records a request has read (C13)."""
