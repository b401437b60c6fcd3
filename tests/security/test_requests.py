"""Requests from other sites, rights that end, files by link, log lines (checks A8, A10, A11, B15, C2)."""

import logging
from io import StringIO

import pytest
from django.conf import settings as product
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from apps.auth.models import Right, RoleRight
from apps.core.models import Entry
from crm.safety import OneLine
from crm.saying import HostCookie
from tests import access, make
from tests.rounds import rounds
from tests.samples import sample
from tests.test_every_page import digest, registered

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DOOR = (reverse("accounts:login"), reverse("accounts:code"))


def unsafe_addresses(cast):
    """Every address that takes a form, with a record of ann where it needs one."""
    for one in registered():
        if "post" in one.methods:
            yield reverse(one.url_name, args=[sample(one.pages.model, cast.ann, one.step).pk] if one.of_record else [])
    for url_name, extra in access.EXTRA.items():
        if "post" in extra.methods:
            try:
                yield reverse(url_name)
            except NoReverseMatch:
                yield reverse(url_name, args=[1])
    yield from (reverse(f"admin:accounts_{kind}_add") for kind in ("user", "role", "department"))


@pytest.mark.once
def test_a_form_from_another_site_is_refused_and_changes_nothing(cast):
    client, wrong = Client(enforce_csrf_checks=True), []
    client.force_login(cast.boss)
    found = list(unsafe_addresses(cast))
    before = digest()
    for address in found:
        for headers in ({}, {"Origin": "https://evil.example"}):
            status = client.post(address, {"csrfmiddlewaretoken": "x" * 64}, headers=headers).status_code
            going_on = address in DOOR and not headers  # the login of a second tab leads on, and does nothing else
            if status not in ((302, 403) if going_on else (403,)):
                wrong.append((address, status))
    assert wrong == []
    assert digest() == before
    assert len(found) > 60


@pytest.mark.once
def test_rights_that_end_have_ended_at_the_next_request(cast, as_):
    chance, client = make.developing(by=cast.boss, to=cast.ann), as_(cast.ann)
    page, export = chance.get_absolute_url(), reverse("marketing:chance-export")
    right = Right.objects.get(code="marketing.view_chance")
    person = type(cast.ann).objects.filter(pk=cast.ann.pk)
    mine = type(chance).objects.filter(pk=chance.pk)
    losses = {
        403: (
            lambda: RoleRight.objects.filter(role=cast.ann.role, right=right).delete(),
            lambda: RoleRight.objects.create(role=cast.ann.role, right=right),
        ),
        404: (lambda: mine.update(assignee=cast.bob, created_by=cast.bob), lambda: mine.update(assignee=cast.ann)),
        302: (lambda: person.update(is_active=False), lambda: person.update(is_active=True)),
    }
    for _round in range(rounds(20, most=200)):
        for status, (lose, regain) in losses.items():
            assert client.get(page).status_code == 200
            lose()
            assert client.get(page).status_code == status
            exported = client.get(export)
            assert exported.status_code == (status if status != 404 else 200)
            regain()
            if status == 302:  # the session has ended with the mark "active"
                client.force_login(cast.ann)


def test_who_may_read_a_list_may_not_therefore_take_it_as_a_file(cast, as_):
    """Said here by name: the walk over all pages asks the page itself which rights it wants."""
    assert as_(cast.eng).get(reverse("customers:customer-list")).status_code == 200
    assert as_(cast.eng).get(reverse("customers:customer-export")).status_code == 403
    assert as_(cast.boss).get(reverse("customers:customer-export")).status_code == 200


