"""Why somebody may not: a rule of who may take a step can say who may instead (P1)."""

from collections.abc import Callable

from django.utils.translation import gettext as _


def telling(sentence: Callable) -> Callable:
    """Let a rule of who may take a step say, of a record, who may (P1)."""

    def declare(who: Callable) -> Callable:
        who.tells = sentence
        return who

    return declare


def refusal(who: Callable, record) -> str:
    """What whoever may not is told: who may, where the rule says so (P1)."""
    tells = getattr(who, "tells", None)
    return tells(record) if tells else _("You may not do this with “%(record)s”.") % {"record": record}
