"""What happens to a service request: each function is one step of domain.md §3."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.auth.models import User
from apps.basedata.models import Parameter
from apps.core import audit
from apps.core.audit import renew
from apps.core.flow import Outcome, Refused, keep, step
from apps.core.scope import Who, anyone, own, within, workers
from apps.service import rights
from apps.service.asking import askers, closers, who_asks
from apps.service.models import Feedback, ServiceRequest, Work
from apps.service.urging import urgers

Status = ServiceRequest.Status
ASSIGNEE, OVER_ASSIGNEE = own("assignee"), within("assignee")
SATISFIED = 3  # stars from which on a customer counts as satisfied


@step(
    ServiceRequest,
    gettext_lazy("Assign"),
    sources=[Status.NEW],
    right=rights.ASSIGN_SERVICE,
    told=gettext_lazy("%(who)s assigned the service request “%(what)s” to you."),
    icon="user-check",
    undoable=True,
)
def assign(request: ServiceRequest, *, by, to):
    """A supervisor assigns the request to a manager or engineer, who is told (S2)."""
    _hand_to(request, to, by)
    request.status = Status.ASSIGNED
    return Outcome(tell=[to])


@step(
    ServiceRequest,
    gettext_lazy("Take"),
    sources=[Status.NEW],
    right=rights.HANDLE_SERVICE,
    who=anyone,
    icon="hand-stop",
    undoable=True,
)
def take(request: ServiceRequest, *, by):
    """A person of the service team takes the request from the pool (S2)."""
    _hand_to(request, by, by)
    request.status = Status.ASSIGNED


@step(
    ServiceRequest,
    gettext_lazy("Record work"),
    sources=[Status.ASSIGNED],
    right=rights.HANDLE_SERVICE,
    who=ASSIGNEE,
    icon="tool",
)
def record_work(request: ServiceRequest, *, by, solution: str, at=None, place: str = "", open_points: str = ""):
    """The assignee records how, where and when something was done; work records pile up, the earliest answers (S3, S6).

    Work that was done before the request was written down answered it at once.
    """
    done = {"at": at or timezone.now(), "solution": solution, "place": place, "open_points": open_points}
    work = Work(request=request, round=request.round, created_by=by, **done)
    work.save()
    renew([work])
    answered = max(work.at, request.created_at or work.at)  # of an old request nobody may know the beginning
    request.responded_at = min(request.responded_at or answered, answered)
    return Outcome(note=str(work))


@step(
    ServiceRequest,
    gettext_lazy("Mark as handled"),
    sources=[Status.ASSIGNED],
    right=rights.HANDLE_SERVICE,
    who=ASSIGNEE,
    told=gettext_lazy("%(who)s handled “%(what)s”: ask the customer how it went."),
    icon="circle-check",
    undoable=True,
)
def handle(request: ServiceRequest, *, by):
    """The assignee has done what there was to do; whoever is to ask the customer is told (S3, S4).

    Raises Refused while this round has no work record.
    """
    if not request.works.filter(round=request.round).exists():
        raise Refused(_("Record first what was done: this round has no work record yet."))
    request.status = Status.HANDLED
    request.handled_at = timezone.now()
    return Outcome(tell=who_asks(request))


@step(
    ServiceRequest,
    gettext_lazy("Record feedback"),
    sources=[Status.HANDLED],
    right=rights.ADD_SERVICE,
    who=askers,
    told=gettext_lazy("The customer was not satisfied with “%(what)s”: it is back in work."),
    icon="message-circle",
)
def feed_back(request: ServiceRequest, *, by, result: str, satisfaction: int, source: str = Feedback.From.STAFF):
    """What the customer says: 3 stars or more archive the request, fewer begin another round with the assignee (S4)."""
    said = {"result": result, "satisfaction": satisfaction, "source": source}
    feedback = Feedback(request=request, round=request.round, by=by, **said)
    feedback.save()
    request.satisfaction = satisfaction
    if satisfaction >= SATISFIED:
        request.status, request.closed_at = Status.ARCHIVED, timezone.now()
        return Outcome(note=str(feedback))
    request.status, request.handled_at = Status.ASSIGNED, None
    request.round += 1
    return Outcome(tell=[request.assignee, *_supervisors(request)], note=str(feedback))


@step(
    ServiceRequest,
    gettext_lazy("Archive as unanswered"),
    sources=[Status.HANDLED],
    right=rights.ADD_SERVICE,
    who=closers,
    icon="archive",
    undoable=True,
)
def archive_unanswered(request: ServiceRequest, *, by):
    """The customer has not answered for as many working days as is set: archived without a rating (S4)."""
    _close_unrated(request)


@transaction.atomic
def archive_all_unanswered() -> int:
    """Archive what has been unanswered for so long, where the company has set that this happens by itself (S4)."""
    waiting = ServiceRequest.objects.unanswered().select_for_update(of=("self",), no_key=True).order_by("pk")
    requests = list(waiting) if Parameter.is_on(Parameter.ARCHIVE_UNANSWERED) else []
    for request in requests:
        before = audit.snapshot(request)
        _close_unrated(request)
        audit.log(request, archive_unanswered.step.code, by=None, changes=keep(request, before))
    return len(requests)


def _close_unrated(request: ServiceRequest) -> None:
    request.status, request.closed_at, request.satisfaction = Status.ARCHIVED, timezone.now(), None


@step(
    ServiceRequest,
    gettext_lazy("Urge"),
    sources=[Status.NEW, Status.ASSIGNED, Status.HANDLED],
    right=rights.ADD_SERVICE,
    who=urgers,
    told=gettext_lazy("%(who)s urges “%(what)s”: please see to it. %(note)s"),
    icon="bell-ringing",
)
def urge(request: ServiceRequest, *, by, note: str = ""):
    """Whoever has promised it to the customer urges whom it waits for, once a day (S6).

    Raises Refused where it waits for nobody.
    """
    people = _waited_for(request)
    if not people:
        raise Refused(_("Nobody can be urged: no supervisor may assign it. Take it, or ask the administrator."))
    request.urged_at = timezone.now()
    return Outcome(tell=people, note=note)


@step(
    ServiceRequest,
    gettext_lazy("Reassign"),
    sources=[Status.ASSIGNED, Status.HANDLED],
    right=rights.ASSIGN_SERVICE,
    told=gettext_lazy("%(who)s reassigned the service request “%(what)s”."),
    icon="arrows-exchange",
    undoable=True,
)
def reassign(request: ServiceRequest, *, by, to, reason: str):
    """A supervisor gives the request to somebody else, with a reason; both are told, state and works stay (S2)."""
    before = request.assignee
    if to == before:
        raise Refused(_("%(who)s has this service request already.") % {"who": to})
    _hand_to(request, to, by)
    return Outcome(tell=[to, before], note=reason)


def _hand_to(request: ServiceRequest, to, by) -> None:
    if not to.has_perm(rights.HANDLE_SERVICE):
        raise Refused(_("%(who)s may not handle service requests.") % {"who": to})
    request.assignee, request.assigned_by, request.assigned_at = to, by, timezone.now()


def _waited_for(request: ServiceRequest) -> list[User]:
    """Whom a request waits for: who may assign it, its assignee while that is one of us, who is to ask the customer."""
    if request.status == Status.HANDLED:
        return who_asks(request)
    if request.status == Status.ASSIGNED and request.assignee.is_active:
        return [request.assignee]
    return _supervisors(request, workers)


def _supervisors(request: ServiceRequest, covers: Who = OVER_ASSIGNEE) -> list[User]:
    """Everybody who may assign requests and whose write scope covers the assignee."""
    row = ServiceRequest.objects.filter(pk=request.pk)
    people = User.objects.allowed(rights.ASSIGN_SERVICE).select_related("role", "department")
    return [person for person in people if covers(row, person).exists()]
