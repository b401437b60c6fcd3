"""Every page, form, dialog, file and mail once, as one person reads it: what it says, kind by kind."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import admin
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from apps.auth import mailing
from apps.auth.models import User
from apps.core.models import Batch, Entry, Notification
from apps.customers.models import Contact, Customer
from apps.kit.exporting.files import ExportFile
from apps.kit.importing.kinds import kinds
from apps.kit.saved_views.models import SavedView
from apps.office.notes.models import Note
from crm import views
from tests import access
from tests.conftest import CAST
from tests.samples import SAMPLES, sample
from tests.test_every_page import registered
from tests.words.company import theirs
from tests.words.reading import Page, of_answer

FRAGMENT, DIALOG = ({"HX-Request": "true", "HX-Target": place} for place in ("rows", "dialog-body"))
FORMS = ("create", "edit", "back", "delete", "restore", "step", "bulk", "columns", "save-view")
TYPED = ("create", "edit", "step")
SPEECHLESS = ("basedata:uploaded", "understood")  # a picture; what is said in both languages
NOTHING, NONSENSE = "", "𝟡𝟡𝟡"
NOWHERE = {"q": "없음", "search": "없음"}
Said = tuple[str, str, str, str]  # the page, where on it, what, in which language where it says so itself


class Reader:
    """One person at the product: asks, and notes what every answer says."""

    def __init__(self, person):
        self.person, self.client = person, Client(raise_request_exception=False)
        self.kept: dict = {}
        if person:
            self.client.force_login(person)

    def like(self, person) -> "Reader":
        """Somebody else who looks for the same."""
        return type(self)(person)

    def get(self, address: str, query=None, expected=(200,), headers=None) -> Iterator[Said]:
        answer = self.client.get(address, query or {}, headers=headers or {})
        yield from self.note(f"{address}{query or ''}{' in part' if headers else ''}", answer, expected)

    def post(self, address: str, typed: dict, expected=(200, 204, 302, 409, 422), headers=None) -> Iterator[Said]:
        """Send a form and read what comes of it, the messages too; nothing of it stays."""
        with transaction.atomic():
            answer = self.client.post(address, typed, headers=headers or {})
            page = f"POST {address} {[*typed.values()][:1]}"
            said = [*self.note(page, answer, expected)]
            told = getattr(answer.wsgi_request, "_messages", [])
            said += [(page, "message", *one[1:]) for text in told for one in Page(str(text)).said]
            transaction.set_rollback(True)
        yield from said

    def note(self, page: str, answer, expected, base: str = "") -> Iterator[Said]:
        """What an answer says; `base` is the language of a page that speaks both."""
        assert answer.status_code in expected, f"{page}: {answer.status_code}"
        self.last = answer
        yield from ((page, place, text, lang or base) for place, text, lang in of_answer(answer))

    def record(self, one):
        """The record a page is asked for, in the state its step starts from."""
        key = one.pages.model, one.step and one.step.sources
        if key not in self.kept:
            self.kept[key] = sample(one.pages.model, self.person, one.step)
        return self.kept[key]

    def address(self, one) -> str:
        return reverse(one.url_name, args=[self.record(one).pk] if one.of_record else [])


def of_role(*roles: str):
    return (one for one in registered() if one.page.role in roles and "get" in one.methods)


def lists(reader: Reader) -> Iterator[Said]:
    """Lists and boards as pages, their rows and filters as parts, and with nothing found."""
    for one in of_role("list", "board", "bin", "pick"):
        address = reverse(one.url_name)
        yield from reader.get(address)
        if one.page.role == "list":
            yield from reader.get(address, headers=FRAGMENT)
            yield from reader.get(address, headers=FRAGMENT | {"HX-Target": "filter-fields"})
            yield from reader.get(address, NOWHERE, headers=FRAGMENT)


def records(reader: Reader) -> Iterator[Said]:
    """Records with their panels, their history, their past and who sees them."""
    for one in of_role("detail", "history", "access", "past"):
        yield from reader.get(reader.address(one), expected=(200, 302))
    for model in SAMPLES:
        for record in model.objects.order_by("pk")[:2]:  # those with the most around them
            yield from reader.get(record.get_absolute_url())


def forms(reader: Reader) -> Iterator[Said]:
    """Every form as a page and in the dialog; sent empty, and with nonsense in every field."""
    for one in of_role(*FORMS):
        address = reader.address(one)
        if one.page.role == "create":
            yield from reader.get(address)
        key = one.pages.model.objects.order_by("-pk").values_list("pk", flat=True).first()
        yield from reader.get(address, {"tick": key}, expected=(200, 204, 302, 403, 404, 409), headers=DIALOG)
        form = reader.last.status_code == 200 and reader.last.context.get("form")
        if form:
            for text in (NOTHING, NONSENSE) if form.fields and one.page.role in TYPED else (NOTHING,):
                yield from reader.post(address, dict.fromkeys(form.fields, text) | {"keys": key}, headers=DIALOG)


def files(reader: Reader) -> Iterator[Said]:
    """Lists as workbooks, reports as workbooks and pictures, cards."""
    for one in of_role("export"):
        yield from reader.get(reverse(one.url_name))
    for name in access.EXTRA:
        if name.endswith(("-excel", "-svg")):
            yield from reader.get(reverse(name), {"period": "2025"})
    yield from reader.get(reverse("office:cards"))


def reports(reader: Reader) -> Iterator[Said]:
    """Reports, full, of a period without anything, and with wrong filters."""
    for name in access.REPORTS:
        for query in ({"period": "2025"}, {}, {"period": "2001"}, {"period": "9", "region": "9"}):
            yield from reader.get(reverse(f"reports:{name}"), query)


def own(reader: Reader) -> Iterator[Said]:
    """The pages outside the registry, whatever key they need."""
    for name, extra in access.EXTRA.items():
        if "get" in extra.methods and not name.startswith("reports:") and name not in SPEECHLESS:
            args = KEYS[name](reader.person) if name in KEYS else []
            yield from reader.get(reverse(name, args=args), expected=(200, 204, 302, 404))
    for query in ({"q": "하"}, {"q": "없음"}, {"q": "1"}):
        yield from reader.get(reverse("search"), query)
        yield from reader.get(reverse("office:addresses"), query)
    yield from reader.get("/", {"whose": "team"})


def doors(reader: Reader) -> Iterator[Said]:
    """Logging in, the second factor, the password: empty, wrong, too often."""
    stranger = reader.like(None)
    stranger.client.cookies["django_language"] = reader.person.language
    login = reverse("accounts:login")
    yield from stranger.get(login)
    for typed in ({}, {"username": "1", "password": "1"}):
        yield from stranger.post(login, typed)
    for name in ("accounts:password", "accounts:profile", "accounts:second", "accounts:second-off", "accounts:notices"):
        for text in (NOTHING, NONSENSE):
            fields = ("old_password", "new_password1", "new_password2", "password", "code", "name", "email")
            yield from reader.post(reverse(name), dict.fromkeys(fields, text))


def refusals(reader: Reader) -> Iterator[Said]:
    """The pages of what does not go: not there, not allowed, out of date, broken."""
    yield from reader.get("/nowhere/", expected=(404,))
    with transaction.atomic():
        User.objects.filter(pk=reader.person.pk).update(role=None)
        yield from reader.get("/")
        yield from reader.get(reverse("customers:customer-list"), expected=(403,))
        yield from reader.get(reverse("customers:customer-list"), expected=(403,), headers=DIALOG)
        transaction.set_rollback(True)
    request = RequestFactory().get("/")
    request.user, request.htmx, request.session = User.objects.get(pk=reader.person.pk), None, {}
    with translation.override(reader.person.language):
        yield from reader.note("stale form", views.stale(request), (403,))
        yield from reader.note("broken", views.broken(request), (500,), base="zh-hans")


def roles(reader: Reader) -> Iterator[Said]:
    """What each role begins its day with."""
    for name in CAST:
        with transaction.atomic():
            person = User.objects.get(name=theirs(name.title()))
            person.language = reader.person.language
            person.save()
            own = reader.like(person)
            for page in ("home", "search", "accounts:profile"):
                yield from own.get(reverse(page))
            transaction.set_rollback(True)


def imports(reader: Reader) -> Iterator[Said]:
    """The report of an import that is refused, of every kind of rows: nothing filled in, nonsense in every column."""
    for name, kind in kinds().items():
        with TemporaryDirectory() as folder, translation.override(reader.person.language):
            file, told = Path(folder) / "1.csv", StringIO()
            heads = [str(kind.field(one).verbose_name) for one in kind.fields]
            lines = (heads, [NOTHING] * (len(heads) - 1) + [NONSENSE], [NONSENSE] * len(heads))
            file.write_text("\n".join(map(",".join, lines)), encoding="utf-8")
            with suppress(CommandError):
                username = User.objects.get(pk=reader.person.pk).username
                call_command("import_rows", name, str(file), by=username, stdout=told, stderr=told)
            yield f"import {name}", "report", told.getvalue(), ""


def administration(reader: Reader) -> Iterator[Said]:
    """The administration: index, lists, forms, empty and wrong, deletion, history."""
    yield from reader.get(reverse("admin:index"))
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        key = model.objects.order_by("pk").last().pk
        yield from reader.get(reverse(f"{name}_changelist"))
        yield from reader.get(reverse(f"{name}_changelist"), {"q": "없음"})
        for page, args in (("add", []), ("change", [key]), ("delete", [key]), ("history", [key])):
            address = reverse(f"{name}_{page}", args=args)
            yield from reader.get(address, expected=(200, 302, 403))
            if page in ("add", "change") and reader.last.status_code == 200:
                fields = reader.last.context["adminform"].form.fields
                for text in (NOTHING, NONSENSE):
                    yield from reader.post(address, dict.fromkeys(fields, text), (200, 302, 403))


def mails(reader: Reader) -> Iterator[Said]:
    """A mail about every thing that can happen, and one about several."""
    User.objects.filter(pk=reader.person.pk).update(email="1@2.34")
    person = User.objects.get(pk=reader.person.pk)
    told = [Notification(entry=entry, to=person, count=2) for entry in Entry.objects.all()]
    with translation.override(person.language):
        for message in told:
            yield "mail", "subject", mailing.subject([message]), ""
        yield "mail", "subject", mailing.subject(told), ""
        yield "mail", "body", mailing.body(person, [one for one in told if hasattr(one.entry.object, "page")]), ""


KEYS: dict[str, Callable] = {
    "view": lambda person: [SavedView.objects.filter(owner=person).first().pk],
    "view-delete": lambda person: [SavedView.objects.filter(owner=person).first().pk],
    "export-file": lambda person: [ExportFile.objects.filter(owner=person).first().pk],
    "batch": lambda person: [Batch.objects.filter(by=person).exclude(refused="[]").order_by("pk").first().pk],
    "office:handover": lambda person: [Customer.objects.filter(owner__isnull=False).first().owner_id],
    "office:visit": lambda person: [Customer.objects.first().pk],
    "office:note": lambda person: [Note.objects.filter(author=person).first().pk],
    "office:card": lambda person: ["contact", Contact.objects.first().pk],
    "accounts:message": lambda person: [person.notifications.first().pk],
    "accounts:sight": lambda person: [person.pk],
}
KINDS = {
    one.__name__: one
    for one in (lists, records, forms, files, reports, own, roles, doors, refusals, administration, imports, mails)
}
