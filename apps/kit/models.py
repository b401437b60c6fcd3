"""The tables of the features; they belong to the kernel's migrations, so that every one keeps its name."""

from apps.kit.drafts.models import Draft, Sent
from apps.kit.exporting.files import ExportFile
from apps.kit.hash_chain.models import Cut, Seal
from apps.kit.saved_views.models import ListChoice, SavedView
from apps.kit.search.models import Findable

__all__ = ["Cut", "Draft", "ExportFile", "Findable", "ListChoice", "SavedView", "Seal", "Sent"]
