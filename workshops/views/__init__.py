from workshops.views.pathways import pathway_detail, pathway_list
from workshops.views.planning import session_export, session_list
from workshops.views.programmes import programme_detail, programme_list
from workshops.views.sessions import (
    session_cancel,
    session_close,
    session_detail,
    session_move,
    session_reopen,
)
from workshops.views.sheet import session_add, session_search, session_sheet
from workshops.views.workshops import workshop_detail, workshop_list

__all__ = [
    "pathway_detail",
    "pathway_list",
    "programme_detail",
    "programme_list",
    "session_add",
    "session_cancel",
    "session_close",
    "session_detail",
    "session_export",
    "session_list",
    "session_move",
    "session_reopen",
    "session_search",
    "session_sheet",
    "workshop_detail",
    "workshop_list",
]
