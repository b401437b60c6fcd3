"""The figures of the reports: one query layer for table, chart, drill-down and downloads (R1–R6)."""
