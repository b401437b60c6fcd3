"""Reading and sending forms is all there is: every other method answers 405 at every address (check B2)."""

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import URLPattern

from tests import access
from tests.test_every_page import digest, registered

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OTHERS = ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "CONNECT", "PROPFIND", "NONSENSE")
ARGUMENTS = ([], [1], ["1"], ["contact", 1], ["x.png"])


def every_address(patterns=None, prefix="") -> set[str]:
    """An address of every pattern there is, the administration too."""
    found = set()
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if not isinstance(one, URLPattern):
            found |= every_address(one.url_patterns, f"{prefix}{one.namespace}:" if one.namespace else prefix)
            continue
        for given in ARGUMENTS:
            try:
                found.add(reverse(f"{prefix}{one.name}", args=given))
                break
            except NoReverseMatch:
                continue
    return found


def test_no_address_takes_another_method(cast, as_):
    client, addresses = as_(cast.boss), every_address()
    before = digest()
    wrong = [
        (method, address, answer.status_code)
        for address in addresses
        for method in OTHERS
        if (answer := client.generic(method, address)).status_code != 405 or answer["Allow"] != "GET, HEAD, POST"
    ]
    assert wrong == []
    assert digest() == before
    assert len(addresses) > 250
    assert client.generic("PUT", "/nothing/here/").status_code == 405


def read_only():
    """The pages that nobody has declared to take a form, as tests/access.py and the classes say."""
    yield from (one.url_name for one in registered() if "post" not in one.methods and not one.of_record)
    for url_name, extra in access.EXTRA.items():
        if "post" not in extra.methods:
            try:
                reverse(url_name)
            except NoReverseMatch:
                continue
            yield url_name


def test_what_is_only_read_takes_no_form(cast, as_):
    for name in ("boss", "admin"):
        client = as_(cast[name])
        wrong = [
            (one, status) for one in read_only() if (status := client.post(reverse(one)).status_code) not in (403, 405)
        ]
        assert wrong == []
