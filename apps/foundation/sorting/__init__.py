"""Names in the order of their pinyin, the same on every database: each has a sort key beside it (Z7)."""
