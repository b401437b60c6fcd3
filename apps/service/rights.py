"""What may be done with service requests."""

from django.utils.translation import gettext_lazy as _

from apps.core.rights import Crud, right

VIEW_SERVICE = right("service.view_service", _("See service requests"))
ADD_SERVICE = right("service.add_service", _("Create service requests, record feedback"))
ASSIGN_SERVICE = right("service.assign_service", _("Assign service requests"))
HANDLE_SERVICE = right("service.handle_service", _("Take and handle service requests"))

REQUESTS = Crud(view=VIEW_SERVICE, add=ADD_SERVICE, change=ADD_SERVICE, delete=ASSIGN_SERVICE)
WORKS = Crud(view=VIEW_SERVICE)
