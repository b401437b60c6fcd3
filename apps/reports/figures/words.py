"""The sentences under a chart: what is counted, in which period, as of when (R6)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.reports.period import Period


def counted(sentence: str, period: Period | None = None) -> str:
    """The sentence with its period, the one before, and the moment the figures were taken."""
    dates = {"period": period, "before": period.before} if period else {}
    as_of = _("As of %(now)s.") % {"now": f"{timezone.localtime():%Y-%m-%d %H:%M}"}
    return joined(sentence % dates, as_of)


def largest(sentence: str, shown: int, count: int) -> str:
    """The sentence, and how many rows of all are shown where some are left out."""
    if shown >= count:
        return sentence
    rest = _("Shown are the first %(shown)s of %(count)s; the totals count all.")
    return joined(sentence, rest % {"shown": shown, "count": count})


def left_out(sentence: str, unknown: int, told: str = "") -> str:
    """The sentence, and how many records are left out because nobody knows when they were made."""
    if not unknown:
        return sentence
    told = told or _("Left out: %(count)s of which nobody knows since when.")
    return joined(sentence, told % {"count": f"{unknown:,}"})


def joined(*sentences: str) -> str:
    """One sentence after another; no space follows the full stop of a Chinese one."""
    return " ".join(sentences).replace("。 ", "。")
