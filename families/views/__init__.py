from families.views.households import (
    family_create,
    family_detail,
    family_edit,
    family_of,
    lookalike_list,
    parent_create,
    parent_edit,
    parent_export,
    parent_list,
    person_search,
    schooling_create,
    schooling_delete,
)
from families.views.journal import family_open, journal_export, journal_list

__all__ = [
    "family_create",
    "family_detail",
    "family_edit",
    "family_of",
    "family_open",
    "journal_export",
    "journal_list",
    "lookalike_list",
    "parent_create",
    "parent_edit",
    "parent_export",
    "parent_list",
    "person_search",
    "schooling_create",
    "schooling_delete",
]
