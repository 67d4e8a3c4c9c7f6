import re

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command


def test_modules_import_each_other_by_the_name_of_their_content(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "config.files.NamedFiles"},
    }

    others = ["admin", "css", "fonts", "img", "vendor", "django_htmx", "import_export"]
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=others)

    served = (tmp_path / staticfiles_storage.stored_name("js/sheet.js")).read_text()
    imported = re.findall(r'from "([^"]+)"', served)
    assert len(imported) >= 4
    assert [name for name in imported if not re.search(r"\.[0-9a-f]{12}\.js$", name)] == []
