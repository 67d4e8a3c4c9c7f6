"""The front door, one’s account, and what serves everywhere."""

from django.utils.translation import gettext_lazy as _

from config.guide.told import Help

HELP = {
    "home": Help(
        _("Votre journée et la semaine qui vient, puis ce qui attend une réponse de vous."),
        _(
            "Chacun voit la sienne : vos séances, vos rencontres, les retards de ce dont vous "
            "vous occupez. Personne d’autre ne la lit."
        ),
        _("Touchez une ligne : la feuille ou la page s’ouvre. Une ligne faite disparaît d’ici."),
    ),
    "search": Help(
        _(
            "Retrouver une personne, une école, un atelier, une séance ou un rapport, sans savoir "
            "dans quelle liste il est."
        ),
        _(
            "La recherche ne montre que ce que vous pouvez déjà ouvrir, et ne lit jamais les notes "
            "d’accompagnement."
        ),
        _("« Tout voir » ouvre la liste, où d’autres filtres vous attendent."),
    ),
    "help": Help(
        _("Comprendre la plateforme : ce que fait chaque rubrique, et à qui demander."),
        _("Toute personne qui a un compte lit cette page ; elle ne contient rien de personnel."),
    ),
    "first_steps": Help(
        _(
            "Installer la plateforme en quatre étapes : votre structure, son territoire, les "
            "premiers comptes, le premier programme."
        ),
        _("L’administration et la coordination de la structure, personne d’autre."),
        _("Chaque étape est gardée : partez, revenez, la suite vous attend ici."),
    ),
    "partnerships:device_list": Help(
        _("Les appareils où votre compte est ouvert en ce moment."),
        _("Vous seul ou vous seule."),
        _("Un appareil que vous ne reconnaissez pas ? Fermez-le, puis changez de mot de passe."),
    ),
    "mfa_index": Help(
        _(
            "Demander un code de votre téléphone en plus du mot de passe : un mot de passe volé "
            "n’ouvre alors plus rien."
        ),
        _("Vous seul ou vous seule."),
        _("Imprimez les codes de secours : ils vous rendront l’accès si le téléphone est perdu."),
    ),
    "partnerships:job_list": Help(
        _("Les longs travaux que vous avez demandés : grands exports, attestations, rapports."),
        _("Vous seul ou vous seule ; ce qu’ils ont produit s’efface au bout d’un jour."),
        _("Inutile d’attendre devant la page : partez, et revenez prendre le fichier."),
    ),
    "partnerships:job_detail": Help(
        _("Où en est ce travail, et ce qu’il a produit."),
        _("Vous seul ou vous seule ; le fichier s’efface au bout d’un jour."),
        _("Prenez le fichier quand il est prêt. S’il a échoué, la page dit pourquoi."),
    ),
    "partnerships:glossary": Help(
        _("Les sigles de l’école, de la CAF et de la politique de la ville, et les mots d’ici."),
        _("Toute personne qui a un compte."),
        _("Un mot manque ? L’administration l’ajoute aux listes de référence."),
    ),
    "partnerships:who_sees_what": Help(
        _("Dire, sujet par sujet, qui peut lire et qui peut écrire."),
        _(
            "Tout le monde, même sans compte : montrez-la à un parent ou à une école qui s’en "
            "inquiète. La plateforme vérifie elle-même ce qui y est écrit."
        ),
    ),
}
