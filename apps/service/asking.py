"""Who asks the customer how it went: never who did the work alone (S4)."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from apps.auth.models import User
from apps.core.refusals import telling
from apps.core.scope import belongs
from apps.foundation.wording import listed
from apps.service import rights
from apps.service.models import ServiceRequest, Work, unanswered_since


def who_asks(request: ServiceRequest) -> list[User]:
    """The people who may say what the customer thinks of a request: its creator, else the supervisors (S4)."""
    row = ServiceRequest.objects.filter(pk=request.pk)
    creator = request.created_by
    if creator is not None and creator.has_perm(rights.ADD_SERVICE) and askers(row, creator).exists():
        return [creator]
    people = User.objects.allowed(rights.ADD_SERVICE).select_related("role", "department")
    return [person for person in people if askers(row, person).exists()]


def say_who_asks(request: ServiceRequest) -> str:
    """Who may record what the customer says, in a sentence (S4)."""
    if people := who_asks(request):
        sentence = _("What the customer says of “%(request)s” is recorded by %(people)s, never by who did the work.")
        return sentence % {"request": request, "people": listed(map(str, people))}
    return _(
        "Who did the work does not record what the customer says of “%(request)s”, and no other supervisor is above "
        "them. It can only be archived as unanswered, by the setting for that."
    ) % {"request": request}


@telling(say_who_asks)
def askers(rows: QuerySet, user: User) -> QuerySet:
    """Requests whose customer this person may ask (S4).

    Their creator; where the creator did the work, has left or may not any more, the supervisors over them. Who did the
    work, and may not, is the assignee and whoever recorded work in the present round.
    """
    works = Work.objects.filter(request=OuterRef("pk"), round=OuterRef("round"))
    rows = rows.visible_to(user).filter(~Exists(works.filter(created_by=user.pk))).exclude(assignee=user.pk)
    mine = Q(created_by=user.pk)
    if not user.has_perm(rights.ASSIGN_SERVICE):
        return rows.filter(mine)
    able = User.objects.allowed(rights.ADD_SERVICE).order_by().values("pk")
    did = Exists(works.filter(created_by=OuterRef("created_by")))
    cannot = Q(created_by=None) | ~Q(created_by__in=able) | Q(created_by=F("assignee")) | did
    return rows.filter(mine | cannot & belongs(user, user.scope("write_scope"), ("created_by", "assignee")))


def say_since_when(request: ServiceRequest) -> str:
    """From which day on a request may be archived as unanswered, and by whom (S4)."""
    if request.status != request.Status.HANDLED or request.is_unanswered:
        return say_who_asks(request)
    sentence = _("“%(request)s” may be archived as unanswered from %(day)s on, if the customer does not answer.")
    return sentence % {"request": request, "day": request.unanswered_from}


@telling(say_since_when)
def closers(rows: QuerySet, user: User) -> QuerySet:
    """Requests this person might have asked about, unanswered for as many working days as is set (S4)."""
    return askers(rows, user).filter(handled_at__lt=unanswered_since())
