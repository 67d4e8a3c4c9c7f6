"""Working groups, parents among their members."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.forms.groups import GroupForm
from partnerships.models import Contact, Partnership, WorkingGroup
from partnerships.once import once
from partnerships.views.doors import (
    get_partnership,
    get_table,
    get_worked,
    get_written,
    write_entry,
)


@require_safe
def group_list(request, pk):
    partnership = get_partnership(request.user, pk)
    found = WorkingGroup.objects.visible_to(request.user).filter(partnership=partnership)
    context = {
        "partnership": partnership,
        "groups": found.prefetch_related("members__contact").order_by("-starts_on", "pk"),
        "works_here": Partnership.objects.writable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "partnerships/group_list.html", context)


@once
def group_create(request, pk):
    get_worked(request.user, pk)
    table = get_table(request.user, pk)
    return write(request, WorkingGroup(partnership=table.partnership), table)


@once
def group_edit(request, pk):
    group = get_written(WorkingGroup, request.user, pk)
    members = group.members.values("contact")
    kept = Contact.objects.visible_to(request.user).filter(pk__in=members)
    return write(request, group, get_table(request.user, group.partnership_id, kept))


def write(request, group, table):
    form = GroupForm(request.POST or None, instance=group, table=table, user=request.user)
    return write_entry(
        request,
        form,
        done=_("Le groupe de travail est noté."),
        title=_("Un groupe de travail"),
        lede=_("Qui y est, parents compris ; les parents sont un nombre, jamais des noms."),
        back=reverse("partnerships:group_list", args=[table.partnership.pk]),
        back_to=_("Groupes de travail"),
    )
