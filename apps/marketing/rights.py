"""What may be done with sales chances."""

from django.utils.translation import gettext_lazy as _

from apps.core.rights import Crud, right

VIEW_CHANCE = right("marketing.view_chance", _("See sales chances and plans"))
ADD_CHANCE = right("marketing.add_chance", _("Record sales chances"))
ASSIGN_CHANCE = right("marketing.assign_chance", _("Assign, withdraw and reopen sales chances"))
DEVELOP_CHANCE = right("marketing.develop_chance", _("Develop sales chances: plan, win, lose"))

CHANCES = Crud(view=VIEW_CHANCE, add=ADD_CHANCE, change=ADD_CHANCE, delete=ADD_CHANCE)
PLANS = Crud(view=VIEW_CHANCE, add=DEVELOP_CHANCE, change=DEVELOP_CHANCE, delete=DEVELOP_CHANCE)
