"""Signing in: guessing is slowed down, a second factor is asked for, sessions are seen and ended (checks C1–C8)."""
