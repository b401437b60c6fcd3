"""Every page once for everybody: whose records it tells of, whether a text became markup, what its headers say, whether
reading it changed anything (checks A5, B1, B2, C2, C9)."""

import pytest
from django.core.cache import cache

from apps.auth import watching
from apps.customers.models import Duplicate
from tests.security import walk
from tests.test_every_page import digest

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# The program decides what a page tells; the database decides scopes: of one's own, of a department.
WALKERS = ["ann", *(pytest.param(name, marks=pytest.mark.once) for name in ("boss", "eng", "chief", "admin"))]
POLICY = "default-src 'none'"
SILENT = {Duplicate}  # its page shows the two customers, not its own text
SHOWS_ALL = ("/account/log/",)  # who may read the log reads of everything that happened


@pytest.mark.parametrize("name", WALKERS)
def test_a_page_tells_only_what_its_reader_may_know_and_no_text_becomes_markup(cast, as_, name):
    records, client, wrong, told = walk.company(cast), as_(cast[name]), [], set()
    client.get("/account/profile/")
    before = digest()
    for address, query in walk.addresses(records, name):
        before_it = read(cast[name])
        answer = client.get(address, query)
        page = walk.told(answer)
        seen = walk.sees(name, page)
        if not watching.is_file(answer.resolver_match) and not watching.ALWAYS & {*answer.resolver_match.app_names}:
            wrong += (
                [(address, "shows and does not count", len(seen))] if read(cast[name]) - before_it < len(seen) else []
            )
        told |= seen
        if not address.startswith(SHOWS_ALL):
            wrong += [(address, "tells", one) for one in seen if not walk.may_see(name, *one)]
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            wrong += [(address, "markup", one) for one in walk.Markup(page).foreign]
            wrong += [(address, "evaluated")] if str(7919 * 7907) in page else []
        wrong += [(address, one) for one in unsafe(answer)]
    assert wrong == []
    assert digest() == before
    texts = [one for one in records if one[0] not in SILENT and list(walk.text_fields(one[0]))]
    expected = {one for one in texts if walk.may_see(name, *one)}
    assert expected <= told, "the walk does not see what it should: it proves nothing"


def read(person) -> int:
    """How many records a person has read by now, as the limit counts (C13)."""
    return cache.get(watching.key_of(watching.READ, person)) or 0


def unsafe(answer):
    """What is wrong with the headers and cookies of an answer."""
    headers = answer.headers
    if answer.status_code >= 500:
        yield f"status {answer.status_code}"
    if POLICY not in headers.get("Content-Security-Policy", "") or "unsafe" in headers["Content-Security-Policy"]:
        yield "no policy"
    if "no-store" not in headers.get("Cache-Control", ""):
        yield "may be cached"
    for name, value in (("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Resource-Policy", "same-origin")):
        if headers.get(name) != value:
            yield f"no {name}"
    for cookie in answer.cookies.values():
        if not cookie["httponly"] or cookie["samesite"] != "Lax" or cookie["path"] != "/" or cookie["domain"]:
            yield f"cookie {cookie.key}"
