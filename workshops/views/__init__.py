from workshops.views.calendars import calendar_detail
from workshops.views.coordination import coordination_create, coordination_delete
from workshops.views.enrolments import enrolment_create, enrolment_leave
from workshops.views.feeds import feed_close, feed_list, feed_read
from workshops.views.papers import (
    certificate,
    certificate_list,
    programme_signin,
    session_signin,
    workshop_signin,
)
from workshops.views.pathways import pathway_create, pathway_detail, pathway_edit, pathway_list
from workshops.views.planning import (
    series_create,
    session_create,
    session_delete,
    session_export,
    session_list,
)
from workshops.views.programmes import (
    programme_create,
    programme_detail,
    programme_edit,
    programme_list,
    programme_renew,
)
from workshops.views.referrals import session_refer, session_refer_person
from workshops.views.roles import session_roles
from workshops.views.sessions import (
    session_cancel,
    session_close,
    session_detail,
    session_move,
    session_reopen,
)
from workshops.views.sheet import session_add, session_search, session_sheet
from workshops.views.signed_sheets import (
    signed_sheet_delete,
    signed_sheet_file,
    signed_sheet_list,
)
from workshops.views.workshops import (
    team_edit,
    team_remove,
    workshop_create,
    workshop_detail,
    workshop_edit,
    workshop_list,
)

__all__ = [
    "calendar_detail",
    "certificate",
    "certificate_list",
    "coordination_create",
    "coordination_delete",
    "enrolment_create",
    "enrolment_leave",
    "feed_close",
    "feed_list",
    "feed_read",
    "pathway_create",
    "pathway_detail",
    "pathway_edit",
    "pathway_list",
    "programme_create",
    "programme_detail",
    "programme_edit",
    "programme_list",
    "programme_renew",
    "programme_signin",
    "series_create",
    "session_add",
    "session_cancel",
    "session_close",
    "session_create",
    "session_delete",
    "session_detail",
    "session_export",
    "session_list",
    "session_move",
    "session_refer",
    "session_refer_person",
    "session_reopen",
    "session_roles",
    "session_search",
    "session_sheet",
    "session_signin",
    "signed_sheet_delete",
    "signed_sheet_file",
    "signed_sheet_list",
    "team_edit",
    "team_remove",
    "workshop_create",
    "workshop_detail",
    "workshop_edit",
    "workshop_list",
    "workshop_signin",
]
