"""The screens of the address book: who is found, called or written to in one tap, taken along as vCard (V4)."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from apps.core import audit
from apps.core.rights import EXPORT
from apps.customers.rights import VIEW_CUSTOMER
from apps.foundation.entering.texts import in_one_line
from apps.foundation.filtering.unclear import Unclear, one_of
from apps.office.addresses.cards import COLLEAGUE, CONTACT
from apps.office.addresses.lookup import COLLEAGUES, CONTACTS, MINE, Book, card_of
from apps.office.addresses.vcard import vcards

PER_PAGE = 50
MOST_CARDS = 2000  # in one file: as many as a phone takes
TABS = (
    ("", gettext_lazy("Everybody")),
    (COLLEAGUES, gettext_lazy("Colleagues")),
    (MINE, gettext_lazy("Contacts of my customers")),
    (CONTACTS, gettext_lazy("All contacts")),
)
HEADINGS = {COLLEAGUE: gettext_lazy("Colleagues"), CONTACT: gettext_lazy("Contacts at customers")}


def book_of(request) -> Book:
    text = in_one_line(request.GET.get("q", "")).strip()
    who, unclear = one_of(request.GET, "who", dict(TABS).__contains__, _("Whom to show"))
    return Book(request.user, text, who, unclear)


@require_safe
def addresses(request):
    """Colleagues and the contacts one may read, in one place (V4)."""
    book = book_of(request)
    page = Paginator(book, PER_PAGE).get_page(request.GET.get("page"))
    parts = zip(HEADINGS.items(), book.counts, strict=True)
    context = {
        "book": book,
        "page": page,
        "parts": [(label, count, [card for card in page if card.kind == kind]) for (kind, label), count in parts],
        "tabs": TABS if request.user.has_perm(VIEW_CUSTOMER) else TABS[:1],
        "can_take": request.user.has_perm(EXPORT) and 0 < len(book) <= MOST_CARDS,
    }
    part = "office/_addresses.html" if request.htmx and request.htmx.target == "rows" else "office/addresses.html"
    return render(request, part, context)


@require_safe
def card(request, kind, pk):
    """One person as vCard (V4)."""
    found = card_of(request.user, kind, pk)
    if found is None:
        raise Http404
    return file_of([found], found.name)


@require_safe
def cards(request):
    """Everybody found as one file; that it was taken is on record (V4, P5)."""
    if not request.user.has_perm(EXPORT):
        raise PermissionDenied
    book, title = book_of(request), _("Address book")
    if book.unclear:
        raise Unclear(str(book.unclear[0]))
    note = f"{title} vcf {request.GET.urlencode()}".strip()
    audit.log(request.user, "office.addresses.export", by=request.user, note=note)
    found = book[0:MOST_CARDS]
    answer = file_of(found, title)
    answer.rows = len(found)
    return answer


def file_of(found, name: str) -> HttpResponse:
    response = HttpResponse(vcards(found), content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{in_one_line(name)}.vcf")
    return response
