"""What may be seen of the figures."""

from django.utils.translation import gettext_lazy as _

from apps.core.rights import right

VIEW_REPORT = right("reports.view_report", _("See the analyses and reports"))
