"""The ground floor in the administration; no family, no attendance, no grant has a page there."""

from partnerships.admin import calendar, journal, partnerships, people, structures, terms

__all__ = ["calendar", "journal", "partnerships", "people", "structures", "terms"]
