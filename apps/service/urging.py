"""Who urges: whoever has promised something to a customer and can do nothing else about it (S6)."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.auth.models import User
from apps.core.scope import within
from apps.kit.agenda.sections import midnight
from apps.service import rights
from apps.service.asking import askers
from apps.service.models import ServiceRequest

Status = ServiceRequest.Status
KEEPERS = within("customer__owner", "created_by")


def urgers(rows: QuerySet, user: User) -> QuerySet:
    """Requests of one's customers or one's own, not urged today, that wait for somebody else (S6)."""
    return KEEPERS(rows, user).filter(quiet()).exclude(waits_for(user))


def quiet() -> Q:
    """Not urged today (S6)."""
    return Q(urged_at=None) | Q(urged_at__lt=midnight(timezone.localdate()))


def waits_for(user: User) -> Q:
    """What this person does next oneself: assign, handle or ask (S2, S3, S4)."""
    every = ServiceRequest.objects.all()
    asks = Q(status=Status.HANDLED, pk__in=askers(every, user).values("pk"))
    assigns = Q(status=Status.NEW, pk__in=every.workable_by(user).values("pk"))
    handles = Q(status=Status.ASSIGNED, assignee=user.pk)
    return handles | asks | assigns if user.has_perm(rights.ASSIGN_SERVICE) else handles | asks
