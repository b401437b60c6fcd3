"""How a drill says what it found: one line for each check, for people and for bin/attest."""

import sys

failed = []


def told(check: str, figure: str, bar: str, good: bool) -> bool:
    """Print the id, the figure, the bar it is held against, and the verdict."""
    print(f"{check}\t{figure}\t{bar}\t{'ok' if good else 'RED'}", flush=True)
    if not good:
        failed.append(check)
    return good


def leave() -> None:
    """End the drill: badly if something was red."""
    sys.exit(bool(failed))
