"""What parents and children said without a name, once their survey is closed: reading only.

Nothing is read before, and never of fewer than SMALL_CELL people. What was answered on telephones
and what was counted on paper each count from SMALL_CELL answers on, question by question: whoever
counted the paper would otherwise know the few others by subtraction.

Who reads what, outside of the pages of a survey:
- a joint review: `results_of_voice(voice)`, one Results for each closed survey of that voice. The
  words are there once they were reread. That review’s own seal is the reader’s affair.
- the measures `satisfaction` and `self_efficacy`: `tallied(programmes)`, one Results for each
  closed survey that may be shown, in three queries whatever their number; no words in them.
  satisfaction = Σ faces[GOOD] ÷ Σ faces.total(); self_efficacy = Σ change.up ÷ Σ change.total.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count

from evaluation.models import Feedback, Survey, Tally, Voice
from evaluation.survey_words import FACES
from families.models import NoticeText
from workshops.models import Programme


@dataclass(frozen=True)
class Change:
    """How many can do more, as much or less than before: people who said both, on a telephone."""

    up: int = 0
    same: int = 0
    down: int = 0

    @property
    def total(self):
        return self.up + self.same + self.down


@dataclass(frozen=True)
class Words:
    """One line, as it was written, in the order of nothing."""

    key: int
    text: str
    language: str

    @property
    def direction(self):
        return "rtl" if self.language in NoticeText.RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True)
class Results:
    """What one closed survey may say. A question answered by too few has an empty Counter.

    `respondents` is « au moins »: somebody who wrote and ticked nothing is not counted twice.
    """

    survey: Survey
    respondents: int = 0
    # Of Feedback.Face → how many; then of Feedback.Can → how many.
    faces: Counter = field(default_factory=Counter)
    before: Counter = field(default_factory=Counter)
    after: Counter = field(default_factory=Counter)
    change: Change = Change()
    words: tuple[Words, ...] = ()
    # How many lines named somebody.
    hidden_words: int = 0

    @property
    def is_hidden(self):
        """Too few answered: it says nothing, but that."""
        return self.respondents < settings.SMALL_CELL

    @property
    def felt(self):
        """(drawing, label, how many) of each face, the best first."""
        return [(drawing, face.label, self.faces[face]) for face, drawing in FACES.items()]

    @property
    def able(self):
        """(label, before, now) of each answer; None where too few answered."""
        return [
            (
                can.label,
                self.before[can] if self.before else None,
                self.after[can] if self.after else None,
            )
            for can in Feedback.Can
        ]

    @property
    def programme(self):
        return self.survey.programme

    @property
    def workshop(self):
        return self.survey.workshop

    @property
    def audience(self):
        return self.survey.audience


@dataclass
class Answers:
    """The answers of one survey, as they are added up."""

    # (face, before, after) → how many telephones; question → Counter of paper.
    sent: Counter = field(default_factory=Counter)
    paper: dict = field(default_factory=lambda: defaultdict(Counter))
    # Rows that hold words and nothing else.
    lines: int = 0


def results(survey: Survey) -> Results | None:
    """What it says, words included once they were reread; None while it is open."""
    found = read(Survey.objects.closed().filter(pk=survey.pk), has_words=True)
    return found[0] if found else None


def results_of_voice(voice: Voice) -> list[Results]:
    """What was said for that voice: one Results a closed survey, even those that say too little."""
    return read(voice.surveys.closed(), has_words=True)


def tallied(programmes: Iterable[Programme]) -> list[Results]:
    """The closed surveys of these programmes that may be shown, without their words."""
    return [
        result
        for result in read(Survey.objects.closed().filter(programme__in=programmes))
        if not result.is_hidden
    ]


def to_reread(survey: Survey) -> list[Words]:
    """Every line of a closed survey, for whoever looks for names; none when too few answered.

    Those shared by the threshold alone: what too few said is read by nobody, not even then.
    """
    if results(survey).is_hidden:
        return []
    return words_of([survey]).get(survey.pk, [])


def is_sealed(survey: Survey) -> bool:
    """A voice of a review is not heard before the others, even closed."""
    return survey.voice is not None and survey.voice.review.is_sealed


def read(surveys, *, has_words=False):
    surveys = list(surveys.select_related("programme", "workshop", "voice__review"))
    answers = gathered(surveys)
    words = words_of(surveys) if has_words else {}
    return [summed(survey, answers[survey.pk], words.get(survey.pk, ())) for survey in surveys]


def gathered(surveys):
    """Survey → its Answers: two queries."""
    found = {survey.pk: Answers() for survey in surveys}
    rows = Feedback.objects.filter(survey__in=found).order_by()
    rows = rows.values_list("survey", "face", "before", "after").annotate(number=Count("pk"))
    for survey, *ticked, number in rows:
        if any(ticked):
            found[survey].sent[tuple(ticked)] += number
        else:
            found[survey].lines += number
    for tally in Tally.objects.filter(survey__in=found):
        found[tally.survey_id].paper[tally.question][tally.value] += tally.number
    return found


def summed(survey, answers, words):
    sent, paper = answers.sent, answers.paper
    on_paper = max((numbers.total() for numbers in paper.values()), default=0)
    people = max(enough(sent.total()) + on_paper, answers.lines)
    if people < settings.SMALL_CELL:
        return Results(survey)

    shared = words if survey.reread_at else ()
    return Results(
        survey,
        people,
        faces=shown(said(sent, 0), paper[Tally.Question.FACE]),
        before=shown(said(sent, 1), paper[Tally.Question.BEFORE]),
        after=shown(said(sent, 2), paper[Tally.Question.AFTER]),
        change=changed(sent),
        words=tuple(line for line in shared if line.text != Feedback.HIDDEN),
        hidden_words=sum(line.text == Feedback.HIDDEN for line in shared),
    )


def enough(number):
    return number if number >= settings.SMALL_CELL else 0


def said(sent, place):
    """Value → how many ticked it; who ticked nothing there is left out."""
    found = Counter()
    for ticked, number in sent.items():
        if ticked[place]:
            found[ticked[place]] += number
    return found


def shown(sent, paper):
    """Together, of what may be shown; empty when that makes too few."""
    total = paper + sent if enough(sent.total()) else paper
    return total if enough(total.total()) else Counter()


def changed(sent):
    ways = Counter()
    for (_face, before, after), number in sent.items():
        if before and after:
            ways[(after > before) - (after < before)] += number
    return Change(ways[1], ways[0], ways[-1]) if enough(ways.total()) else Change()


def words_of(surveys):
    """Survey → its lines, by a key drawn by lot: always the same order, and that of nobody."""
    found = defaultdict(list)
    rows = Feedback.objects.filter(survey__in=surveys).exclude(words="").order_by("key")
    for row in rows:
        found[row.survey_id].append(Words(row.key, row.words, row.language))
    return found
