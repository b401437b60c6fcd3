"""Forms of new records with everything in them, as a browser sends them."""

from apps.auth.models import User
from apps.core.pages import REGISTRY
from apps.customers.models import Order, Share
from apps.kit.drafts.tickets import ticket
from crm import urls  # noqa: F401 registers the entities
from tests import make
from tests.samples import sample


def as_opened(form) -> dict:
    """What a browser would send if nobody changed anything in a form."""
    given = {form[name].html_name: form[name].value() for name in form.fields}
    return {name: value for name, value in given.items() if value or value == 0}


def filled_in(model, person) -> dict:
    """A form of a new record with everything in it, and the ticket it came with."""
    record = sample(model, person)
    model.everything.filter(pk=record.pk).delete()
    record.pk = None
    form = as_opened(REGISTRY[model].form(user=person, instance=record))
    return {"draft": ticket(person.pk, "abc")} | form | MORE.get(model, dict)()


def colleague() -> dict:
    return {"to": User.objects.get(username="bob").pk}


def lines() -> dict:
    """One line of an order, as its form sends it."""
    return {"lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0, "lines-0-product": make.product(), "lines-0-quantity": 1}


MORE = {Order: lines, Share: colleague}
