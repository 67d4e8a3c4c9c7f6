"""The site of the administration: how it is entered, and in what order it is read."""

from django.contrib import admin
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from config.backups import log

# In the order an administrator comes to them.
GROUPS = [
    (_("Annuaire"), ["structure", "school", "territory"]),
    (_("Comptes et droits"), ["user", "membership", "observation"]),
    (_("Partenariats et programmes"), ["partnership", "programme", "pathway"]),
    (_("Listes et calendrier"), ["term", "schoolholiday"]),
    (_("Traces"), ["auditevent"]),
]
# Addresses, second factors and sessions are each person’s own business; we have roles, not groups;
# the queue of long work has pages of its own.
LEFT_OUT = {
    "account.emailaddress",
    "auth.group",
    "django_tasks_database.dbtaskresult",
    "mfa.authenticator",
    "usersessions.usersession",
}


class Site(admin.AdminSite):
    site_title = _("Administration de Trait d’union")
    site_header = _("Administration")
    index_title = _("Ce que l’on tient à jour")
    empty_value_display = "—"
    # The lists need the room; the index is one click away.
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = [model for model in models if model._meta.label_lower not in LEFT_OUT]
        super().register(ours, admin_class, **options)

    def check(self, app_configs):
        """Django checks the lists it knows, and ours are only known once the addresses are read."""
        admin.autodiscover()
        return super().check(app_configs)

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        """One sign-in page for all, hence one throttling; the others find nothing here."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    @method_decorator(require_POST)
    def logout(self, request, extra_context=None):
        logout(request)
        return redirect("account_login")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def index(self, request, extra_context=None):
        """Whoever administers and coordinates has another home: the backups are told here too."""
        return super().index(request, {"backup": log.age(), **(extra_context or {})})

    def app_index(self, request, app_label, extra_context=None):
        """Applications are our business: what people know is the index."""
        return redirect("admin:index")

    def get_app_list(self, request, app_label=None):
        """By what they are for, not by the application that holds them."""
        apps = super().get_app_list(request)
        models = {model["model"]._meta.model_name: model for app in apps for model in app["models"]}
        groups = [
            (title, [models.pop(name) for name in names if name in models])
            for title, names in GROUPS
        ]
        groups.append((_("Autres"), list(models.values())))
        return [group(title, members) for title, members in groups if members]


def group(title, members):
    return {
        "name": title,
        "app_label": members[0]["model"]._meta.model_name,
        "app_url": members[0]["admin_url"],
        "has_module_perms": True,
        "models": members,
    }
