"""The ticket in every form: signed, it says whose form this is, also after the session has ended (Z15)."""

from datetime import timedelta

from django.core import signing
from django.utils.crypto import get_random_string

LIFE = timedelta(days=30)  # of a ticket and of what was kept with it
SIGNER = signing.TimestampSigner(salt="draft")


def ticket(person: int, key: str = "") -> str:
    """A ticket for a form on this person's screen; with a key for one whose content is kept already."""
    return SIGNER.sign(f"{person}.{key or get_random_string(12)}")


def opened(text: str) -> tuple[int, str] | None:
    """The person and the key of a ticket; None where it is not ours or too old."""
    try:
        person, _dot, key = SIGNER.unsign(text, max_age=LIFE).partition(".")
    except signing.BadSignature:
        return None
    return int(person), key
