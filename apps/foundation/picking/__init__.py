"""Choosing one record out of very many: what is suggested is what is saved, and a text is never read as a key (C1)."""
