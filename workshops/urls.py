from django.urls import path

from workshops import views

app_name = "workshops"

urlpatterns = [
    path("programmes/", views.programme_list, name="programme_list"),
    path("programmes/<int:pk>/", views.programme_detail, name="programme_detail"),
    path("parcours/", views.pathway_list, name="pathway_list"),
    path("parcours/<int:pk>/", views.pathway_detail, name="pathway_detail"),
    path("ateliers/", views.workshop_list, name="workshop_list"),
    path("ateliers/<int:pk>/", views.workshop_detail, name="workshop_detail"),
    path("seances/", views.session_list, name="session_list"),
    path("seances/export/", views.session_export, name="session_export"),
    path("seances/<int:pk>/", views.session_detail, name="session_detail"),
    path("seances/<int:pk>/feuille/", views.session_sheet, name="session_sheet"),
    path("seances/<int:pk>/feuille/chercher/", views.session_search, name="session_search"),
    path("seances/<int:pk>/feuille/ajouter/", views.session_add, name="session_add"),
    path("seances/<int:pk>/clore/", views.session_close, name="session_close"),
    path("seances/<int:pk>/rouvrir/", views.session_reopen, name="session_reopen"),
    path("seances/<int:pk>/annuler/", views.session_cancel, name="session_cancel"),
    path("seances/<int:pk>/deplacer/", views.session_move, name="session_move"),
]
