"""The tables of this module."""

from apps.office.notes.models import Note

__all__ = ["Note"]
