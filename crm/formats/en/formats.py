"""English pages write dates, times and numbers as the Chinese ones do."""

from crm.formats.zh_Hans.formats import *  # noqa: F403
