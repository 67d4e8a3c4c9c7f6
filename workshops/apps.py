from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = _("Ateliers")

    def fill_registry(self):
        # Read when somebody asks (partnerships/registry.py).
        from workshops.registrations import register

        register()
