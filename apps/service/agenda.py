"""What this module puts on 今日工作台: requests to assign, to handle and to ask about, promises due or broken (Z1)."""

import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.scope import workers
from apps.foundation.picking.people import work
from apps.kit.agenda.sections import mine, waits
from apps.service import actions, rights
from apps.service.asking import askers
from apps.service.models import ServiceRequest
from apps.service.urging import quiet

Status = ServiceRequest.Status
SHORT = datetime.timedelta(days=1)


def in_state(status: str):
    return ServiceRequest.objects.filter(status=status).with_next_due()


def to_assign(user, _team: bool):
    """New requests nobody works on yet, for who may assign them (S2)."""
    rows = workers(in_state(Status.NEW), user)
    return rows if user.has_perm(rights.ASSIGN_SERVICE) else rows.none()


def to_handle(user, team: bool):
    """Requests that wait for their assignee (S3)."""
    return mine(in_state(Status.ASSIGNED), user, team, "assignee")


def to_ask(user, team: bool):
    """Handled requests of which the customer's opinion is missing, for who created them, else for supervisors (S4)."""
    handled = in_state(Status.HANDLED)
    return mine(handled, user, team, "created_by") if team else askers(handled, user)


def promises(user, team: bool):
    """Requests of one's customers, waiting for somebody else, whose promise ends within a day or is broken (S6).

    Of those alone that nobody has urged today: that is what one can do about them.
    """
    waiting = ServiceRequest.objects.exclude(status=Status.ARCHIVED).filter(quiet()).with_next_due()
    late = waiting.filter(next_due__lt=timezone.now() + SHORT)
    seen = Q()
    for rows in (to_assign, to_handle, to_ask):
        seen |= Q(pk__in=rows(user, team).values("pk"))
    return mine(late.exclude(seen), user, team, "customer__owner", "created_by").with_next_due()


work(in_state(Status.ASSIGNED), "assignee")

LINE = {"icon": "headset", "text": "title", "about": "customer__name", "due": "next_due", "moment": True}

waits(
    ServiceRequest,
    "assign",
    _("Services to assign"),
    right=rights.ASSIGN_SERVICE,
    rows=to_assign,
    steps=(actions.assign.step,),
    **LINE | {"icon": "user-plus"},
)
waits(
    ServiceRequest,
    "handle",
    _("Services to handle"),
    right=rights.HANDLE_SERVICE,
    rows=to_handle,
    person="assignee",
    steps=(actions.record_work.step, actions.handle.step),
    hand_on=actions.reassign.step,
    **LINE,
)
waits(
    ServiceRequest,
    "ask",
    _("Feedback to ask for"),
    right=rights.ADD_SERVICE,
    rows=to_ask,
    person="created_by",
    steps=(actions.feed_back.step, actions.archive_unanswered.step),
    phone="customer__phone",
    **LINE | {"icon": "message-circle"},
)
waits(
    ServiceRequest,
    "promise",
    _("Promises due or broken"),
    right=rights.ADD_SERVICE,
    rows=promises,
    person="assignee",
    phone="customer__phone",
    steps=(actions.urge.step, actions.take.step),
    **LINE | {"icon": "hourglass"},
)
