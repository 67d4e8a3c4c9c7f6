"""A federation, what it observes, and the tables it reads."""

from tests import factories as make
from tests.evaluation.season import hold, note


def watching(*structures):
    watcher = make.StructureFactory()
    for structure in structures:
        make.ObservationFactory(observer=watcher, observed=structure)
    return make.observer(watcher)


def watch_too(user, structure):
    [watcher] = user.rights.observes
    make.ObservationFactory(observer_id=watcher, observed=structure, observer=None)


def rows_of(response, key):
    """{first cell: the other cells, in words} of one table."""
    [table] = [each for each in response.context["tables"] if each.key == key]
    return {
        plain(line[0]): [plain(cell) for cell in line[1:]]
        for line in [*table.lines, table.last_line]
        if line
    }


def plain(cell):
    return cell.text.replace("\u00a0", " ")


def keys_of(response):
    return [table.key for table in response.context["tables"]]


def elsewhere(user, name="B", **workshop):
    """Another structure observed, where one parent came once for an hour."""
    workshop = make.WorkshopFactory(programme__lead__name=name, **workshop)
    watch_too(user, workshop.programme.lead)
    session = hold(workshop, 10, 2, 60)
    note(session, make.ParentFactory(family__structure=workshop.programme.lead))
    return workshop


def crowd(structure, women, men, **workshop):
    """So many women and men at one session of a new programme of that structure."""
    workshop = make.WorkshopFactory(programme__lead=structure, **workshop)
    session = hold(workshop, 10, 2, 60)
    for number in range(women + men):
        gender = "f" if number < women else "m"
        parent = make.ParentFactory(family__structure=structure, gender=gender)
        note(session, parent, lives_in_qpv="yes")
    return workshop.programme
