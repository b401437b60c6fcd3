"""The addresses of this module."""

from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _

from apps.core import pages
from apps.customers.rights import DELETE_CUSTOMER
from apps.office.addresses import views as addresses
from apps.office.handover import views as handover
from apps.office.notes import views as notes
from apps.office.visit import views as visit

app_name = "office"
pages.link("customers", "office:handovers", _("handover"), icon="arrows-exchange", right=DELETE_CUSTOMER)
pages.link("office", "office:addresses", _("address book"), icon="address-book")
pages.link("office", "office:notes", _("my notes"), icon="notes")
urlpatterns = [
    path("handover/", handover.handovers, name="handovers"),
    path("handover/<int:pk>/", handover.HandoverPage.as_view(), name="handover"),
    path("addresses/", addresses.addresses, name="addresses"),
    path("addresses/cards.vcf", addresses.cards, name="cards"),
    re_path(r"^addresses/(?P<kind>colleague|contact)/(?P<pk>\d{1,18})\.vcf$", addresses.card, name="card"),
    path("visits/<int:pk>/", visit.sheet, name="visit"),
    path("notes/", notes.NotesPage.as_view(), name="notes"),
    path("notes/<int:pk>/", notes.NotePage.as_view(), name="note"),
    path("notes/<int:pk>/delete/", notes.delete, name="note-delete"),
    path("notes/<int:pk>/restore/", notes.restore, name="note-restore"),
]
