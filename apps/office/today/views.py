"""The home page (Z1)."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.auth.bell import readable
from apps.customers.models import Customer
from apps.office.today.page import Agenda
from apps.office.today.quick_start import beginnings
from apps.office.today.summary import glance

NEWS = 5


@require_safe
def home(request):
    """Everything that waits for this person, by urgency, done in place; for others a look or a beginning (Z1)."""
    user = request.user
    if not user.rights:
        return render(request, "empty.html")
    agenda = Agenda(user, request.GET)
    news = list(user.notifications.filter(read_at=None).select_related("entry__by", "entry__kind")[:NEWS])
    readable(news, user)
    begins = not agenda.total and not agenda.whose and not agenda.unclear and not Customer.objects.exists()
    context = {
        "agenda": agenda,
        "news": news,
        "now": timezone.localtime(),
        "beginnings": beginnings(user) if begins else [],
        "looks": [] if agenda.sections or agenda.parts or agenda.unclear else glance(user),
    }
    return render(request, "office/today.html", context)
