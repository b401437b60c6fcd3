"""Cards as vCard 3.0 (RFC 2426), the version every phone, WeChat and Outlook read; UTF-8, lines of 75 bytes (V4)."""

from collections.abc import Iterable, Iterator

from apps.foundation.entering.texts import entered
from apps.office.addresses.cards import Card

LONGEST = 75  # bytes of a line, RFC 2426 §2.6


def vcards(cards: Iterable[Card]) -> bytes:
    """The cards of a file."""
    lines = (folded for card in cards for line in lines_of(card) for folded in fold(line))
    return b"".join(line + b"\r\n" for line in lines)


def lines_of(card: Card) -> Iterator[str]:
    """The properties of one card; the whole name is the family name, for nobody can divide every name rightly."""
    yield from ("BEGIN:VCARD", "VERSION:3.0")
    yield f"N:{escaped(card.name)};;;;"
    yield f"FN:{escaped(card.name)}"
    if card.company:
        yield f"ORG:{escaped(card.company)}"
    if card.position:
        yield f"TITLE:{escaped(card.position)}"
    for phone in card.phones:
        yield f"TEL;TYPE={phone.kind},VOICE:{escaped(phone.number)}"
    if card.email:
        yield f"EMAIL;TYPE=INTERNET:{escaped(card.email)}"
    if card.wechat:
        yield f"NOTE:{escaped(f'微信 {card.wechat}')}"
    yield "END:VCARD"


def escaped(text: str) -> str:
    """A value with what would end or divide it escaped, RFC 2426 §4; what nobody sees goes."""
    text = entered(text).replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return text.replace("\n", "\\n")


def fold(line: str) -> Iterator[bytes]:
    """A line in pieces of at most 75 bytes, no character torn apart; each further piece begins with a space."""
    piece = b""
    for letter in line:
        found = letter.encode()
        if len(piece) + len(found) > LONGEST:
            yield piece
            piece = b" "
        piece += found
    yield piece
