"""Lists as they go out: what is on the screen, under the names people read."""

from import_export.fields import Field
from import_export.resources import ModelResource, modelresource_factory

from partnerships.resources.columns import shown


class Shown(Field):
    def export(self, instance, **kwargs):
        return shown(instance, self.attribute)


class ListResource(ModelResource):
    def iter_queryset(self, queryset):
        """Read at once: no cursor stays open while the file is written."""
        return list(queryset)


def list_resource(model, columns):
    """A resource that only exports: {path of a column: its title, or None for that of the field}."""
    fields = {
        path.replace("__", "_of_"): Shown(path, title or title_of(model, path))
        for path, title in columns.items()
    }
    return modelresource_factory(
        model, ListResource, meta_options={"fields": list(fields)}, custom_fields=fields
    )


def title_of(model, path):
    for step in path.split("__"):
        field = model._meta.get_field(step)
        model = field.related_model
    return field.verbose_name
