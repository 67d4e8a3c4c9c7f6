from django.urls import path

from workshops import views

app_name = "workshops"

urlpatterns = [
    path("calendrier/", views.calendar_detail, name="calendar_detail"),
    path("calendrier/adresses/", views.feed_list, name="feed_list"),
    path("calendrier/adresses/<int:pk>/fermer/", views.feed_close, name="feed_close"),
    path("calendriers/<str:token>.ics", views.feed_read, name="feed_read"),
    path("programmes/", views.programme_list, name="programme_list"),
    path("programmes/nouveau/", views.programme_create, name="programme_create"),
    path("programmes/<int:pk>/", views.programme_detail, name="programme_detail"),
    path("programmes/<int:pk>/modifier/", views.programme_edit, name="programme_edit"),
    path("programmes/<int:pk>/emargement/", views.programme_signin, name="programme_signin"),
    path("programmes/<int:pk>/saison-suivante/", views.programme_renew, name="programme_renew"),
    path(
        "programmes/<int:programme_pk>/ateliers/nouveau/",
        views.workshop_create,
        name="workshop_create",
    ),
    path(
        "programmes/<int:programme_pk>/coordination/<int:structure_pk>/",
        views.coordination_create,
        name="coordination_create",
    ),
    path("coordinations/<int:pk>/retirer/", views.coordination_delete, name="coordination_delete"),
    path("parcours/", views.pathway_list, name="pathway_list"),
    path("parcours/nouveau/", views.pathway_create, name="pathway_create"),
    path("parcours/<int:pk>/", views.pathway_detail, name="pathway_detail"),
    path("parcours/<int:pk>/modifier/", views.pathway_edit, name="pathway_edit"),
    path("ateliers/", views.workshop_list, name="workshop_list"),
    path("ateliers/<int:pk>/", views.workshop_detail, name="workshop_detail"),
    path("ateliers/<int:pk>/modifier/", views.workshop_edit, name="workshop_edit"),
    path("ateliers/<int:pk>/equipe/", views.team_edit, name="team_edit"),
    path(
        "ateliers/<int:pk>/equipe/<int:member_pk>/retirer/", views.team_remove, name="team_remove"
    ),
    path("ateliers/<int:workshop_pk>/inscrire/", views.enrolment_create, name="enrolment_create"),
    path("ateliers/<int:pk>/emargement/", views.workshop_signin, name="workshop_signin"),
    path("ateliers/<int:pk>/attestations/", views.certificate_list, name="certificate_list"),
    path("inscriptions/<int:pk>/attestation/", views.certificate, name="certificate"),
    path("inscriptions/<int:pk>/depart/", views.enrolment_leave, name="enrolment_leave"),
    path(
        "ateliers/<int:workshop_pk>/seances/nouvelle/", views.session_create, name="session_create"
    ),
    path("ateliers/<int:workshop_pk>/seances/serie/", views.series_create, name="series_create"),
    path("seances/", views.session_list, name="session_list"),
    path("seances/export/", views.session_export, name="session_export"),
    path("seances/<int:pk>/", views.session_detail, name="session_detail"),
    path("seances/<int:pk>/orienter/", views.session_refer, name="session_refer"),
    path(
        "seances/<int:pk>/orienter/<int:parent_pk>/",
        views.session_refer_person,
        name="session_refer_person",
    ),
    path("seances/<int:pk>/feuille/", views.session_sheet, name="session_sheet"),
    path("seances/<int:pk>/feuille/chercher/", views.session_search, name="session_search"),
    path("seances/<int:pk>/feuille/ajouter/", views.session_add, name="session_add"),
    path("seances/<int:pk>/emargement/", views.session_signin, name="session_signin"),
    path("seances/<int:pk>/feuilles-signees/", views.signed_sheet_list, name="signed_sheet_list"),
    path("feuilles-signees/<int:pk>/", views.signed_sheet_file, name="signed_sheet_file"),
    path(
        "feuilles-signees/<int:pk>/retirer/", views.signed_sheet_delete, name="signed_sheet_delete"
    ),
    path("seances/<int:pk>/roles/", views.session_roles, name="session_roles"),
    path("seances/<int:pk>/clore/", views.session_close, name="session_close"),
    path("seances/<int:pk>/rouvrir/", views.session_reopen, name="session_reopen"),
    path("seances/<int:pk>/annuler/", views.session_cancel, name="session_cancel"),
    path("seances/<int:pk>/deplacer/", views.session_move, name="session_move"),
    path("seances/<int:pk>/supprimer/", views.session_delete, name="session_delete"),
]
