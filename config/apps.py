from django.contrib.admin import apps


class AdminConfig(apps.SimpleAdminConfig):
    """Django’s administration, on our own site.

    Its lists are registered with the first page (config/urls.py) rather than at start: they bring
    tablib and openpyxl, which a process that serves no page has no use for.
    """

    default = False
    default_site = "config.admin.Site"
