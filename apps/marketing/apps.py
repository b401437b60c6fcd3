from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketingConfig(AppConfig):
    name = "apps.marketing"
    verbose_name = _("Marketing")

    def ready(self):
        import_module("apps.marketing.movement")  # which is noted whenever a chance changes
