from django.contrib.admin import apps


class AdminConfig(apps.AdminConfig):
    """Django’s administration, on our own site."""

    default = False
    default_site = "config.admin.Site"
