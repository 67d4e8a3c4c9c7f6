"""Working groups, parents among their members."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.forms.groups import GroupForm
from partnerships.models import Contact, Partnership, WorkingGroup
from partnerships.once import once
from partnerships.views.doors import get_partnership, get_worked, get_written, write_at_table


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
    return write(request, WorkingGroup(partnership_id=pk))


@once
def group_edit(request, pk):
    group = get_written(WorkingGroup, request.user, pk)
    members = group.members.values("contact")
    return write(request, group, Contact.objects.visible_to(request.user).filter(pk__in=members))


def write(request, group, kept=()):
    return write_at_table(
        request,
        GroupForm,
        group,
        kept=kept,
        done=_("Le groupe de travail est noté."),
        title=_("Un groupe de travail"),
        lede=_("Qui y est, parents compris ; les parents sont un nombre, jamais des noms."),
        back="partnerships:group_list",
        back_to=_("Groupes de travail"),
    )
