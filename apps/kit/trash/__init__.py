"""Recycle bins: what was deleted, kind by kind, who deleted it and when, and how it comes back (Z9)."""
