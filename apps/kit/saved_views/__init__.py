"""Lists as each person wants them: saved views, shared ones, which columns and in which order."""
