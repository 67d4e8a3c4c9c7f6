from django.conf import settings
from django.db import models

from partnerships.validators import fold


class SearchKey(models.CharField):
    """What search compares: other fields of the row, folded (no case, no accent), filled on save."""

    def __init__(self, *sources, **options):
        self.sources = sources
        options = {"max_length": 300, "editable": False, "default": ""} | options
        super().__init__(**options)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, [*self.sources, *args], kwargs

    def pre_save(self, instance, add):
        words = (str(getattr(instance, source) or "") for source in self.sources)
        key = fold(" ".join(word for word in words if word))[: self.max_length]
        setattr(instance, self.attname, key)
        return key


class WebAddress(models.URLField):
    """An address of the web; « www.exemple.fr » is read as https."""

    def formfield(self, **options):
        return super().formfield(**{"assume_scheme": "https"} | options)


class Author(models.ForeignKey):
    """Who did it, as long as their account exists; no form asks for it."""

    def __init__(self, verbose_name=None, **options):
        usual = {
            "to": settings.AUTH_USER_MODEL,
            "on_delete": models.SET_NULL,
            "null": True,
            "blank": True,
            "editable": False,
            "related_name": "+",
        }
        super().__init__(verbose_name=verbose_name, **usual | options)
