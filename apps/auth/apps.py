from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from apps.auth.rights import sync_rights


class AuthConfig(AppConfig):
    """People and what they may do. The folder is called auth; the label is not, since Django's own app has it."""

    name = "apps.auth"
    label = "accounts"
    verbose_name = _("Rights")

    def ready(self):
        autodiscover_modules("rights", "checks", "doings", "tasks")
        post_migrate.connect(sync_rights, sender=self)
