"""Sessions run with others than the team: the school’s staff, a volunteer, who speaks there."""

from workshops.actions import facilitation
from workshops.models import Facilitation, Session

TEACHER = "Claire Vasseur, enseignante"


def tell(stage):
    """A teacher of Fil-d’Or has come to the talking group since the autumn, and comes next time."""
    ines = stage.users["animation"]
    group = Session.objects.filter(workshop__title__startswith="Groupe de parole")
    held = list(group.filter(status=Session.Status.HELD).order_by("-date")[:3])
    coming = group.filter(status=Session.Status.PLANNED, date__gt=stage.today).order_by("date")
    for session in [*held, coming.first()]:
        facilitation.name(
            facilitation=Facilitation(
                session=session, name=TEACHER, structure=stage.made["fil"], minutes=60
            ),
            by=ines,
        )
    cafe = Session.objects.filter(workshop__title__startswith="Café des parents")
    facilitation.name(
        facilitation=Facilitation(
            session=cafe.filter(status=Session.Status.HELD).latest("date"),
            name="Monique Delattre",
            structure=stage.made["centre"],
            is_volunteer=True,
        ),
        by=ines,
    )
