"""The buttons of steps: one that asks for nothing is taken by the click itself."""

from django import template
from django.utils.html import format_html, format_html_join

from apps.core.flow import Step
from apps.core.pages import REGISTRY
from apps.core.templatetags.show import icon, step_url
from apps.kit.drafts.tickets import ticket

register = template.Library()


def asks(step: Step) -> bool:
    """Whether a step wants to know something first, or is grave enough to be asked about (O5)."""
    return step.tone == "danger" or step.model not in REGISTRY or step.name in REGISTRY[step.model].step_forms


@register.simple_tag(takes_context=True)
def at_once(context, step):
    """The mark of a step that is taken by the click, with the ticket by which it is done once (O5, D3).

    Without scripts its link leads to a page with a button.
    """
    return "" if asks(step) else format_html(' data-now="{}"', ticket(context["request"].user.pk))


@register.simple_tag(takes_context=True)
def row_steps(context, record, steps):
    """The cell with what this person may do with one row of a list; done, they stay on the list."""
    one = (
        '<a class="btn btn-sm btn-ghost-primary" href="{}" data-dialog data-stay title="{}"{}>{}'
        '<span class="row-step-name">{}</span><span class="visually-hidden">: {}</span></a>'
    )
    given = (
        (step_url(record, step), step.label, at_once(context, step), icon(step.icon), step.label, record)
        for step in steps
    )
    return format_html('<td class="row-steps">{}</td>', format_html_join("", one, given))
