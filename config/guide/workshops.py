"""Programmes, pathways, workshops, sessions and what they leave."""

from django.utils.translation import gettext_lazy as _

from config.guide.told import Help

LED = _(
    "La structure qui porte le programme, ses partenaires et qui anime. Jamais le nom d’un parent."
)

HELP = {
    "workshops:session_list": Help(
        _("Les séances, passées et à venir. « À remplir » : le jour est passé, la feuille attend."),
        _(
            "Vos partenaires voient les mêmes séances : le lieu, l’heure, le nombre. Les noms "
            "restent à la structure qui porte l’atelier et à qui l’anime."
        ),
        _("Ouvrez la feuille, cochez, clôturez : rien ne compte dans un bilan avant la clôture."),
        ("seance", "feuille", "clore"),
    ),
    "workshops:session_detail": Help(
        _("Une séance : quand, où, avec qui, combien sont venus, ce qui s’y est fait."),
        LED,
        _("Remplissez la feuille, puis clôturez : la séance compte dans les chiffres."),
        ("seance", "clore"),
    ),
    "workshops:session_sheet": Help(
        _("Noter qui est venu, compter les autres, écrire deux lignes. Marche sans réseau."),
        _(
            "Qui anime la séance et la coordination de la structure qui porte le programme ; ni "
            "l’école, ni le financeur."
        ),
        _("« Clore » fait compter la séance. Elle se rouvre si vous vous êtes trompé."),
        ("feuille", "clore", "comptage"),
    ),
    "workshops:signed_sheet_list": Help(
        _("La photo des feuilles signées : la preuve qu’un financeur peut demander."),
        _("Qui tient la feuille de cette séance. Chaque ouverture laisse une ligne au journal."),
        _("Photographiez la page entière, bien éclairée."),
        ("emargement",),
    ),
    "workshops:facilitation_list": Help(
        _("Qui anime cette séance, pour quelle structure, et combien de temps."),
        _("Celles et ceux qui tiennent la feuille de cette séance."),
        _("Ce temps compte dans la part de chacun : bilan partagé, valorisation du bénévolat."),
        ("benevolat",),
    ),
    "workshops:workshop_list": Help(
        _("Les ateliers de la saison : un café des parents, un parcours, un groupe de parole."),
        LED,
        _("Ouvrez un atelier pour voir ses séances, son groupe et son plan."),
        ("atelier", "parcours"),
    ),
    "workshops:workshop_detail": Help(
        _("Un atelier : ses séances, son équipe, son groupe, ce qu’il reste du parcours."),
        _(
            "La structure qui porte le programme, ses partenaires et qui anime. La liste du "
            "groupe n’apparaît qu’à qui tient les feuilles."
        ),
        _("Ajoutez une séance ou une série ; imprimez la feuille d’émargement la veille."),
        ("atelier", "emargement", "heures-prevues"),
    ),
    "workshops:group_list": Help(
        _("Les personnes absentes trois fois de suite sans un mot : prendre des nouvelles."),
        _("Qui tient les feuilles de ces ateliers."),
        _("Appelez, puis notez-le : la ligne s’en va. Une absence n’est pas une faute."),
        ("assiduite",),
    ),
    "workshops:message_detail": Help(
        _("Un message envoyé au groupe d’un atelier."),
        _(
            "Qui tient les feuilles de l’atelier. Chaque parent l’a reçu seul, sans voir les autres."
        ),
    ),
    "workshops:plan_detail": Help(
        _(
            "Préparer un atelier à plusieurs : objectif, place de chacun, créneaux possibles. "
            "Une seule structure a la plume à la fois."
        ),
        _("Les structures invitées à ce plan. Une école peut le lire et l’accepter par un lien."),
        _("Quand chacun a accepté, les créneaux retenus deviennent des séances."),
        ("plan", "plume"),
    ),
    "workshops:programme_list": Help(
        _("Ce que vous menez sur une saison : un programme tient des ateliers et des objectifs."),
        LED,
        _("Ouvrez-en un. À la fin de la saison, « Saison suivante » reprend tout, sauf les gens."),
        ("programme", "dispositif"),
    ),
    "workshops:programme_detail": Help(
        _("Un programme : ses ateliers, où en sont les heures, avec qui il est mené."),
        LED,
        _("Le tableau de bord compte ; le rapport répond au financeur."),
        ("programme", "heures-prevues", "dispositif"),
    ),
    "workshops:pathway_list": Help(
        _("Les parcours types : des modules dans l’ordre, et le temps prévu pour chacun."),
        _("Votre structure, et les partenaires qui suivent un atelier qui en part."),
        _("Un atelier « parcours en groupe » suit un de ces parcours, séance après séance."),
        ("parcours", "module"),
    ),
    "workshops:pathway_detail": Help(
        _("Un parcours, module par module, et les groupes qui le suivent."),
        _("Votre structure, et les partenaires qui suivent un atelier qui en part."),
        _("Prévu et réalisé se comparent sur la page de chaque atelier."),
        ("parcours", "module", "heures-prevues"),
    ),
    "workshops:idea_list": Help(
        _("Les idées d’ateliers, d’où qu’elles viennent : parents, école, centre."),
        _("La structure qui porte le programme et ses partenaires."),
        _("La coordination répond à chacune. Une idée retenue devient un plan à préparer."),
        ("idee", "plan"),
    ),
    "workshops:idea_detail": Help(
        _("Une idée d’atelier, qui l’a eue, et ce qui lui a été répondu."),
        _("La structure qui porte le programme et ses partenaires."),
        _("« Préparer » en fait un atelier avec son plan : elle garde la trace de qui l’a eue."),
        ("idee", "co-construction"),
    ),
    "workshops:booklet_list": Help(
        _("Les recueils tirés des ateliers : conseils et paroles, mis en page pour être donnés."),
        _("La structure qui porte le programme ; publié, le recueil s’ouvre aux partenaires."),
        _("Choisissez, ordonnez, publiez, imprimez en petit format."),
        ("recueil", "verbatim"),
    ),
    "workshops:booklet_detail": Help(
        _("Un recueil de conseils : ses chapitres, et les séances d’où ils viennent."),
        _(
            "La structure qui porte le programme ; publié, ses partenaires aussi. Une parole n’y "
            "est que si la personne l’a permis."
        ),
        _("Relisez pour que personne ne s’y reconnaisse sans l’avoir voulu, puis publiez."),
        ("recueil", "verbatim"),
    ),
    "workshops:entry_list": Help(
        _("Les pages du recueil, dans l’ordre où on les lira."),
        _("La coordination de la structure qui porte le programme."),
        _("Ce qui est retiré peut revenir : rien n’est perdu."),
        ("recueil",),
    ),
    "workshops:calendar_detail": Help(
        _(
            "Séances, rencontres et dates des financeurs, sur un même mois, avec les vacances de "
            "votre zone."
        ),
        _("Chacun y voit ce qu’il peut ouvrir ailleurs ; aucun nom de parent n’y est."),
        _("« Dans mon agenda » l’ajoute à votre téléphone."),
        ("zone",),
    ),
    "workshops:feed_list": Help(
        _("Les adresses qui montrent votre calendrier dans votre téléphone ou votre messagerie."),
        _("Qui a l’adresse lit le calendrier : gardez-la pour vous. Il ne nomme aucun parent."),
        _("Adresse partie dans de mauvaises mains ? Fermez-la, ouvrez-en une autre."),
    ),
    "workshops:import_list": Help(
        _("Les tableaux repris dans ce programme : d’où viennent les présences d’avant."),
        _("La coordination de la structure qui porte le programme."),
        _("Un tableau mal repris se défait d’un bloc."),
    ),
    "workshops:import_detail": Help(
        _("Ce qu’un tableau a rempli : séances, familles connues, familles nouvelles."),
        _("La coordination de la structure qui porte le programme."),
        _("Vérifiez une ou deux feuilles. Si c’est faux, défaites tout : rien d’autre ne bouge."),
    ),
}
