"""The colours of charts, the same on screen, in Excel and in pictures (R6)."""

PALETTE = (
    "#066fd1",
    "#f59f00",
    "#0ca678",
    "#d6336c",
    "#7c5cd6",
    "#17a2b8",
    "#f76707",
    "#74b816",
    "#6b7a90",
    "#a0703c",
)
INK = "#182433"
MUTED = "#667382"
LINE = "#dce1e7"
FILL = "#f1f5f9"


def colour(position: int) -> str:
    """The colour at a position; after the last the first comes again."""
    return PALETTE[position % len(PALETTE)]
