"""The words of an opinion, in the languages of parents: data/opinions/<language>.toml.

They are data, not gettext: a page in Arabic is Arabic on an installation whose language is French.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from evaluation.models import Feedback, Survey
from families.models import NoticeText

DATA = Path(__file__).parent / "data" / "opinions"
Language = NoticeText.Language
# Read from left to right inside any sentence (Unicode, UAX 9).
ISOLATE, RELEASE = "\u2066", "\u2069"
# What one compares without being able to: « me sentir à ma place ».
FELT = {Survey.Skill.WELCOME}
FACES = {Feedback.Face.GOOD: "good", Feedback.Face.FAIR: "fair", Feedback.Face.BAD: "bad"}
CANS = {Feedback.Can.NO: "no", Feedback.Can.LITTLE: "little", Feedback.Can.YES: "yes"}


@dataclass(frozen=True)
class Tongue:
    """A language one can choose, and which way it is read."""

    code: str

    @property
    def name(self):
        return Language(self.code).label

    @property
    def direction(self):
        return "rtl" if self.code in NoticeText.RIGHT_TO_LEFT else "ltr"


TONGUES = tuple(Tongue(code) for code in Language.values)


@cache
def written(language: str) -> dict:
    with (DATA / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def words_of(survey: Survey, language: str) -> dict:
    """Everything its pages and papers say in that language, by name."""
    words = written(language)
    return {
        **words,
        **words[survey.audience],
        "skill": words["skills"].get(survey.skill, ""),
        "faces": [(value, name, words[name]) for value, name in FACES.items()],
        "cans": answers(survey, words),
        "until": dated(words["until"], survey.ends_on),
        "early_more": dated(words["early_more"], survey.starts_on),
    }


def words_of_nothing(language: str) -> dict:
    """When there is no survey behind the address: to a parent."""
    words = written(language)
    return {**words, **words["parents"]}


def answers(survey, words):
    """The three answers to before and now: one knows how, or one feels so."""
    scale = words["feel" if survey.skill in FELT else "can"]
    return [(value, scale[name]) for value, name in CANS.items()]


def dated(sentence: str, day: dt.date) -> str:
    return sentence.format(day=f"{ISOLATE}{day:%d/%m/%Y}{RELEASE}")


def chosen(asked: str, accepted: str) -> Tongue:
    """What was asked (?langue=), else the first that the browser accepts, else French."""
    if asked in Language.values:
        return Tongue(asked)
    wanted = sorted(map(weighed, enumerate(accepted.split(","))))
    known = [code for _weight, _place, code in wanted if code in Language.values]
    return Tongue(known[0] if known else Language.FRENCH)


def weighed(entry):
    """« fr-CH;q=0.8 » → what sorts it: the heaviest first, then as they come."""
    place, part = entry
    tag, _, weight = part.strip().partition(";q=")
    try:
        return -float(weight or 1), place, tag[:2].lower()
    except ValueError:
        return 0.0, place, tag[:2].lower()
