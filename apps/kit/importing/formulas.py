"""Text that a spreadsheet would take for a formula: marked in text files we write, and read back as it was."""

import re

FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")
AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')  # how other programs keep a spreadsheet from reading a number
MARKED = re.compile(r"'(?![a-z]\b|\d+s\b|.*'|$)")  # as text; 's-Hertogenbosch, '90s and 'quoted' are texts of their own
FIGURES = re.compile(r"[+-]?[\d\s.,()/:%-]+")  # numbers and phone numbers, +86 138 0000 0000


def guarded(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would calculate it, or take its own away."""
    return f"'{text}" if text.startswith("'") or is_formula(text) else text


def unguarded(text: str) -> str:
    """A cell of a text file without the apostrophe that `guarded` put there, or another program."""
    return text[1:] if text.startswith("''") or (text.startswith("'") and is_formula(text[1:])) else unmarked(text)


def unmarked(text: str) -> str:
    """A cell without what other programs write so that no spreadsheet takes it for a number: '0012, ="0012"."""
    if MARKED.match(text) and not is_formula(text[1:]):
        return text[1:]
    found = AS_TEXT.fullmatch(text) if text.startswith("=") else None
    return found[1].replace('""', '"') if found else text


def is_formula(text: str) -> bool:
    return bool(FORMULA.match(text) and not FIGURES.fullmatch(text))
