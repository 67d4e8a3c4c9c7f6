"""What was delivered against what was planned, in minutes; neither ever overwrites the other.

Source: requirements ATE-018 (16 h 30 planned) and ATE-021 (15 h 30 delivered).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from workshops.models import Module, Pathway, Session, Workshop

HELD, PLANNED, CANCELLED = Session.Status.HELD, Session.Status.PLANNED, Session.Status.CANCELLED


@dataclass(frozen=True)
class Progress:
    """Sessions by state; minutes delivered in those held, and planned in all."""

    sessions: list[Session]
    planned_minutes: int

    def number(self, status: str) -> int:
        return sum(session.status == status for session in self.sessions)

    @property
    def held(self) -> int:
        return self.number(HELD)

    @property
    def planned(self) -> int:
        return self.number(PLANNED)

    @property
    def cancelled(self) -> int:
        return self.number(CANCELLED)

    @property
    def delivered_minutes(self) -> int:
        """Only what was held counts: a cancelled or planned session delivers nothing."""
        return sum(session.delivered_minutes for session in self.sessions if session.status == HELD)

    @property
    def gap(self) -> int:
        """Minutes delivered beyond the plan; negative, short of it."""
        return self.delivered_minutes - self.planned_minutes


@dataclass(frozen=True)
class Step:
    """A module of the pathway in one workshop: what was planned for it, what it got."""

    module: Module
    sessions: list[Session] = field(default_factory=list)

    @property
    def progress(self) -> Progress:
        return Progress(self.sessions, self.module.planned_minutes)

    @property
    def gap(self) -> int | None:
        """Minutes delivered beyond the plan, or short of it; None as long as it is not done."""
        if not self.progress.held or self.progress.planned:
            return None
        return self.progress.gap


@dataclass(frozen=True)
class Threshold:
    """How much of a pathway completes it: so many minutes, or so many of its modules (ATE-018)."""

    percent: int
    is_by_modules: bool
    modules: int
    minutes: int

    @property
    def planned(self) -> int:
        return self.modules if self.is_by_modules else self.minutes

    @property
    def wanted(self) -> int:
        """The fewest whole minutes, or modules, that reach it."""
        return -(-self.percent * self.planned // 100)

    def is_reached(self, *, minutes: int, modules: int) -> bool:
        """Nobody completes a pathway without anything in it."""
        followed = modules if self.is_by_modules else minutes
        return bool(self.minutes and minutes) and followed * 100 >= self.percent * self.planned


def threshold(pathway: Pathway) -> Threshold:
    modules = pathway.modules.all()
    return Threshold(
        percent=pathway.completion_threshold,
        is_by_modules=pathway.completion_by == Pathway.CompletionBy.MODULES,
        modules=len(modules),
        minutes=sum(module.planned_minutes for module in modules),
    )


def of_workshop(workshop: Workshop, sessions: Iterable[Session]) -> Progress:
    """A cohort's plan is that of its pathway; any other's is its sessions, cancelled ones left out."""
    sessions = list(sessions)
    if workshop.pathway_id:
        return Progress(sessions, sum(m.planned_minutes for m in workshop.pathway.modules.all()))
    kept = (session for session in sessions if session.status != CANCELLED)
    return Progress(sessions, sum(session.planned_minutes for session in kept))


def by_workshop(workshops: Iterable[Workshop], sessions: Iterable[Session]) -> list:
    """(workshop, its progress) for each, from the sessions of all."""
    found = grouped(sessions, "workshop_id")
    return [(workshop, of_workshop(workshop, found[workshop.pk])) for workshop in workshops]


def steps(workshop: Workshop, sessions: Iterable[Session]) -> list[Step]:
    """The modules of a cohort, in order; nothing for a workshop without a pathway."""
    if not workshop.pathway_id:
        return []
    found = grouped(sessions, "module_id")
    return [Step(module, found[module.pk]) for module in workshop.pathway.modules.all()]


def gap(steps: Iterable[Step]) -> int:
    """Minutes, over the modules that are done: those to come are neither late nor short."""
    return sum(step.gap or 0 for step in steps)


def total(parts: Iterable[Progress]) -> Progress:
    parts = list(parts)
    return Progress(
        [session for part in parts for session in part.sessions],
        sum(part.planned_minutes for part in parts),
    )


def grouped(sessions, key):
    groups = defaultdict(list)
    for session in sessions:
        groups[getattr(session, key)].append(session)
    return groups
