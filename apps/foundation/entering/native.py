"""The inputs of a browser for days and moments: shown as they take them, also a day of an odd year."""

import datetime

from django import forms


class Native:
    """An input whose value is written as HTML has it, four digits for every year."""

    def __init__(self, attrs=None, format=None):
        super().__init__({"type": self.kind} | (attrs or {}), format)

    def format_value(self, value):
        return self.written(value) if isinstance(value, datetime.date) else super().format_value(value)


class DayInput(Native, forms.DateInput):
    """A day."""

    kind, written = "date", staticmethod(lambda value: value.isoformat()[:10])


class MomentInput(Native, forms.DateTimeInput):
    """A moment, to the minute."""

    kind, written = "datetime-local", staticmethod(lambda value: value.isoformat(timespec="minutes"))
