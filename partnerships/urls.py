from django.urls import path

from partnerships.views import (
    agreement_links,
    agreements,
    contacts,
    decisions,
    devices,
    difficulties,
    directory,
    documents,
    evidence,
    groups,
    handover,
    jobs,
    leavers,
    logos,
    meetings,
    partnerships,
    register,
    requests,
    team,
    threads,
    timeline,
)

app_name = "partnerships"
urlpatterns = [
    # -- The directory
    path("glossaire/", directory.glossary, name="glossary"),
    path("qui-voit-quoi/", directory.who_sees_what, name="who_sees_what"),
    path("structures/", directory.structure_list, name="structure_list"),
    path("structures/nouvelle/", directory.structure_create, name="structure_create"),
    path("structures/<int:pk>/", directory.structure_detail, name="structure_detail"),
    path("structures/<int:pk>/modifier/", directory.structure_edit, name="structure_edit"),
    path("structures/<int:pk>/logo/", logos.structure_logo, name="structure_logo"),
    path("structures/<int:pk>/logo/choisir/", logos.logo_edit, name="logo_edit"),
    path("structures/<int:pk>/logo/retirer/", logos.logo_remove, name="logo_remove"),
    path("ecoles/", directory.school_list, name="school_list"),
    path("ecoles/<int:pk>/connaitre/", directory.school_edit, name="school_edit"),
    path(
        "structures/<int:pk>/savoir/<int:aspect_pk>/",
        contacts.knowledge_edit,
        name="knowledge_edit",
    ),
    # -- People
    path("contacts/", contacts.contact_list, name="contact_list"),
    path("contacts/exporter/", contacts.contact_export, name="contact_export"),
    path("contacts/nouveau/", contacts.contact_create, name="contact_create"),
    path("contacts/<int:pk>/", contacts.contact_detail, name="contact_detail"),
    path("contacts/<int:pk>/modifier/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/verifier/", contacts.contact_check, name="contact_check"),
    path("contacts/<int:pk>/fonctions/", contacts.tenure_create, name="tenure_create"),
    path("fonctions/<int:pk>/modifier/", contacts.tenure_edit, name="tenure_edit"),
    path("fonctions/<int:pk>/fin/", contacts.tenure_end, name="tenure_end"),
    path("quartiers/", contacts.territory_list, name="territory_list"),
    # -- Partnerships
    path("partenariats/", partnerships.partnership_list, name="partnership_list"),
    path("partenariats/nouveau/", partnerships.partnership_create, name="partnership_create"),
    path("partenariats/<int:pk>/", partnerships.partnership_detail, name="partnership_detail"),
    path("partenariats/<int:pk>/modifier/", partnerships.partnership_edit, name="partnership_edit"),
    path("partenariats/<int:pk>/parties/", partnerships.party_create, name="party_create"),
    path("parties/<int:pk>/modifier/", partnerships.party_edit, name="party_edit"),
    path("parties/<int:pk>/fil/", threads.thread_create, name="thread_create"),
    path("fils/<int:pk>/fin/", threads.thread_end, name="thread_end"),
    path(
        "partenariats/<int:pk>/relais/",
        handover.partnership_handover,
        name="partnership_handover",
    ),
    path(
        "partenariats/<int:pk>/relais/pdf/",
        handover.partnership_handover_pdf,
        name="partnership_handover_pdf",
    ),
    path("parties/<int:pk>/retirer/", partnerships.party_delete, name="party_delete"),
    # -- What happens in a partnership
    path(
        "partenariats/<int:pk>/histoire/", timeline.partnership_history, name="partnership_history"
    ),
    path(
        "partenariats/<int:pk>/rencontres/nouvelle/", meetings.meeting_create, name="meeting_create"
    ),
    path("rencontres/<int:pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("rencontres/<int:pk>/modifier/", meetings.meeting_edit, name="meeting_edit"),
    path("rencontres/<int:pk>/effacer/", meetings.meeting_delete, name="meeting_delete"),
    path("rencontres/<int:pk>/compte-rendu/", meetings.meeting_record, name="meeting_record"),
    path("partenariats/<int:pk>/decisions/", decisions.decision_list, name="decision_list"),
    path(
        "partenariats/<int:pk>/decisions/nouvelle/",
        decisions.decision_create,
        name="decision_create",
    ),
    path("decisions/<int:pk>/modifier/", decisions.decision_edit, name="decision_edit"),
    path("decisions/<int:pk>/faite/", decisions.decision_done, name="decision_done"),
    path("decisions/<int:pk>/a-faire/", decisions.decision_reopen, name="decision_reopen"),
    path(
        "partenariats/<int:pk>/difficultes/", difficulties.difficulty_list, name="difficulty_list"
    ),
    path(
        "partenariats/<int:pk>/difficultes/nouvelle/",
        difficulties.difficulty_create,
        name="difficulty_create",
    ),
    path("difficultes/<int:pk>/modifier/", difficulties.difficulty_edit, name="difficulty_edit"),
    path("difficultes/<int:pk>/lever/", difficulties.difficulty_lift, name="difficulty_lift"),
    path("difficultes/<int:pk>/rouvrir/", difficulties.difficulty_reopen, name="difficulty_reopen"),
    path("partenariats/<int:pk>/services/", difficulties.service_list, name="service_list"),
    path(
        "partenariats/<int:pk>/services/nouveau/",
        difficulties.service_create,
        name="service_create",
    ),
    path("services/<int:pk>/modifier/", difficulties.service_edit, name="service_edit"),
    path("services/<int:pk>/effacer/", difficulties.service_delete, name="service_delete"),
    path("partenariats/<int:pk>/demandes/", requests.request_list, name="request_list"),
    path(
        "partenariats/<int:pk>/demandes/nouvelle/", requests.request_create, name="request_create"
    ),
    path("demandes/<int:pk>/modifier/", requests.request_edit, name="request_edit"),
    path("demandes/<int:pk>/repondre/", requests.request_answer, name="request_answer"),
    path("partenariats/<int:pk>/groupes/", groups.group_list, name="group_list"),
    path("partenariats/<int:pk>/groupes/nouveau/", groups.group_create, name="group_create"),
    path("groupes/<int:pk>/modifier/", groups.group_edit, name="group_edit"),
    path(
        "partenariats/<int:pk>/preuves/",
        evidence.partnership_evidence,
        name="partnership_evidence",
    ),
    path(
        "partenariats/<int:pk>/preuves/pdf/",
        evidence.partnership_evidence_pdf,
        name="partnership_evidence_pdf",
    ),
    # -- Documents
    path("partenariats/<int:pk>/documents/", documents.document_list, name="document_list"),
    path(
        "partenariats/<int:pk>/documents/nouveau/",
        documents.document_create,
        name="document_create",
    ),
    path("documents/<int:pk>/", documents.document_file, name="document_file"),
    path("documents/<int:pk>/modifier/", documents.document_edit, name="document_edit"),
    path("documents/<int:pk>/retirer/", documents.document_delete, name="document_delete"),
    # -- Agreements
    path("partenariats/<int:pk>/accord/", agreements.agreement_create, name="agreement_create"),
    path("accords/<int:pk>/", agreements.agreement_detail, name="agreement_detail"),
    path("accords/<int:pk>/plume/", agreements.agreement_pen, name="agreement_pen"),
    path("accords/<int:pk>/ecrire/", agreements.agreement_edit, name="agreement_edit"),
    path("accords/<int:pk>/etapes/", agreements.agreement_steps, name="agreement_steps"),
    path("accords/<int:pk>/suite/", agreements.agreement_conclude, name="agreement_conclude"),
    path("accords/<int:pk>/convention.pdf", agreements.agreement_pdf, name="agreement_pdf"),
    path(
        "accords/<int:pk>/accepter/<int:structure_pk>/",
        agreements.agreement_accept,
        name="agreement_accept",
    ),
    path(
        "accords/<int:pk>/au-nom-de/<int:structure_pk>/",
        agreements.agreement_speak,
        name="agreement_speak",
    ),
    path(
        "accords/<int:pk>/lien/<int:structure_pk>/",
        agreement_links.agreement_send,
        name="agreement_send",
    ),
    path(
        "accords/liens/<int:pk>/annuler/",
        agreement_links.agreement_link_revoke,
        name="agreement_link_revoke",
    ),
    path("accord/<str:token>/", agreement_links.agreement_read, name="agreement_read"),
    path(
        "accord/<str:token>/convention.pdf",
        agreement_links.agreement_read_pdf,
        name="agreement_read_pdf",
    ),
    path(
        "accord/<str:token>/documents/<int:pk>/",
        agreement_links.agreement_read_file,
        name="agreement_read_file",
    ),
    # -- Long work
    path("travaux/", jobs.job_list, name="job_list"),
    path("travaux/<int:pk>/", jobs.job_detail, name="job_detail"),
    path("travaux/<int:pk>/resultat/", jobs.job_file, name="job_file"),
    path("travaux/<int:pk>/reprendre/", jobs.job_again, name="job_again"),
    path("travaux/<int:pk>/abandonner/", jobs.job_cancel, name="job_cancel"),
    # -- The team of a structure
    path("equipe/", team.team_list, name="team_list"),
    path("registre/", register.register_detail, name="register_detail"),
    path("registre.pdf", register.register_pdf, name="register_pdf"),
    path("structures/<int:pk>/equipe/", team.team_detail, name="team_detail"),
    path(
        "structures/<int:pk>/equipe/roles/<int:membership_pk>/fin/",
        team.membership_end,
        name="membership_end",
    ),
    path(
        "structures/<int:pk>/equipe/invitations/<int:invitation_pk>/annuler/",
        team.invitation_revoke,
        name="invitation_revoke",
    ),
    path(
        "structures/<int:pk>/departs/compte/<int:user_pk>/",
        leavers.leaver_account,
        name="leaver_account",
    ),
    path(
        "structures/<int:pk>/departs/contact/<int:contact_pk>/",
        leavers.leaver_contact,
        name="leaver_contact",
    ),
    # -- One’s own account
    path("compte/sessions/", devices.device_list, name="device_list"),
    path("compte/sessions/autres/", devices.device_close_others, name="device_close_others"),
    path("compte/sessions/ouverte/", devices.device_check, name="device_check"),
    path("compte/sessions/<int:pk>/fermer/", devices.device_close, name="device_close"),
    path("invitation/<str:token>/", team.invitation_open, name="invitation_open"),
]
