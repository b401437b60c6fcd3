"""How often a test repeats itself: seldom in the suite, as often as the check asks for in bin/attest."""

import os


def rounds(few: int, many: int) -> int:
    """`few`, or `many` where CRM_ROUNDS=full asks for the whole count."""
    return many if os.environ.get("CRM_ROUNDS") == "full" else few
