"""A record as it was at any earlier moment, beside what it is today, and back to it (Z9)."""
