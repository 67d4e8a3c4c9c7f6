"""Where the people of a programme come from: which structures show them the way (FAM-017)."""

from django.db.models import QuerySet

from families.models import Referral
from workshops.models import Programme


def origins(programme: Programme) -> QuerySet:
    """Counts by structure, for those who lead it: nobody’s name is read."""
    return Referral.objects.filter(context__programme=programme).by_sender()
