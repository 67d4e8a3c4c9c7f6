"""What the families answer to a search: people, for those who may open their record."""

from django.urls import reverse
from django.utils.translation import gettext as _

from families.lookalikes import with_schools
from families.models import Parent
from partnerships.models import User
from partnerships.seeking import Sought, hit

KIND = "familles"


def found(user: User, sought: Sought):
    """Name and schools of the children, no more; nothing is asked for whoever keeps no sheet."""
    if not user.rights.works_in or sought.only not in ("", KIND):
        return
    people = Parent.objects.visible_to(user).named().search(sought.words).in_name_order()
    yield from sought.finds(
        KIND,
        _("Familles"),
        with_schools(people[: sought.most + 1]),
        lambda parent: hit(parent, parent.schools or _("École non notée")),
        sought.asked_of(reverse("families:parent_list")),
    )
