"""Handover: everything open of one person goes to colleagues in one action, previewed, told and undone as one (C6)."""