def test_nothing_outside_the_pictures_is_served(cast, as_, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    client = as_(cast.ann)
    for path in ("../secret.png", "..%2fsecret.png", "%2e%2e/secret.png", "products/../../secret.png", "//etc/passwd"):
        for method in (client.get, client.head):
            answer = method(f"/basedata/files/{path}", headers={"Range": "bytes=0-3"})
            assert answer.status_code in (301, 302, 400, 404)
    assert client.get("/basedata/files/").status_code == 404
    assert client.get("/media/secret.png").status_code == 404
    assert client.get("/var/crm.sqlite3").status_code == 404


INSIDE = (
    *("/.git/", "/.git/HEAD", "/.git/config", "/.gitignore", "/.svn/entries", "/.hg/store", "/.env", "/manage.py"),
    *("/crm/settings.py", "/requirements.txt", "/static/.git/HEAD", "/static/../.git/HEAD", "/static/%2e%2e/manage.py"),
)


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_of_the_checkout_is_served(cast, as_, address):
    for client in (Client(), as_(cast.admin)):
        assert client.get(address).status_code == 404


def test_what_is_kept_of_the_checkout_is_closed_to_the_product_itself():
    """The services cannot enter the folder, from which an upgrade takes the new version."""
    units = [*(product.BASE_DIR / "deploy" / "systemd").glob("*.service")]
    described = [product.BASE_DIR / "docs" / name for name in ("administration.md", "administration.zh-CN.md")]
    assert len(units) == 4
    for file in units + described:
        assert "InaccessiblePaths=-/srv/crm/.git\n" in file.read_text(encoding="utf-8"), file.name


def test_what_is_said_waits_in_a_cookie_that_names_the_record_and_is_gone_with_the_next_page(cast, as_):
    client = as_(cast.ann)
    form = {"name": "华信贸易", "address": "张江路 88 号", "region": make.item("region").pk}
    form |= {"level": 1, "satisfaction": 3, "credit": 3}
    answer = client.post(reverse("customers:customer-create"), form)
    request = RequestFactory().get("/")
    request.COOKIES["messages"] = answer.cookies["messages"].value
    (said,) = HostCookie(request)
    assert str(said) == "“华信贸易”已保存。"
    assert answer.cookies["messages"]["httponly"]
    assert client.get(answer.url).cookies["messages"].value == ""
    request.COOKIES["messages"] = request.COOKIES["messages"].replace(":", "x:", 1)
    assert [*HostCookie(request)] == [], "altered, it is not read"


def test_nothing_of_a_request_is_echoed(cast, as_):
    for address in ("/", "/account/login/", "/account/profile/", "/customers/customers/", "/health/live"):
        answer = as_(cast.boss).trace(address, headers={"X-Private": "echoed"})
        assert "echoed" not in answer.content.decode()
        assert "message/http" not in answer.get("Content-Type", "")


def test_a_message_of_the_log_is_one_line_whatever_was_typed():
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(OneLine(product.LOGGING["formatters"]["line"]["format"]))
    log = logging.getLogger("forged")
    log.addHandler(handler)
    log.warning("login of %s", "ann\r\n2026-01-01 00:00:00,000 INFO all is well\x1b[2K\u2028next\x00")
    assert written.getvalue().count("\n") == 1
    assert not {"\r", "\x1b", "\x00", "\u2028"} & set(written.getvalue())


def test_no_secret_is_written_anywhere(cast, as_, caplog):
    caplog.set_level(logging.DEBUG)
    client, new = Client(), "brand-new-horse-battery"
    client.post(reverse("accounts:login"), {"username": "ann", "password": "mistyped-horse-battery"})
    client.post(reverse("accounts:login"), {"username": "typed-into-the-wrong-box", "password": make.PASSWORD})
    client.post(reverse("accounts:login"), {"username": "ann", "password": make.PASSWORD})
    key = client.session.session_key
    given = {"old_password": make.PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("accounts:password"), given).status_code == 302
    kept = " ".join(f"{entry.title} {entry.note} {entry.changes}" for entry in Entry.objects.all())
    lines = " ".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    for secret in ("mistyped-horse-battery", "typed-into-the-wrong-box", make.PASSWORD, new, key):
        assert secret not in kept
        assert secret not in lines
