"""A text as it is kept: every line end one character, nothing in it that nobody sees and no file can hold."""

import re

LINE = re.compile(r"\r\n?|[\x85\u2028\u2029]")
PICTURE = r"\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
# Control characters, marks without width, those that turn the direction of reading, halves of a character, and what is
# no character at all. A joiner stays where it makes one picture of several; elsewhere it is as unseen as the others.
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
    rf"|(?<![{PICTURE}\ufe0f])\u200d|\u200d(?![{PICTURE}])"
)
BREAK = re.compile(r"[\n\t]")


def entered(text: str) -> str:
    """The text as it is kept, however it was typed, pasted, sent or imported (B8, B9)."""
    return text if text.isprintable() else UNSEEN.sub("", LINE.sub("\n", text))


def in_one_line(text: str) -> str:
    """The same for what has one line: line ends and tabs are blanks."""
    return BREAK.sub(" ", entered(text))
