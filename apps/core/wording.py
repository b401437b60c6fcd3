"""How a sentence names several things."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def listed(names: Iterable) -> str:
    """“甲、乙” in Chinese, “a, b” in English."""
    return _(", ").join(map(str, names))
