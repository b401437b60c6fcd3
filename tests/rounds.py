"""How often a test repeats itself: seldom in the suite, as often as the check asks for where bin/attest runs it."""

import os


def rounds(few: int, most: int) -> int:
    """So many as CRM_ROUNDS says, at most the full count; a few where it says nothing."""
    return min(int(os.environ.get("CRM_ROUNDS", few)), most)
