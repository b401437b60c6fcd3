"""The settings of a real installation, with the floor beside the product."""

from crm.settings import *  # noqa: F403

ROOT_URLCONF = "floor"
SECOND_FACTOR = "nobody"  # one request logs in here, without a phone
READ_MOST = EXPORT_MOST = 0  # one account reads here as much as a company
