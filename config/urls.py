from django.contrib import admin
from django.urls import include, path

from config import views

admin.autodiscover()

urlpatterns = [
    path("", views.home, name="home"),
    path("sante/", views.health, name="health"),
    path("", include("workshops.urls")),
    path("compte/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("familles/", include("families.urls")),
    path("", include("partnerships.urls")),
    path("", include("evaluation.urls")),
]
