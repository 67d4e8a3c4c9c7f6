from django.contrib import admin
from django.urls import include, path

from config import helping, offline, search, views
from config.first_steps import views as steps
from partnerships.views import devices

admin.autodiscover()

urlpatterns = [
    path("", views.home, name="home"),
    path("chercher/", search.search, name="search"),
    path("aide/", helping.help_page, name="help"),
    path("aide/compris/", helping.welcomed, name="welcomed"),
    path("premiers-pas/", steps.overview, name="first_steps"),
    path("premiers-pas/structure/", steps.structure, name="first_steps_structure"),
    path("premiers-pas/territoire/", steps.territory, name="first_steps_territory"),
    path("premiers-pas/comptes/", steps.team, name="first_steps_team"),
    path("premiers-pas/programme/", steps.programme, name="first_steps_programme"),
    path("sante/", views.health, name="health"),
    path("langue/", views.language_choose, name="language_choose"),
    path("service-worker.js", offline.service_worker, name="service_worker"),
    path("hors-reseau/", offline.offline, name="offline"),
    path("", include("workshops.urls")),
    path("admin/", admin.site.urls),
    path("familles/", include("families.urls")),
    path("", include("partnerships.urls")),
    path("compte/2fa/totp/activate/", devices.second_factor_activate, name="mfa_activate_totp"),
    # After ours: the list of open sessions is our own page.
    path("compte/", include("allauth.urls")),
    path("", include("evaluation.urls")),
]

handler429 = "config.views.too_many"
handler500 = "config.views.server_error"
