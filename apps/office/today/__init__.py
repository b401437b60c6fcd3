"""今日工作台: one page of everything due or overdue, done in place (Z1)."""
