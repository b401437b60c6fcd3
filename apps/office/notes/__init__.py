"""日常记事: dated notes that only their author reads (V4)."""
