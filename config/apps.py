from django.apps import AppConfig
from django.contrib.admin import apps
from django.core import checks
from django.db import connection

from config import places

# A sheet of 300 people, new on it. SQLite takes 32,766 since 2020; but an update of many rows at
# once compares each of them with all the others.
SQLITE_VALUES = 6_000


class SiteConfig(AppConfig):
    name = "config"

    def ready(self):
        checks.register(places.check, checks.Tags.security, deploy=True)
        # Django counts on the SQLite of 2019: the trace of a sheet of 300 is one insert, not three.
        if connection.vendor == "sqlite":
            type(connection.features).max_query_params = SQLITE_VALUES


class AdminConfig(apps.SimpleAdminConfig):
    """Django’s administration, on our own site.

    Its lists are registered with the first page (config/urls.py) rather than at start: they bring
    tablib and openpyxl, which a process that serves no page has no use for.
    """

    default = False
    default_site = "config.admin.Site"
