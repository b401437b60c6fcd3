"""What forms ask while they are filled in."""

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.basedata.models import Product
from apps.core.forms import PickField
from apps.customers import rights
from apps.customers.actions.stock import in_stock
from apps.customers.tasks import scan_duplicates
from apps.foundation.entering.keys import numbers


@require_safe
def line_facts(request):
    """Unit, price and stock of the product named in a line, as a fragment (O1)."""
    if not request.user.has_perm(rights.ENTER_ORDER):
        raise PermissionDenied
    field = PickField(Product.objects.all(), required=False)
    field.offer_to(request.user)
    try:
        product = field.clean(field.widget.value_from_datadict(request.GET, {}, "product"))
    except ValidationError as wrong:
        return render(request, "customers/parts/line_facts.html", {"wrong": wrong.messages})
    there = in_stock([product.pk]).get(product.pk, Decimal(0)) if product else None
    return render(request, "customers/parts/line_facts.html", {"product": product, "there": there})


@require_safe
def alike(request, form):
    """What a form that is being filled in may be about already, as a fragment (C10, Z6)."""
    model = form._meta.model
    if not request.user.has_perm(model.rights.add):
        raise PermissionDenied
    key = numbers([request.GET.get("of", "")])
    stored = model.objects.filter(pk__in=key).visible_to(request.user).first()
    filled = form(request.GET, user=request.user, instance=stored or model())
    filled.full_clean()
    return render(request, "customers/parts/alike.html", {"form": filled})


@require_POST
def scan_now(request):
    """Have all customers looked through for likely duplicates, in the background (Z6)."""
    if not request.user.has_perm(rights.DELETE_CUSTOMER):
        raise PermissionDenied
    scan_duplicates.enqueue()
    messages.success(request, _("All customers are being looked through. Open this page again in a moment."))
    return HttpResponseRedirect(reverse("customers:duplicate-list"))
