"""What a cell may name of ours: schools, neighbourhoods, languages, workshops, within the scope."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from families.models import Schooling
from partnerships.models import School, Term, Territory
from partnerships.validators import compact, fold
from workshops.imports.results import Place
from workshops.models import Workshop

# Words that a list leaves out, or not: « Jules-Ferry » is « École élémentaire Jules-Ferry ».
SMALL = {"ecole", "elementaire", "maternelle", "primaire", "college", "lycee", "groupe", "scolaire"}
SMALL |= {"de", "du", "la", "le", "les", "l", "d", "publique", "prive", "privee", "rep"}


class LeftOut(ValidationError):
    """Not known here, and no reason to refuse the file: it is said, and the cell left aside."""


class Lists:
    """Each list is read when a cell asks for it, once."""

    def __init__(self, place: Place):
        self.place, self.lead = place, place.programme.lead

    @cached_property
    def schools(self):
        """Those of the partners, of the commune, and of the families already known."""
        known = Schooling.objects.filter(family__structure=self.lead).order_by().values("school")
        near = Q(pk__in=School.objects.partners_of([self.lead]).order_by().values("pk"))
        near |= Q(pk__in=School.objects.in_communes_of([self.lead]).order_by().values("pk"))
        found = School.objects.filter(near | Q(pk__in=known)).select_related("structure")
        return {school: set(fold(school.structure.name).split()) for school in found.order_by("pk")}

    def school(self, text):
        words = set(fold(text).split())
        exact = [school for school, its in self.schools.items() if its == words]
        exact += [school for school in self.schools if school.uai == compact(text)]
        large = words - SMALL
        close = [school for school, its in self.schools.items() if large and large <= its]
        close = [school for school in close if words <= self.schools[school] | SMALL]
        found = exact or self.of_the_kind(words, close)
        if len(found) == 1:
            return found[0]
        if found:
            raise refusal(
                _("« %(value)s » peut être %(schools)s : écrivez le nom en entier."),
                text,
                schools=" / ".join(str(school) for school in found[:4]),
            )
        raise refusal(
            _(
                "« %(value)s » n’est pas une école partenaire ni de la commune : écrivez son nom "
                "comme dans l’annuaire, ou videz la cellule."
            ),
            text,
        )

    def of_the_kind(self, words, schools):
        """« Maternelle Jules-Ferry » is not the elementary school beside it."""
        kinds = words & {"maternelle", "elementaire", "primaire", "college", "lycee"}
        return [school for school in schools if kinds <= self.schools[school]] or schools

    def level_of(self, school):
        return school.level if school.level in Schooling.Level.values else ""

    @cached_property
    def territories(self):
        found = list(Territory.objects.around([self.lead]).order_by("pk"))
        return {
            kind: {fold(each.name): each for each in found if each.kind == kind}
            for kind in (Territory.Kind.NEIGHBOURHOOD, Territory.Kind.QPV)
        }

    def neighbourhood(self, text):
        found = self.territories[Territory.Kind.NEIGHBOURHOOD].get(fold(text))
        if found:
            return found
        raise left_out(
            _("« %(value)s » n’est pas un quartier de la liste, il n’est pas repris."), text
        )

    def qpv(self, text):
        """A priority neighbourhood by its name or its code; None for what is no name of one."""
        known = self.territories[Territory.Kind.QPV]
        codes = {each.official_code: each for each in known.values()}
        return known.get(fold(text)) or codes.get(compact(text))

    @cached_property
    def languages(self):
        return {fold(term.label): term for term in Term.objects.of(Term.Vocabulary.LANGUAGE)}

    def languages_in(self, text):
        """« arabe, français » and « arabe / français » are two; French alone is one too."""
        for sign in "/;+&":
            text = text.replace(sign, ",")
        words = [word.strip() for word in text.replace(" et ", ",").split(",") if word.strip()]
        unknown = [word for word in words if fold(word) not in self.languages]
        if unknown:
            raise left_out(
                _("« %(value)s » n’est pas une langue de la liste, elle n’est pas reprise."),
                ", ".join(unknown),
            )
        return list(dict.fromkeys(self.languages[fold(word)] for word in words))

    @cached_property
    def workshops(self):
        found = Workshop.objects.filter(programme=self.place.programme).order_by("pk")
        return {fold(workshop.title): workshop for workshop in found}

    def workshop(self, text):
        found = self.workshops.get(fold(text))
        if not found:
            raise refusal(_("« %(value)s » n’est pas un atelier de ce programme."), text)
        if self.place.workshop and found.pk != self.place.workshop.pk:
            raise refusal(
                _(
                    "« %(value)s » est un autre atelier : importez ce tableau depuis la page du "
                    "programme."
                ),
                text,
            )
        return found


def refusal(message, value, **params):
    return ValidationError(message, params={"value": value[:80], **params})


def left_out(message, value):
    return LeftOut(message, params={"value": value[:80]})
