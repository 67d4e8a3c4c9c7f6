from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("Partenariats")

    def fill_registry(self):
        # Read when somebody asks (partnerships/registry.py).
        from partnerships.registrations import register

        register()
