from django.urls import path

from evaluation.views import dashboards, grants, indicators, outside, reports

app_name = "evaluation"

urlpatterns = [
    path("ma-structure/", outside.my_structure, name="my_structure"),
    path("observatoire/", outside.observatory, name="observatory"),
    path(
        "tableaux/programmes/<int:pk>/",
        dashboards.programme_dashboard,
        name="programme_dashboard",
    ),
    path(
        "tableaux/programmes/<int:pk>/preuves/<slug:measure>/", dashboards.evidence, name="evidence"
    ),
    path(
        "tableaux/programmes/<int:programme_pk>/indicateurs/nouveau/",
        indicators.indicator_create,
        name="indicator_create",
    ),
    path("indicateurs/<int:pk>/modifier/", indicators.indicator_update, name="indicator_update"),
    path("indicateurs/<int:pk>/supprimer/", indicators.indicator_delete, name="indicator_delete"),
    path("indicateurs/<int:indicator_pk>/valeurs/", indicators.target_create, name="target_create"),
    path("valeurs/<int:pk>/modifier/", indicators.target_update, name="target_update"),
    path("valeurs/<int:pk>/supprimer/", indicators.target_delete, name="target_delete"),
    path("subventions/", grants.grant_list, name="grant_list"),
    path("subventions/nouvelle/", grants.grant_create, name="grant_create"),
    path("subventions/<int:pk>/", grants.grant_detail, name="grant_detail"),
    path("subventions/<int:pk>/modifier/", grants.grant_update, name="grant_update"),
    path(
        "subventions/<int:pk>/preuves/<slug:measure>/",
        dashboards.grant_evidence,
        name="grant_evidence",
    ),
    path("rapports/", reports.report_list, name="report_list"),
    path("rapports/nouveau/", reports.report_create, name="report_create"),
    path("rapports/<int:pk>/", reports.report_detail, name="report_detail"),
    path("rapports/<int:pk>/apercu/", reports.report_preview, name="report_preview"),
    path("rapports/<int:pk>/pdf/", reports.report_pdf, name="report_pdf"),
    path("rapports/<int:pk>/reglages/", reports.report_edit, name="report_edit"),
    path("rapports/<int:pk>/emettre/", reports.report_issue, name="report_issue"),
    path("rapports/<int:pk>/version/", reports.report_renew, name="report_renew"),
    path("rapports/<int:pk>/supprimer/", reports.report_delete, name="report_delete"),
    path("rapports/<int:pk>/parties/ajouter/", reports.section_add, name="section_add"),
    path(
        "rapports/<int:pk>/parties/<int:section_pk>/",
        reports.section_edit,
        name="section_edit",
    ),
    path(
        "rapports/<int:pk>/parties/<int:section_pk>/retirer/",
        reports.section_remove,
        name="section_remove",
    ),
]
