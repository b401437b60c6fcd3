"""One walk reads everything the product says, in both languages: no word of the other one outside data (M1, R6, D3)."""

from types import SimpleNamespace

import pytest
from django.utils.translation import trans_real

from apps.customers.models import Customer
from tests.words import company, walk
from tests.words.finding import wrong

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Glyph")]
LANGUAGES = ("zh-hans", "en")


@pytest.fixture(scope="module")
def readers(told_once):
    """Somebody with every right for each language, in a company whose data are neither."""

    def tell(cast):
        company.told(cast)
        found = {language: walk.Reader(company.everyone(language)) for language in LANGUAGES}
        company.opened(found.values())
        for reader in found.values():
            company.deeds(reader)
        company.rewritten()
        for reader in found.values():
            company.asked_for(reader)
        return found

    return told_once(tell)


# One sentence of each kind of page: which part of the walk reads it, its msgid, and at which address.
PLANTS = [
    ("lists", "mobile", "/customers/contacts/"),
    ("lists", "Filters", "/customers/contacts/"),
    ("records", "first contact", "/customers/customers/{customer}/"),  # a panel
    ("records", "order total", "/customers/customers/{customer}/"),
    ("records", "Created", "/customers/customers/{customer}/"),
    ("forms", "postcode", "/customers/customers/new/"),
    ("forms", "Close", "/customers/customers/new/"),  # a dialog
    ("forms", "This field is required.", "/customers/customers/new/"),
    ("forms", "reason lost", "/do/lose/"),
    ("forms", "%(what)s: %(done)s record done.", "/bulk/"),  # a message
    ("own", "Visit sheet", "/office/visits/"),
    ("own", "mobile", "/office/addresses/"),
    ("files", "mobile", "/customers/contacts/export/"),
    ("files", "Amount", "/reports/contribution/excel/"),
    ("reports", "Amount", "/reports/contribution/"),
    ("roles", "My day", "/"),
    ("doors", "Log in", "/account/login/"),
    ("refusals", "There is nothing here for you", "/nowhere/"),
    ("administration", "sort order", "/admin/basedata/dictitem/"),
    ("imports", "This field cannot be blank.", ""),
    ("mails", "You chose to be told by e-mail. Change it here:", ""),
]


def record_with_panels():
    return Customer.objects.filter(contacts__isnull=False).order_by("pk").first()


@pytest.mark.parametrize("kind", walk.KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_in_the_other_language(readers, language, kind):
    assert list(wrong(walk.KINDS[kind](readers[language]), language)) == []


class Narrow(walk.Reader):
    """Somebody who looks at one kind of address alone."""

    where = ""

    def get(self, address, *args, **kwargs):
        if self.where in address:
            return super().get(address, *args, **kwargs)
        self.last = SimpleNamespace(status_code=0, context={})
        return iter(())

    def post(self, address, *args, **kwargs):
        return super().post(address, *args, **kwargs) if self.where in address else iter(())


@pytest.mark.parametrize(("kind", "msgid", "where"), PLANTS)
def test_a_sentence_left_in_english_is_found_on_every_kind_of_page(readers, monkeypatch, kind, msgid, where):
    whole = readers["zh-hans"]
    reader = Narrow(whole.person)
    reader.kept, reader.where = whole.kept, where.format(customer=record_with_panels().pk)
    assert list(wrong(walk.KINDS[kind](reader), "zh-hans")) == []
    catalogues = trans_real.translation("zh-hans")._catalog._catalogs
    there = [(one, key) for one in catalogues for key in (msgid, (msgid, 0)) if key in one]
    for catalogue, key in there:
        monkeypatch.setitem(catalogue, key, f"Planted {catalogue[key]}")
    found = list(wrong(walk.KINDS[kind](reader), "zh-hans"))
    assert there
    assert found
    assert all("Planted" in one for one in found)


def test_every_kind_of_page_has_one_planted():
    assert {kind for kind, _msgid, _where in PLANTS} == set(walk.KINDS)
