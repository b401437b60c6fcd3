"""The addresses of this module."""

from django.urls import path

from apps.core.urls import urls
from apps.customers import (
    forms,
    pages,  # noqa: F401 registers the entities
    views,
)

app_name = "customers"
urlpatterns = [
    path("orders/line-facts/", views.line_facts, name="order-line-facts"),
    path("customers/alike/", views.alike, {"form": forms.CustomerForm}, name="customer-alike"),
    path("contacts/alike/", views.alike, {"form": forms.ContactForm}, name="contact-alike"),
    path("duplicates/scan/", views.scan_now, name="duplicate-scan"),
    *urls(app_name),
]
