from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = _("Évaluation")

    def fill_registry(self):
        # Read when somebody asks (partnerships/registry.py).
        from evaluation.registrations import register

        register()
