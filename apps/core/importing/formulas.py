"""Text that a spreadsheet would take for a formula: marked in text files we write, and read back as it was."""

import re

FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")
FIGURES = re.compile(r"[+-]?[\d\s.,()/:%-]+")  # numbers and phone numbers, +86 138 0000 0000


def guarded(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would calculate it."""
    return f"'{text}" if FORMULA.match(text) and not FIGURES.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` put there."""
    return text[1:] if text.startswith("'") and guarded(text[1:]) == text else text
