"""What happened to a record or with a customer: by day, by kind, further back on request (C3, P5)."""
