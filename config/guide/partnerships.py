"""Partnerships, the directory, its people, the team."""

from django.utils.translation import gettext_lazy as _

from config.guide.told import Help

PARTIES = _("Les structures à la table du partenariat le lisent ; aucune autre.")

HELP = {
    "partnerships:partnership_list": Help(
        _(
            "Avec qui vous travaillez : une école, une association, un service. Un partenariat "
            "sans fil est un partenariat dont plus personne ne tient la relation."
        ),
        _("Chaque structure ne voit que les partenariats où elle est à la table."),
        _("Ouvrez-en un : sa page se lit en cinq minutes. Sans fil ? Nommez quelqu’un."),
        ("partenariat", "fil"),
    ),
    "partnerships:partnership_detail": Help(
        _(
            "Comprendre en cinq minutes une relation : qui tient le fil de chaque côté, ce qui est "
            "convenu, ce qui s’est passé, ce qui vient."
        ),
        _(
            "Toutes les structures à la table lisent cette page. Chacune écrit sa part, ceux qui "
            "y travaillent écrivent l’ensemble. Aucun nom de parent n’y figure."
        ),
        _("Notez la prochaine rencontre, ou préparez le passage de relais si quelqu’un part."),
        ("fil", "partie", "passage-de-relais"),
    ),
    "partnerships:partnership_history": Help(
        _("Tout ce que les partenaires ont fait ensemble, du plus récent au plus ancien."),
        PARTIES,
        _("Rien ne s’écrit ici : les rencontres, les séances et les accords s’y rangent seuls."),
    ),
    "partnerships:partnership_evidence": Help(
        _(
            "Montrer que l’action est construite à plusieurs : qui était là, qui a eu l’idée, le "
            "temps donné par chacun, les décisions prises ensemble."
        ),
        _("Les structures à la table. Le PDF, lui, part chez qui vous le donnez."),
        _("Joignez-le à une demande REAAP ou à un bilan : tout se calcule, rien ne se retape."),
        ("reaap", "co-construction"),
    ),
    "partnerships:agreement_detail": Help(
        _(
            "L’accord de l’année : ce que chacun apporte, attend et ne fera pas. Une seule "
            "structure a la plume à la fois."
        ),
        _(
            "Les structures à la table. Changer le texte annule les acceptations déjà données : "
            "chacun accepte bien ce qu’il a lu."
        ),
        _(
            "Quand toutes ont accepté, imprimez la convention. L’an prochain, l’accord repart "
            "de celui-ci."
        ),
        ("accord-de-l-annee", "plume", "convention"),
    ),
    "partnerships:meeting_detail": Help(
        _("Une rencontre : qui était là, ce qui s’est dit, ce qui a été décidé."),
        PARTIES,
        _("Notez les décisions avec un nom et une date : elles reviendront dans « À faire »."),
    ),
    "partnerships:decision_list": Help(
        _("Ce que les partenaires ont décidé : qui fait quoi, et pour quand."),
        PARTIES,
        _(
            "Cochez ce qui est fait. En retard, une décision apparaît chez la personne qui la porte."
        ),
    ),
    "partnerships:difficulty_list": Help(
        _(
            "Ce qui coince, dit tôt et simplement. Une difficulté est la vie normale d’un "
            "partenariat ; la taire l’abîme."
        ),
        _("Les structures à la table, et elles seules. N’y nommez ni parent ni enfant."),
        _("Levez-la en disant ce qui a marché : le bilan partagé la retrouvera."),
        ("bilan-partage",),
    ),
    "partnerships:service_list": Help(
        _(
            "Les coups de main hors ateliers : prêter une salle, tenir la kermesse, aider à un "
            "dossier. Ils comptent, et personne ne les écrit jamais."
        ),
        PARTIES,
        _("Le bilan partagé et les preuves de co-construction les reprennent."),
        ("co-construction",),
    ),
    "partnerships:request_list": Help(
        _("Ce qu’un partenaire demande, et ce qui lui a été répondu."),
        PARTIES,
        _("Répondez, même pour dire non : une demande sans réponse attend sur l’accueil."),
    ),
    "partnerships:group_list": Help(
        _("Les groupes de travail du partenariat : qui en est, et pour quoi."),
        PARTIES,
        _("Convoquez-les depuis une rencontre."),
    ),
    "partnerships:document_list": Help(
        _("Les papiers du partenariat : diagnostic, convention signée, compte rendu, affiche."),
        _("Les structures à la table. Ouvrir un document laisse une ligne au journal."),
        _("Ne déposez ni liste de familles ni feuille signée : leur place est à la séance."),
    ),
    "partnerships:structure_list": Help(
        _("L’annuaire : centres, associations, écoles, services, financeurs."),
        _("Toute personne qui a un compte. Il ne contient que des coordonnées publiques."),
        _("Une structure manque ? La coordination l’ajoute, puis ouvre un partenariat."),
    ),
    "partnerships:structure_detail": Help(
        _(
            "Tout ce qu’on sait d’une structure : comment la joindre, qui y appeler, ce qui y est "
            "prévu, ce qu’il faut savoir avant d’y aller."
        ),
        _(
            "Les coordonnées sont pour tous. Les personnes et « ce qu’il faut savoir » ne sont "
            "lus que par la structure et ses partenaires."
        ),
        _("Quelqu’un a changé ? Mettez fin à sa fonction, n’effacez pas : l’histoire reste."),
        ("fonction", "uai"),
    ),
    "partnerships:school_list": Help(
        _("Les écoles, collèges et lycées ouverts, tirés de l’annuaire national."),
        _("Toute personne qui a un compte : ce sont des données publiques."),
        _("Cherchez par nom, commune ou UAI ; filtrez par REP ou REP+."),
        ("uai", "rep"),
    ),
    "partnerships:contact_list": Help(
        _("Les personnes à appeler, et la fonction qu’elles tiennent, là où elles la tiennent."),
        _(
            "Votre structure et vos partenaires, pour les personnes que vous avez en commun. Le "
            "carnet d’adresses d’un centre n’est pas celui du voisin."
        ),
        _("Une fiche de plus d’un an demande à être vérifiée : un coup de fil suffit."),
        ("fonction", "personne-cle"),
    ),
    "partnerships:contact_detail": Help(
        _("Une personne : comment la joindre, ce qu’elle a fait et où, quel fil elle tient."),
        _("Ceux qui travaillent avec l’une de ses structures. Elle peut demander à la lire."),
        _("Elle s’en va ? « Noter son départ » nomme la suite et prépare le passage de relais."),
        ("fonction", "fil", "passage-de-relais"),
    ),
    "partnerships:territory_list": Help(
        _("Quartier par quartier, les structures présentes, et où vous ne connaissez personne."),
        _("Celles et ceux qui travaillent ou siègent dans un partenariat."),
        _("Un blanc sur la carte est une idée de visite."),
        ("qpv",),
    ),
    "partnerships:team_list": Help(
        _("Les structures dont vous tenez l’équipe."),
        _("La coordination de ces structures."),
        _("Ouvrez-en une pour inviter quelqu’un ou mettre fin à un rôle."),
    ),
    "partnerships:team_detail": Help(
        _(
            "Qui a un compte dans cette structure, et ce que chacun y fait. Inviter envoie un "
            "lien personnel, valable quatorze jours."
        ),
        _("La coordination de la structure et l’administration."),
        _(
            "Quelqu’un part ? Préparez son départ avant de mettre fin à son rôle : ce qu’il "
            "tenait passe à un collègue."
        ),
        ("coordination", "animation"),
    ),
    "partnerships:register_detail": Help(
        _("Quelles données la plateforme garde, pourquoi et combien de temps, champ par champ."),
        _("La coordination et l’administration : c’est la matière de votre registre RGPD."),
        _("Imprimez-le pour votre délégué à la protection des données."),
        ("rgpd", "dpo"),
    ),
}
