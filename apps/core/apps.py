from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from apps.core.entering.kinds import teach
from apps.core.log import lock


class CoreConfig(AppConfig):
    name = "apps.core"
    verbose_name = _("Data exchange")

    def __init__(self, *args):
        super().__init__(*args)
        teach()  # before any app declares a field

    def ready(self):
        autodiscover_modules("bins.checks")
        post_migrate.connect(lock.install, sender=self)
