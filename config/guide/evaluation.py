"""Joint reviews, opinions, indicators, money and reports."""

from django.utils.translation import gettext_lazy as _

from config.guide.told import Help

HOLDERS = _("La coordination de la structure qui porte la subvention.")

HELP = {
    "evaluation:my_structure": Help(
        _("Ce qui concerne votre structure : ce qui vous est demandé, ce qui vient, vos bilans."),
        _("Les personnes de votre structure. Vous n’y verrez le nom d’aucun parent."),
        _(
            "Un bilan attend votre voix ? Dix minutes suffisent, et elle pèse autant que les autres."
        ),
        ("bilan-partage", "voix"),
    ),
    "evaluation:observatory": Help(
        _("Les totaux des structures qui ont accepté de vous montrer leurs chiffres."),
        _("Vous y lisez des nombres, jamais un nom ; sous cinq personnes, le chiffre est tu."),
        _("Ouvrez un rapport émis pour lire ce qu’il y a derrière un total."),
        ("secret-statistique",),
    ),
    "evaluation:review_list": Help(
        _("Les bilans partagés : chaque partie dit son avis, puis on décide ensemble."),
        _(
            "Les structures à la table. Avant l’ouverture, chaque voix est sous enveloppe : "
            "personne ne lit celle des autres."
        ),
        _("Donnez votre voix, ou relancez celle qui manque avant la rencontre."),
        ("bilan-partage", "voix"),
    ),
    "evaluation:review_detail": Help(
        _(
            "Un bilan partagé : les voix, puis, action par action, poursuivre, adapter, étendre "
            "ou arrêter."
        ),
        _(
            "Les structures à la table, une fois le bilan ouvert. Chaque voix a la même place ; "
            "une voix manquante est dite manquante."
        ),
        _("Clos par tous, il donne son PDF, et l’accord de l’an prochain en part."),
        ("bilan-partage", "voix", "accord-de-l-annee"),
    ),
    "evaluation:survey_list": Help(
        _("Les avis demandés aux parents et aux enfants, sans compte et sans nom."),
        _(
            "La structure qui porte le programme et ses partenaires. Rien n’est lu avant la fermeture."
        ),
        _("Affichez le code dans la salle, passez une tablette, ou imprimez des feuilles."),
        ("avis", "falc"),
    ),
    "evaluation:survey_detail": Help(
        _("Un recueil d’avis : son code, combien ont répondu, et, fermé, ce qu’ils disent."),
        _(
            "La structure qui porte le programme et ses partenaires, une fois fermé. Avec trop peu de réponses, "
            "le détail reste caché pour que nul ne soit reconnu."
        ),
        _("Fermez-le : il devient une voix du bilan partagé."),
        ("avis", "secret-statistique"),
    ),
    "evaluation:programme_dashboard": Help(
        _(
            "Où en est le programme : chaque indicateur, sa cible, l’écart, et d’où vient le chiffre."
        ),
        _(
            "La structure qui porte le programme, ses partenaires et ceux qui l’observent : des "
            "nombres, jamais un nom."
        ),
        _("Un chiffre vous étonne ? Ouvrez sa preuve : elle montre les séances comptées."),
        ("indicateur", "parents-uniques"),
    ),
    "evaluation:evidence": Help(
        _("La preuve d’un chiffre : les séances et les présences qu’il compte, une à une."),
        _("La coordination de la structure qui porte le programme."),
        _("Une séance manque ? Elle n’est sans doute pas close."),
        ("indicateur", "clore"),
    ),
    "evaluation:reading_list": Help(
        _(
            "Les chiffres que la plateforme ne peut pas calculer, relevés à la main, et leur source."
        ),
        _("La coordination de la structure qui porte le programme."),
        _("Joignez la preuve : un relevé sans source ne convainc personne."),
        ("indicateur",),
    ),
    "evaluation:grant_list": Help(
        _("Les subventions : demandées, accordées, et ce qu’il faut rendre, pour quand."),
        HOLDERS,
        _("Deux mois avant une échéance, elle apparaît sur votre accueil."),
        ("subvention", "aap"),
    ),
    "evaluation:grant_detail": Help(
        _("Une subvention : ce qu’elle paie, ses objectifs, son budget, ses rapports."),
        HOLDERS,
        _("Préparez le rapport d’ici : ses chiffres sont déjà là."),
        ("subvention", "cerfa-15059", "indicateur"),
    ),
    "evaluation:grant_evidence": Help(
        _("La preuve d’un chiffre de cette subvention, sur la période qu’elle paie."),
        HOLDERS,
        _("Une séance manque ? Elle n’est sans doute pas close."),
        ("indicateur", "clore"),
    ),
    "evaluation:report_list": Help(
        _("Les rapports aux financeurs : en cours, à relire, émis."),
        _(
            "Un brouillon est à la coordination. Émis, il s’ouvre à l’équipe, au financeur, et "
            "aux partenaires si vous l’avez voulu."
        ),
        _("Émettre fige les chiffres : ce qui est envoyé ne changera plus."),
        ("emettre", "cerfa-15059"),
    ),
    "evaluation:report_detail": Help(
        _("Un rapport, tel qu’il sera lu : prévu, réalisé, écart, et les mots qui l’expliquent."),
        _(
            "Brouillon, la coordination ; émis, l’équipe et le financeur. Aucun parent n’y est "
            "nommé, et les petits nombres y sont tus."
        ),
        _("Relisez, émettez, envoyez le PDF : son empreinte prouve qu’il n’a pas changé."),
        ("emettre", "secret-statistique"),
    ),
    "evaluation:action_sheet_list": Help(
        _("Les fiches action : ce que chaque action vise, pour qui, avec qui, à quel coût."),
        _("La structure, les partenaires de ses programmes et ceux qui l’observent."),
        _("Reprenez celle de l’an passé : la copie garde tout, sauf les résultats."),
        ("fiche-action", "sdsf"),
    ),
    "evaluation:action_sheet_detail": Help(
        _("Une fiche action, partie par partie, dans le cadre que demandent les financeurs."),
        _(
            "La structure, les partenaires du programme et ceux qui l’observent ; la coordination écrit."
        ),
        _("Imprimez-la pour le comité, puis revenez dire ce qui a été obtenu."),
        ("fiche-action", "sdsf"),
    ),
    "evaluation:strategic_plan_detail": Help(
        _("Le cadre local : axes et objectifs où vos fiches action prennent place."),
        _("La structure qui le tient, celles qu’elle observe, et celles qui l’observent."),
        _("Rattachez chaque fiche à un objectif : le tableau d’ensemble se fait seul."),
        ("sdsf", "axe"),
    ),
    "evaluation:senacs": Help(
        _("Les chiffres que demande l’enquête SENACS, déjà comptés sur l’année."),
        _("La coordination. Recopiez-les dans l’enquête : la plateforme n’envoie rien."),
        _("Chaque ligne dit d’où elle vient ; ce qui n’est pas su y est dit inconnu."),
        ("senacs",),
    ),
    "evaluation:clas": Help(
        _("Les chiffres que demande le bilan CLAS, déjà comptés sur l’année scolaire."),
        _("La coordination. Recopiez-les dans le bilan : la plateforme n’envoie rien."),
        _("Chaque ligne dit d’où elle vient ; ce qui n’est pas su y est dit inconnu."),
        ("clas",),
    ),
    "evaluation:local_diagnosis": Help(
        _(
            "Qui fait quoi sur le territoire, et où il n’y a personne : de quoi nourrir un diagnostic."
        ),
        _("Toute personne qui a un compte ; on n’y lit que des structures et des nombres."),
        _("Imprimez-le pour une réunion de quartier."),
        ("qpv", "diagnostic"),
    ),
}
