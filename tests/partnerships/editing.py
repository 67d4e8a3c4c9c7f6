"""The pages of the administration, and what a browser sends back of them."""

from django.urls import reverse

from partnerships.models import AuditEvent


def page(model, name="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def lines(**about):
    """The journal, oldest first: (verb, object, fields)."""
    events = AuditEvent.objects.filter(**about).order_by("pk")
    return [(event.verb, event.object_type, event.fields) for event in events]


def form_of(client, thing):
    """What a browser would send back of the change page, unchanged."""
    response = client.get(page(type(thing), "change", thing.pk))
    form = response.context["adminform"].form
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    parts = [form, *(f.management_form for f in formsets), *(f for s in formsets for f in s.forms)]
    fields = [part[name] for part in parts for name in part.fields]
    values = {field.html_name: field.value() for field in fields}
    values |= {
        field.html_initial_name: field.value()
        for field in fields
        if field.field.show_hidden_initial
    }
    return {
        name: sent(value)
        for name, value in values.items()
        if value is not None and value is not False
    }


def sent(value):
    return [item.pk for item in value] if isinstance(value, list) else value


def save(client, thing, **changes):
    return client.post(page(type(thing), "change", thing.pk), form_of(client, thing) | changes)
