from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FamiliesConfig(AppConfig):
    name = "families"
    verbose_name = _("Familles")

    def fill_registry(self):
        # Read when somebody asks (partnerships/registry.py).
        from families.registrations import register

        register()
