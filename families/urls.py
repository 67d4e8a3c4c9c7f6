from django.urls import path

from families import views

app_name = "families"
urlpatterns = [
    path("", views.parent_list, name="parent_list"),
    path("export/", views.parent_export, name="parent_export"),
    path("ressemblances/", views.lookalike_list, name="lookalike_list"),
    path("doublons/", views.pair_list, name="pair_list"),
    path("doublons/<int:pk>/", views.merge_choose, name="merge_choose"),
    path("doublons/<int:pk>/<int:other_pk>/", views.merge_create, name="merge_create"),
    path(
        "doublons/<int:pk>/<int:other_pk>/distinctes/",
        views.separation_create,
        name="separation_create",
    ),
    path("reunions/", views.merge_list, name="merge_list"),
    path("reunions/<int:pk>/separer/", views.merge_undo, name="merge_undo"),
    path("personnes/", views.person_search, name="person_search"),
    path("journal/", views.journal_list, name="journal_list"),
    path("journal/export/", views.journal_export, name="journal_export"),
    path("ouvrir/", views.family_open, name="family_open"),
    path("nouvelle/", views.family_create, name="family_create"),
    path("<int:pk>/", views.family_detail, name="family_detail"),
    path("<int:pk>/modifier/", views.family_edit, name="family_edit"),
    path("<int:pk>/garder/", views.family_keep, name="family_keep"),
    path("<int:pk>/parents/nouveau/", views.parent_create, name="parent_create"),
    path("<int:pk>/ecoles/nouvelle/", views.schooling_create, name="schooling_create"),
    path("<int:pk>/effets/nouveau/", views.outcome_create, name="outcome_create"),
    path("effets/<int:pk>/retirer/", views.outcome_delete, name="outcome_delete"),
    path("accompagnements/", views.support_list, name="support_list"),
    path("accompagnements/avec-qui/", views.support_choose, name="support_choose"),
    path("accompagnements/<int:pk>/", views.support_detail, name="support_detail"),
    path("accompagnements/<int:pk>/modifier/", views.support_edit, name="support_edit"),
    path("accompagnements/<int:pk>/effacer/", views.support_delete, name="support_delete"),
    path("parents/<int:pk>/accompagnements/nouveau/", views.support_create, name="support_create"),
    path("parents/<int:pk>/modifier/", views.parent_edit, name="parent_edit"),
    path("parents/<int:pk>/dossier.pdf", views.record_pdf, name="record_pdf"),
    path("parents/<int:pk>/dossier.json", views.record_json, name="record_json"),
    path("parents/<int:pk>/oublier/", views.parent_erase, name="parent_erase"),
    path("oublis/", views.retention_list, name="retention_list"),
    path("ecoles/<int:pk>/retirer/", views.schooling_delete, name="schooling_delete"),
]
