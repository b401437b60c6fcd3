"""Lists as Excel files: read in portions, written row by row, long ones by the worker."""
