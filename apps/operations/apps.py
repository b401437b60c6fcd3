from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """Backup, health, figures and logs, for whoever runs the product."""

    name = "apps.operations"
    verbose_name = _("Operations")
