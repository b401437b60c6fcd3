"""The visit sheet of a customer, to read on the phone or to print (C3, O2)."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.customers.models import Customer
from apps.office.visit.sheet import Sheet


@require_safe
@permission_required(Customer.rights.view, raise_exception=True)
def sheet(request, pk):
    """Everything for a visit on one page: who, where, what is open, what was promised, what happened last."""
    rows = Customer.objects.visible_to(request.user).select_related("owner", "region")
    found = Sheet(get_object_or_404(rows, pk=pk), request.user)
    return render(request, "office/visit.html", {"sheet": found, "plural": Customer._meta.verbose_name_plural})
