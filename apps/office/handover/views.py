"""The screens of a handover: who has what open, how it is split, what came to whom (C6)."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from apps.auth.models import User
from apps.core.models import Batch
from apps.customers.rights import DELETE_CUSTOMER
from apps.foundation.entering.keys import numbers
from apps.foundation.entering.texts import entered, in_one_line
from apps.foundation.finding import fitting
from apps.kit.drafts import store
from apps.kit.drafts.forms import Drafted
from apps.kit.drafts.idempotency import again, led_to, once
from apps.marketing.models import Chance, PlanStep
from apps.office.handover.forms import RuleForm, receivers
from apps.office.handover.handing import HANDOVER, hand_over_all
from apps.office.handover.kinds import KINDS, Item, Kind, holders, items, loads, steps_along
from apps.office.handover.sharing import Shares

LIMIT = 1000  # records in one handover, so that nobody else waits long
BY_HAND = 200  # records listed with a choice of their own
LATEST = 20
PER_PAGE = 50


@require_safe
@permission_required(DELETE_CUSTOMER, raise_exception=True)
def handovers(request):
    """Everybody with open records this person may hand over, found by name, and the last handovers with undo (C6)."""
    text = in_one_line(request.GET.get("q", "")).strip()
    found = fitting(holders(request.user), text)[0].select_related("department")
    page = Paginator(found.order_by("is_active", "department", "name", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    counts = loads([*page], request.user)
    lines = [(one, [(kind.label, counts.get(one.pk, {}).get(kind.name, 0)) for kind in shown()]) for one in page]
    done = Batch.objects.filter(action=HANDOVER, by=request.user).select_related("by", "undone__by")[:LATEST]
    context = {"text": text, "page": page, "lines": lines, "kinds": shown(), "batches": done}
    return render(request, "office/handovers.html", context)


def shown() -> tuple[Kind, ...]:
    """The kinds as people read them: the customers first."""
    return KINDS[-1:] + KINDS[:-1]


@dataclass
class Part:
    """What one person gets by the split, or keeps."""

    person: User | None
    counts: list[tuple]  # (what it is, how much)


@dataclass
class Line:
    """One record with the choice of its receiver."""

    item: Item
    to: User | None


class HandoverPage(Drafted, PermissionRequiredMixin, View):
    """Everything open of one person: counted, split by rule, adjusted by hand, handed over in one go (C6)."""

    permission_required = DELETE_CUSTOMER
    raise_exception = True

    @cached_property
    def person(self) -> User:
        return get_object_or_404(User, pk=self.kwargs["pk"])

    @cached_property
    def items(self) -> list[Item]:
        """What is handed over: at first all that is open, then exactly what the split was shown for."""
        posted = self.request.POST
        keys = {kind.name: numbers(posted.get(kind.name, "").split(","))[:LIMIT] for kind in KINDS} if posted else None
        return items(self.person, self.request.user, keys)

    @cached_property
    def steps(self) -> dict[int, int]:
        return steps_along(item.record.pk for item in self.items if item.kind.model is Chance)

    @cached_property
    def typed(self) -> QueryDict:
        """What was chosen by hand and written: as it is sent, or as it was left (Z15)."""
        self.draft = store.resumed(self.request)
        self.key = self.draft.key if self.draft else self.key
        return store.as_sent(self.draft) if self.draft else self.request.POST

    def offered(self, form):
        """Also what was typed under another rule."""
        return [] if self.typed else store.offered(self.request, address__startswith=f"{self.request.path}?")

    def form(self) -> RuleForm:
        asked = self.request.GET if "rule" in self.request.GET else None
        return RuleForm(asked, person=self.person, items=self.items)

    def get(self, request, pk):
        if not self.items and not any(kind.seen(self.person, request.user).exists() for kind in KINDS):
            raise Http404
        form = self.form()
        shares = self.adjusted(form.shares(self.items)) if form.is_valid() and len(self.items) <= LIMIT else None
        return self.show(form, shares)

    def post(self, request, pk):
        if what := request.POST.get("drafting"):
            return self.drafting(what)
        if address := led_to(request, self.key):
            return again(request, address)
        form = self.form()
        if not form.is_valid():
            return self.show(form, None, status=422)
        shares = self.adjusted(form.shares(self.items))
        if not any(shares.values()):
            messages.error(request, _("Nobody gets anything yet: choose at least one colleague."))
            self.refused()
            return self.show(form, shares, status=422)
        reason = entered(request.POST.get("reason", "")).strip()[:500] or _("Handover from %(who)s") % {
            "who": self.person
        }
        answer = once(request, self.key, lambda: self.hand_over(shares, reason))
        self.sent()
        return answer

    def hand_over(self, shares: Shares, reason: str):
        batch = hand_over_all(self.person, shares, by=self.request.user, reason=reason)
        return HttpResponseRedirect(batch.get_absolute_url())

    def adjusted(self, shares: Shares) -> Shares:
        """The split with what was chosen by hand (C6)."""
        people = {str(one.pk): one for one in receivers(self.person)}
        chosen = {item: self.typed[item.mark] for item in shares if item.mark in self.typed}
        return shares | {item: people.get(key) for item, key in chosen.items()}

    def show(self, form, shares: Shares | None, status: int = 200):
        context = {
            "person": self.person,
            "counts": self.counts(),
            "total": len(self.items),
            "limit": LIMIT if len(self.items) > LIMIT else None,
            "form": form,
            "parts": self.parts(shares) if shares else None,
            "people": receivers(self.person),
            "lines": self.lines(shares) if shares and len(shares) <= BY_HAND else None,
            "keys": {
                kind.name: ",".join(str(one.record.pk) for one in self.items if one.kind == kind) for kind in KINDS
            },
            "why": self.typed.get("reason", ""),
        }
        return render(self.request, "office/handover.html", context | self.drafts(form), status=status)

    def counts(self) -> list[tuple]:
        """How much of each kind is handed over, and how much is not this person's to hand over."""
        mine = Counter(item.kind for item in self.items)
        seen = {kind: kind.seen(self.person, self.request.user).count() for kind in shown()}
        counted = [(kind.label, mine[kind], seen[kind] - mine[kind]) for kind in shown()]
        return [*counted, (PlanStep._meta.verbose_name_plural, sum(self.steps.values()), 0)]

    def parts(self, shares: Shares) -> list[Part]:
        """Who gets how much of each kind; last what stays with nobody chosen."""
        found: dict[User | None, Counter] = {}
        for item, to in shares.items():
            found.setdefault(to, Counter())[item.kind] += 1
            found[to][PlanStep] += self.steps.get(item.record.pk, 0) if item.kind.model is Chance else 0
        named = [*((kind.label, kind) for kind in shown()), (PlanStep._meta.verbose_name_plural, PlanStep)]
        parts = [Part(to, [(label, got[kind]) for label, kind in named]) for to, got in found.items()]
        return sorted(parts, key=lambda part: (part.person is None, part.person and part.person.name))

    def lines(self, shares: Shares) -> list[Line]:
        ordered = sorted(shares, key=lambda item: (shown().index(item.kind), item.record.pk))
        return [Line(item, shares[item]) for item in ordered]
