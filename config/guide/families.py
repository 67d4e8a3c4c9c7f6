"""Households, what they were told, referrals, individual support, rights."""

from django.utils.translation import gettext_lazy as _

from config.guide.told import Help

KEEPERS = _(
    "La coordination de la structure voit toutes ses familles ; qui anime, celles de ses ateliers. "
    "Les écoles et les financeurs n’en voient aucune."
)

HELP = {
    "families:parent_list": Help(
        _("Retrouver un parent, ou enregistrer une famille. Un prénom peut suffire."),
        KEEPERS,
        _("Cherchez avant de créer : deux fiches pour une personne faussent tous les chiffres."),
        ("foyer", "parents-uniques"),
    ),
    "families:family_detail": Help(
        _(
            "Un foyer : ses parents, les écoles de ses enfants, les ateliers suivis. Aucun nom "
            "d’enfant, rien sur la santé, l’origine ou la religion."
        ),
        _(
            "La coordination, et qui anime un atelier où ce foyer vient. Chaque lecture et chaque "
            "écriture laissent une ligne au journal."
        ),
        _("Dites-lui ce que vous notez et pourquoi, puis cochez « informée »."),
        ("foyer", "notice"),
    ),
    "families:incomplete_list": Help(
        _("Les foyers dont on ne sait pas encore s’ils habitent un quartier prioritaire."),
        KEEPERS,
        _(
            "Complétez d’un geste. « On ne sait pas » est une réponse honnête : les rapports "
            "la comptent à part."
        ),
        ("qpv",),
    ),
    "families:information_list": Help(
        _("Les familles à qui il reste à dire ce que l’on note d’elles."),
        KEEPERS,
        _("Lisez la notice avec elles, dans leur langue, et notez-le ici."),
        ("notice", "rgpd"),
    ),
    "families:notice_list": Help(
        _("Les versions de l’information donnée aux familles, et celle qui est en vigueur."),
        _("Celles et ceux qui travaillent dans la structure ; la coordination la publie."),
        _("Publier une nouvelle version dit quelles familles sont à informer de nouveau."),
        ("notice",),
    ),
    "families:notice_detail": Help(
        _("Une version de l’information aux familles, langue par langue."),
        _("Celles et ceux qui travaillent dans la structure ; publiée, elle ne change plus."),
        _("Imprimez-la pour l’accueil, ou montrez-la à l’écran."),
        ("notice",),
    ),
    "families:consent_list": Help(
        _(
            "Ce qu’un parent a accepté ou refusé : être en photo, être cité, laisser ses coordonnées."
        ),
        KEEPERS,
        _("Un accord se retire à tout moment, sans raison à donner."),
        ("accord-d-un-parent",),
    ),
    "families:pair_list": Help(
        _("Deux fiches qui sont peut-être la même personne."),
        _("La coordination de la structure."),
        _(
            "Comparez, puis réunissez ou dites qu’elles sont distinctes. Rien ne se fait sans "
            "vous, et tout se défait."
        ),
        ("parents-uniques",),
    ),
    "families:separation_list": Help(
        _("Les paires dont quelqu’un a dit que ce sont bien deux personnes."),
        _("La coordination de la structure."),
        _("Une erreur ? Revenez dessus : la paire sera proposée de nouveau."),
    ),
    "families:merge_list": Help(
        _("Les fiches réunies, par qui et quand."),
        _("La coordination de la structure."),
        _("« Séparer » rend à chacune ce qui était à elle."),
    ),
    "families:journal_list": Help(
        _("Qui a lu, écrit ou exporté quoi. Les noms des champs, jamais ce qu’ils contiennent."),
        _("La coordination de la structure. Personne ne peut y changer une ligne."),
        _("Une famille demande qui a lu sa fiche ? La réponse est ici."),
        ("journal",),
    ),
    "families:retention_list": Help(
        _("Les familles qu’on n’a pas vues depuis longtemps et qui vont être oubliées."),
        _("La coordination de la structure."),
        _("Gardez celles qui reviennent. Oublier efface le nom, et ne change aucun chiffre."),
        ("oubli",),
    ),
    "families:referral_list": Help(
        _("Les parents que l’on adresse à une autre structure, et ceux que l’on reçoit."),
        _(
            "Les deux structures, et elles seules ; rien ne part sans l’accord du parent. Une "
            "école suit les orientations qu’elle a faites : reçue, venue, sans suite."
        ),
        _("Répondez dans les jours qui viennent : un bon sans réponse perd sa validité."),
        ("orientation", "bon-d-orientation"),
    ),
    "families:referral_detail": Help(
        _("Une orientation : qui l’a faite, vers qui, et ce qu’elle est devenue."),
        _("La structure qui oriente et celle qui reçoit. Le motif n’est pas sur le bon."),
        _("Dites si la personne est venue : qui l’a orientée l’apprendra, sans détail."),
        ("orientation", "bon-d-orientation"),
    ),
    "families:support_list": Help(
        _("Les rencontres individuelles avec un parent, quand le collectif ne suffit pas."),
        _(
            "La coordination, et qui anime les ateliers où vient ce parent. La note "
            "confidentielle reste à qui l’a écrite, sauf si cette personne la partage avec la "
            "coordination."
        ),
        _("Restez aux faits utiles. En cas de danger pour un enfant : le 119, pas cette page."),
        ("accompagnement", "119"),
    ),
    "families:support_detail": Help(
        _("Une rencontre individuelle : le jour, le sujet, la suite convenue."),
        _(
            "La coordination, et qui anime les ateliers où vient ce parent ; la note "
            "confidentielle reste à qui l’a écrite. Chaque lecture laisse une ligne au journal."
        ),
        _("Orientez le parent si un autre peut mieux l’aider, avec son accord."),
        ("accompagnement", "orientation"),
    ),
}
