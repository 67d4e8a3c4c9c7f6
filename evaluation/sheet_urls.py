"""Action sheets, the plans they answer to, and what is noted of an indicator."""

from django.urls import path

from evaluation.views import readings, sheets, strategic_plans

urlpatterns = [
    path("fiches-action/", sheets.action_sheet_list, name="action_sheet_list"),
    path("fiches-action/nouvelle/", sheets.action_sheet_create, name="action_sheet_create"),
    path("fiches-action/<int:pk>/", sheets.action_sheet_detail, name="action_sheet_detail"),
    path("fiches-action/<int:pk>/pdf/", sheets.action_sheet_pdf, name="action_sheet_pdf"),
    path("fiches-action/<int:pk>/modifier/", sheets.action_sheet_edit, name="action_sheet_edit"),
    path("fiches-action/<int:pk>/copier/", sheets.action_sheet_copy, name="action_sheet_copy"),
    path(
        "fiches-action/<int:pk>/supprimer/", sheets.action_sheet_delete, name="action_sheet_delete"
    ),
    path("fiches-action/<int:pk>/<slug:kind>/", sheets.sheet_part_add, name="sheet_part_add"),
    path(
        "fiches-action/<int:pk>/<slug:kind>/<int:part_pk>/",
        sheets.sheet_part_edit,
        name="sheet_part_edit",
    ),
    path(
        "fiches-action/<int:pk>/<slug:kind>/<int:part_pk>/deplacer/",
        sheets.sheet_part_move,
        name="sheet_part_move",
    ),
    path(
        "fiches-action/<int:pk>/<slug:kind>/<int:part_pk>/retirer/",
        sheets.sheet_part_remove,
        name="sheet_part_remove",
    ),
    path(
        "plans-pluriannuels/nouveau/",
        strategic_plans.strategic_plan_create,
        name="strategic_plan_create",
    ),
    path(
        "plans-pluriannuels/<int:pk>/",
        strategic_plans.strategic_plan_detail,
        name="strategic_plan_detail",
    ),
    path(
        "plans-pluriannuels/<int:pk>/tableau/",
        strategic_plans.strategic_plan_table,
        name="strategic_plan_table",
    ),
    path(
        "plans-pluriannuels/<int:pk>/modifier/",
        strategic_plans.strategic_plan_edit,
        name="strategic_plan_edit",
    ),
    path(
        "plans-pluriannuels/<int:pk>/supprimer/",
        strategic_plans.strategic_plan_delete,
        name="strategic_plan_delete",
    ),
    path(
        "plans-pluriannuels/<int:pk>/axes/nouveau/", strategic_plans.axis_create, name="axis_create"
    ),
    path(
        "plans-pluriannuels/<int:pk>/axes/<int:axis_pk>/",
        strategic_plans.axis_edit,
        name="axis_edit",
    ),
    path(
        "plans-pluriannuels/<int:pk>/axes/<int:axis_pk>/retirer/",
        strategic_plans.axis_delete,
        name="axis_delete",
    ),
    path(
        "plans-pluriannuels/<int:pk>/axes/<int:axis_pk>/objectifs/nouveau/",
        strategic_plans.objective_create,
        name="objective_create",
    ),
    path(
        "plans-pluriannuels/<int:pk>/objectifs/<int:objective_pk>/",
        strategic_plans.objective_edit,
        name="objective_edit",
    ),
    path(
        "plans-pluriannuels/<int:pk>/objectifs/<int:objective_pk>/retirer/",
        strategic_plans.objective_delete,
        name="objective_delete",
    ),
    path("indicateurs/<int:pk>/releves/", readings.reading_list, name="reading_list"),
    path("indicateurs/<int:pk>/releves/nouveau/", readings.reading_create, name="reading_create"),
    path("releves/<int:pk>/modifier/", readings.reading_edit, name="reading_edit"),
    path("releves/<int:pk>/verifier/", readings.reading_check, name="reading_check"),
    path("releves/<int:pk>/publier/", readings.reading_publish, name="reading_publish"),
    path("releves/<int:pk>/supprimer/", readings.reading_delete, name="reading_delete"),
    path("releves/<int:pk>/piece/", readings.reading_file, name="reading_file"),
]
