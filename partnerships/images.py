"""What a row held, as JSON, so that it can be drawn again to the letter.

Only for models without a name nor a text: what is written down here outlives the row.
"""

from django.db.models import Model


def image(row: Model) -> dict[str, str | None]:
    """{column: its value as text}, key included."""
    columns = {field.attname: field for field in row._meta.concrete_fields}
    return {
        name: None if getattr(row, name) is None else column.value_to_string(row)
        for name, column in columns.items()
    }


def drawn(model: type[Model], image: dict[str, str | None]) -> Model:
    """The row as it was, not written."""
    columns = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: columns[name].to_python(value) for name, value in image.items()})


def write_again(row: Model) -> None:
    """Put a drawn row back, dates that write themselves included."""
    dates = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    }
    row.save(force_insert=True)
    if dates:
        type(row)._default_manager.filter(pk=row.pk).update(**dates)
