"""Where each feature plugs into the kernel. A line less here, and the product goes on without that feature."""

from django.utils.translation import gettext_lazy as _

from apps.core import audit, flow, urls, views
from apps.foundation import finding
from apps.kit import form_addresses
from apps.kit.access import addresses as access
from apps.kit.bulk import addresses as bulk
from apps.kit.bulk.offers import offers
from apps.kit.exporting import addresses as exporting
from apps.kit.saved_views import addresses as saved_views
from apps.kit.saved_views.looks import Look
from apps.kit.search import indexer, list_search
from apps.kit.search.recent import LookedAt
from apps.kit.timeline import addresses as timeline
from apps.kit.timeline.views import StoryOfRecord
from apps.kit.trash import addresses as trash
from apps.kit.versions import addresses as versions

audit.LOGGED.append(indexer.file)
finding.FINDERS.append(list_search.fitting)
views.LOOKS.append(Look)
views.LIST_EXTRAS.append(lambda pages, user: {"bulk": offers(pages, user)})
views.RECORD_EXTRAS += [StoryOfRecord(), LookedAt()]
urls.FURTHER += [
    one.addresses for one in (form_addresses, timeline, access, versions, exporting, trash, saved_views, bulk)
]
flow.PLAIN |= {"undo": _("Undone"), "export": _("Exported"), "import": _("Imported")}
