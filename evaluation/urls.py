from django.urls import path

from evaluation.views import reports

app_name = "evaluation"

urlpatterns = [
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
