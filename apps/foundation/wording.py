"""How several things stand in one line."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def listed(names: Iterable) -> str:
    """“甲、乙” in Chinese, “a, b” in English."""
    return _(", ").join(map(str, names))


def side_by_side(texts: Iterable) -> str:
    """Whole statements in one line: “甲；乙” in Chinese, “a; b” in English."""
    return _("; ").join(map(str, texts))
