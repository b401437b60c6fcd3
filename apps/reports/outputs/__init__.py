"""Figures in, bytes or JSON out: screen, Excel and pictures (R6)."""
