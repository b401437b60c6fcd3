"""How values look; with the cells of a list the only Python that makes markup."""

from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import itemgetter

from django import template
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.core import audit, flow
from apps.core.fields import MoneyField
from apps.foundation.wording import listed

register = template.Library()
TRIED = (".login_failed", ".login_locked", ".login_refused", ".second_failed")


@register.simple_tag
@cache
def icon(name: str, css: str = ""):
    """An icon of the sprite; decoration, so hidden from screen readers."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#tabler-{}"></use></svg>',
        css,
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def options(groups):
    """What there is to choose from, as a widget groups it, what is chosen marked."""
    parts = groupby(groups, itemgetter(0))
    named = ((name, written([one for _name, some, _place in part for one in some])) for name, part in parts)
    every = (format_html('<optgroup label="{}">{}</optgroup>', *one) if one[0] else one[1] for one in named)
    return format_html_join("\n", "{}", ((one,) for one in every))


def written(some: list[dict]):
    """Options side by side."""
    looks = {True: '<option value="{}" selected>{}</option>', False: '<option value="{}">{}</option>'}
    lines = (format_html(looks[one["selected"]], one["value"], one["label"]) for one in some)
    return format_html_join("\n", "{}", ((line,) for line in lines))


register.filter(listed)


@register.simple_tag
def version() -> str:
    """Which version of the product this is."""
    return settings.VERSION


@register.filter
def money(value):
    return "–" if value in (None, "") else f"¥ {value:,.2f}"


@register.filter
def number(value):
    return "–" if value in (None, "") else f"{value:,}"


@register.filter
def quantity(value):
    """A quantity without needless noughts: 1,200 or 2.5."""
    return f"{value.normalize():,f}"


@register.filter
def has_passed(day):
    """Whether a day lies before today."""
    return day < timezone.localdate()


@register.filter
def planned_for(record):
    """The day of what comes next, the first and the last where it takes several (Z2)."""
    begin, until = record.next_date, record.next_until
    return f"{begin}" if begin == until else f"{begin} – {until}"


@register.filter
def phase(record):
    """In words whether what was planned is no longer what comes next: under way, or overdue after its last day (Z2)."""
    if has_passed(record.next_until):
        return _("Overdue")
    return _("under way") if has_passed(record.next_date) else ""


@register.simple_tag
def next_step(record):
    """What comes next and on which days; a mark where it is under way, overdue, or lacks and should not (Z2)."""
    if day := record.next_date:
        late = "late" if has_passed(record.next_until) else ""
        word = phase(record)
        mark = format_html(' <span class="badge bg-{}-lt">{}</span>', "red" if late else "blue", word) if word else ""
        days = planned_for(record)
        return format_html('<time class="num {}" datetime="{}">{}</time>{} {}', late, day, days, mark, record.next_step)
    if record.lacks_next_step:
        return format_html('<span class="badge bg-orange-lt">{}{}</span>', icon("alert-circle"), _("no next step"))
    return "–"


@register.simple_tag
def tick(record):
    """The cell in which a row of a list is chosen."""
    return format_html(
        '<td class="tick"><input type="checkbox" class="form-check-input" form="bulk" name="tick" value="{}"'
        ' aria-label="{}"></td>',
        record.pk,
        _("Choose “%(record)s”") % {"record": record},
    )


@register.simple_tag
def label(record, name: str):
    """What a field of a record is called."""
    return capfirst(record._meta.get_field(name).verbose_name)


@register.simple_tag
def show(record, name: str):
    """A field of a record as a person reads it: money, dates, choices in words, references as links."""
    value, field = getattr(record, name), record._meta.get_field(name)
    return (as_text(value, field, record) if value not in (None, "") or field.choices else "") or "–"


def as_text(value, field, record):
    if isinstance(field, models.FileField):
        return format_html('<img class="picture" src="{}" alt="">', value.url)
    if field.choices:
        return getattr(record, f"get_{field.name}_display")()
    if isinstance(value, models.Model):
        return link(value)
    if isinstance(field, MoneyField):
        return money(value)
    if isinstance(field, models.TextField):
        return format_html('<span class="long">{}</span>', value)
    return plain_text(value)


def plain_text(value):
    if isinstance(value, Decimal):
        return quantity(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(value, "hour"):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if hasattr(value, "year"):
        return f"{value:%Y-%m-%d}"
    return value


def link(record, text: str = ""):
    """A reference, as a link where it has a page."""
    if not hasattr(record, "page") or record.deleted_at:
        return text or str(record)
    return format_html('<a href="{}">{}</a>', record.get_absolute_url(), text or record)


@register.simple_tag
def crumb(record):
    """What stands between the list and a record's name: its number, else the customer it belongs to."""
    number, customer = getattr(record, record.code_field or "pk"), record.customer_concerned()
    if record.code_field and str(number) != str(record):
        return number
    return link(customer) if customer and str(customer) != str(record) else ""


@register.filter
def about(entry):
    """What an entry is about, as a link where it has a page."""
    return link(entry.object, entry.title)


@register.simple_tag
def state(record):
    """The state of a record as a badge in its colour."""
    tone = type(record).tones.get(record.status, "secondary")
    return format_html('<span class="badge bg-{}-lt">{}</span>', tone, record.get_status_display())


@register.filter
def action_label(entry):
    """What happened, in words."""
    return flow.action_label(entry.action)


@register.filter
def who(entry):
    """Who did it: a person, the one as whom somebody failed to log in, or the system itself."""
    if entry.by is None and entry.action.endswith(TRIED):
        return entry.title if entry.object_id else _("unknown")
    return entry.by or _("The system")


@register.filter
def lines(entry):
    """What changed: (field label, old, new)."""
    model = entry.kind.model_class()
    found = []
    for name, pair in entry.changes.items() if model else ():
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        found.append((field.verbose_name, audit.describe(field, pair, 0), audit.describe(field, pair, 1)))
    return found


@register.filter
def sentence(message):
    """What a message in the bell says, in the reader's language; a note stands beside it."""
    entry = message.entry
    found = flow.find_step(entry.action)
    words = {
        "who": who(entry),
        "what": entry.title if message.tells else _("what you may not read any more"),
        "action": flow.action_label(entry.action),
    }
    text = str(found.told if found and found.told else _("%(who)s: %(action)s “%(what)s”.")) % words
    more = message.count - 1
    return text + _(" And %(more)s more.") % {"more": more} if more else text


@register.filter
def kind_label(entry):
    return entry.kind.name


@register.filter
def field_of(form, name: str):
    return form[name]


@register.filter
def get(mapping, key):
    return mapping.get(key)


@register.simple_tag
def total(totals, column):
    """The sum under a column, written as the column writes its values; empty where nothing is added up."""
    value = totals.get(f"sum_{column.name}")
    return column.column.render(value) if value is not None else ""


@register.filter
def page_numbers(page):
    """The numbers of a pager, with None for a gap."""
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [one if isinstance(one, int) else None for one in pages]


@register.simple_tag(takes_context=True)
def without(context, names):
    """The address of this page without some of its parameters, back at the first page."""
    query = context["request"].GET.copy()
    for name in (*names, "page"):
        query.pop(name, None)
    return f"?{query.urlencode()}"


@register.simple_tag
def page_url(record, role: str):
    """The address of one of a record's pages."""
    return record.page(role)


@register.simple_tag
def step_url(record, step):
    """Where a step is taken on a record."""
    return record.page(f"do-{step.name}")
