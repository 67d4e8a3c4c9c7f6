"""What parents answered about their image, their words, their number: noted, withdrawn, kept."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from families import consents as reading
from families.forms.consents import ConsentForm, WithdrawalForm
from families.models import Consent, Parent
from partnerships.once import once


def parent_of(request, pk):
    parents = Parent.objects.visible_to(request.user).named().select_related("family__structure")
    return get_object_or_404(parents, pk=pk)


@require_safe
def consent_list(request, pk):
    """Every answer ever noted, the latest first."""
    parent = parent_of(request, pk)
    consents = Consent.objects.visible_to(request.user).filter(parent=parent).with_story()
    context = {"parent": parent, "consents": consents.newest_first()}
    return render(request, "families/consent_list.html", context)


@once
def consent_create(request, pk, purpose):
    if purpose not in Consent.Purpose:
        raise Http404
    parent, purpose = parent_of(request, pk), Consent.Purpose(purpose)
    initial = {"structure": request.GET.get("structure")}
    form = ConsentForm(
        request.POST or None, initial=initial, parent=parent, purpose=purpose, user=request.user
    )
    if form.is_valid() and (answer := form.save()):
        messages.success(request, _("C’est noté : %(answer)s.") % {"answer": answer})
        return redirect(parent)
    context = {
        "form": form,
        "parent": parent,
        "purpose": purpose,
        "meaning": reading.MEANINGS[purpose],
    }
    return render(request, "families/consent_create.html", context)


@once
def consent_withdraw(request, pk):
    """First what it changes, then one button."""
    consents = Consent.objects.visible_to(request.user).with_story()
    consent = get_object_or_404(consents.select_related("parent__family__structure"), pk=pk)
    form = WithdrawalForm(request.POST or None, consent=consent, user=request.user)
    if form.is_valid() and (answer := form.save()):
        messages.success(request, _("C’est noté : %(answer)s.") % {"answer": answer})
        return redirect(consent.parent)
    context = {"form": form, "consent": consent, "change": reading.WITHDRAWALS[consent.purpose]}
    return render(request, "families/consent_withdraw.html", context)
