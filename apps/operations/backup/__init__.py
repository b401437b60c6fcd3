"""Backup and restore of database and files in one archive that proves itself (E11, E13)."""
