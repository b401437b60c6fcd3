"""Many records at once: what a list offers for those ticked, the form that asks once, the report, the undo (Z9)."""
