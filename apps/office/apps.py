from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    """What a person's day is made of, whatever module it comes from."""

    name = "apps.office"
    verbose_name = _("Daily office")
