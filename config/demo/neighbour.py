"""The centre next door: nobody of the story sees it, and it sees nobody of the story."""

import datetime as dt

from config.demo import cast
from config.demo.days import end_of_month, first_of_month
from config.demo.sheets import close, plan
from workshops.models import Enrolment, Programme, TeamMember, Workshop


def tell(stage):
    centre, user = stage.made["neighbour"], stage.users["voisin"]
    starts_on = first_of_month(stage.days.on(8, 0))
    programme = Programme.objects.create(
        title="Le jeudi des parents",
        lead=centre,
        starts_on=starts_on,
        ends_on=end_of_month(stage.today + dt.timedelta(days=180)),
    )
    workshop = Workshop.objects.create(
        programme=programme, title="Le jeudi des parents", format="parents", host=centre
    )
    TeamMember.objects.create(workshop=workshop, user=user, structure=centre)
    people = cast.parents(centre, stage.schools, stage.today, 6, start=60)
    for person in people:
        Enrolment.objects.create(workshop=workshop, parent=person, enrolled_on=starts_on)
    for weeks in (6, 4, 2):
        session = plan(workshop, stage.days.on(weeks, 3), dt.time(14), dt.time(16))
        close(session, dict.fromkeys(people, "present"), by=user, log="Le courrier de l’école.")
    plan(workshop, stage.days.on(-1, 3), dt.time(14), dt.time(16))
