"""Where a person is named in free words: what a coordinator reads again before they are forgotten."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import F, Field, Model

from families.naming import Names
from partnerships import registry
from partnerships.models import SharedText, Structure

AROUND = 70


@dataclass(frozen=True)
class Mention:
    """One field of one row in which the name stands."""

    target: Model
    field: Field
    names: Names

    @property
    def key(self) -> str:
        """« workshops.session:12:log »: enough to find it again, and no word of it."""
        return f"{self.target._meta.label_lower}:{self.target.pk}:{self.field.name}"

    @property
    def value(self):
        return getattr(self.target, self.field.attname)

    @property
    def text(self) -> str:
        return read(self.value)

    @property
    def is_sure(self) -> bool:
        return self.names.are_surely_in(self.text)

    @property
    def place(self) -> str:
        """« séance : en deux lignes »."""
        return f"{self.target._meta.verbose_name} : {self.field.verbose_name}"

    @property
    def url(self) -> str:
        return getattr(self.target, "get_absolute_url", str)()

    @property
    def excerpt(self) -> str:
        """What stands around the first place."""
        span = self.names.spans(self.text)[0]
        start, end = max(0, span.start - AROUND), span.end + AROUND
        before, after = "…" if start else "", "…" if end < len(self.text) else ""
        return f"{before}{self.text[start:end].strip()}{after}"

    def rewrite(self) -> None:
        """The same text without the name; a page opened before learns that it changed."""
        model, values = type(self.target), {self.field.attname: self.names.without(self.value)}
        # The version of a shared text is what its parties said yes to: no word of theirs moved.
        if hasattr(self.target, "version") and not issubclass(model, SharedText):
            values["version"] = F("version") + 1
        model._default_manager.filter(pk=self.target.pk).update(**values)


def read(value) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def mentions(structure: Structure, names: Names, *, besides: Iterable[Model] = ()) -> list[Mention]:
    """Where these names stand in the words of that structure, but for the rows `besides`."""
    forgotten = set(besides)
    return [
        mention
        for queryset, fields in registry.texts.ask(structure)
        for target in queryset.order_by("pk").distinct()
        if target not in forgotten
        for mention in (Mention(target, target._meta.get_field(name), names) for name in fields)
        if mention.value and names.are_in(mention.text)
    ]


def mentions_at(keys: Iterable[str], names: Names) -> list[Mention]:
    """Those places again, after a restore; what is no longer there is passed over."""
    found = []
    for key in keys:
        label, pk, name = key.split(":")
        model = apps.get_model(label)
        if target := model._default_manager.filter(pk=pk).first():
            found.append(Mention(target, model._meta.get_field(name), names))
    return found
