from workshops.views.pathways import pathway_detail, pathway_list
from workshops.views.planning import session_export, session_list
from workshops.views.programmes import programme_detail, programme_list
from workshops.views.sheets import session_detail, session_sheet
from workshops.views.workshops import workshop_detail, workshop_list

__all__ = [
    "pathway_detail",
    "pathway_list",
    "programme_detail",
    "programme_list",
    "session_detail",
    "session_export",
    "session_list",
    "session_sheet",
    "workshop_detail",
    "workshop_list",
]
