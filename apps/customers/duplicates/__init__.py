"""Customers that may be one and the same: warned about, found by a scan, merged, and the merge undone (C10, Z6)."""
