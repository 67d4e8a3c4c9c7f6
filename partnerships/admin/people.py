from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partnerships import audit
from partnerships.admin.base import InRowsForm, Underway
from partnerships.admin.spreadsheets import ExportAdmin
from partnerships.models import Membership, User


class MembershipInline(admin.TabularInline):
    model = Membership
    form = InRowsForm
    extra = 0
    autocomplete_fields = ["user", "structure"]
    ordering = ["ends_on", "starts_on", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "structure")


@admin.register(User)
class UserAdmin(ExportAdmin):
    """Accounts, without a password in sight: people choose theirs by a link."""

    list_display = ["email", "last_name", "first_name", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "memberships__role"]
    search_fields = ["email", "last_name", "first_name"]
    search_help_text = _("Adresse e-mail, nom ou prénom.")
    readonly_fields = ["last_login", "joined_at"]
    inlines = [MembershipInline]
    actions = ["deactivate"]
    export_columns = {
        "email": None,
        "last_name": None,
        "first_name": None,
        "is_active": None,
        "is_staff": None,
        "last_login": None,
        "joined_at": None,
    }
    fieldsets = [
        (
            None,
            {
                "fields": ["email", ("first_name", "last_name"), "is_active"],
                "description": _(
                    "La personne choisit elle-même son mot de passe, par « Mot de passe oublié » "
                    "sur la page de connexion."
                ),
            },
        ),
        (
            _("Administration"),
            {
                "fields": ["is_staff", "is_superuser"],
                "description": _(
                    "Administrer ouvre ces pages, et aucune famille. Ce qu’une personne fait dans "
                    "une structure se dit plus bas, par ses rôles."
                ),
            },
        ),
        (_("Activité"), {"fields": ["last_login", "joined_at"]}),
    ]

    def formfield_for_dbfield(self, db_field, request, **options):
        if db_field.name == "is_superuser":
            options |= {
                "label": _("a tous les droits d’administration"),
                "help_text": _("Ouvre toutes ces pages, et permet d’en donner les droits."),
            }
        return super().formfield_for_dbfield(db_field, request, **options)

    def get_readonly_fields(self, request, obj=None):
        """Only who holds every right gives rights over the platform."""
        mine = super().get_readonly_fields(request, obj)
        return mine if request.user.is_superuser else [*mine, "is_staff", "is_superuser"]

    def has_change_permission(self, request, obj=None):
        """Otherwise a new address and a forgotten password would take an administrator’s place."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (request.user.is_superuser or not (obj and obj.is_staff))

    def has_delete_permission(self, request, obj=None):
        """An account that served is deactivated: what it did stays signed."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.last_login is None)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Désactiver les comptes choisis"), permissions=["change"])
    def deactivate(self, request, queryset):
        chosen = [
            user
            for user in queryset.filter(is_active=True).exclude(pk=request.user.pk)
            if self.has_change_permission(request, user)
        ]
        User.objects.filter(pk__in=[user.pk for user in chosen]).update(is_active=False)
        audit.record_all(
            [
                audit.line(audit.Verb.CHANGED, user, by=request.user, fields=["is_active"])
                for user in chosen
            ]
        )
        sentence = ngettext(
            "%(count)d compte désactivé : il ne peut plus se connecter.",
            "%(count)d comptes désactivés : ils ne peuvent plus se connecter.",
            len(chosen),
        )
        self.message_user(request, sentence % {"count": len(chosen)}, messages.SUCCESS)


@admin.register(Membership)
class MembershipAdmin(ExportAdmin):
    list_display = ["user", "structure", "role", "starts_on", "ends_on"]
    list_filter = ["role", Underway]
    list_select_related = ["user", "structure"]
    search_fields = ["user__email", "user__last_name", "user__first_name", "structure__search_key"]
    search_help_text = _("Personne ou structure.")
    autocomplete_fields = ["user", "structure"]
    export_columns = {
        "user__email": None,
        "user__last_name": None,
        "user__first_name": None,
        "structure": None,
        "role": None,
        "starts_on": None,
        "ends_on": None,
    }
    date_hierarchy = "starts_on"
    fieldsets = [
        (
            None,
            {
                "fields": ["user", "structure", "role", ("starts_on", "ends_on")],
                "description": _(
                    "Quelqu’un qui part a une date de fin ; on n’efface pas son rôle."
                ),
            },
        )
    ]
