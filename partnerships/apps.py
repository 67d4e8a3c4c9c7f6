from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("Partenariats")

    def ready(self):
        # The models are loaded only now.
        from partnerships.registrations import register

        register()
