import re
import xml.etree.ElementTree as ET

from django import forms
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string

from config.templatetags import look

TEMPLATES = settings.BASE_DIR / "templates"
SVG = "{http://www.w3.org/2000/svg}"


class Answer(forms.Form):
    name = forms.CharField(label="Prénom", help_text='<a href="/">aide</a>')
    phone = forms.CharField(label="Téléphone", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class Whole(forms.Form):
    name = forms.CharField()


def drawn(source, **context):
    return Template(source).render(Context(context))


def test_an_icon_is_one_drawing_of_the_sprite():
    drawing = ET.fromstring(drawn('{% icon "check" %}'))

    assert drawing.attrib == {"class": "icon", "aria-hidden": "true"}
    assert drawing[0].get("href") == "/static/img/icons.svg#i-check"


def test_an_arrow_turns_round_with_the_way_one_reads():
    assert 'class="icon icon-way"' in drawn('{% icon "back" %}')


def test_every_icon_asked_for_is_drawn():
    sprite = ET.parse(settings.BASE_DIR / "static/img/icons.svg").getroot()
    drawn = {symbol.get("id").removeprefix("i-") for symbol in sprite.iter(f"{SVG}symbol")}
    templates = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    asked_for = set(re.findall(r'{% icon "([^"]+)"', templates))

    assert asked_for | look.DIRECTED | {*look.SIGNS.values(), look.sign("info")} <= drawn


def test_what_scrolls_sideways_is_reached_by_tab_under_a_name_of_its_own():
    tags = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    scrolling = re.findall(r'<div class="scroll[^>]*>', tags)

    owed = ['tabindex="0"', 'role="region"', 'aria-label="']
    assert scrolling
    assert [tag for tag in scrolling if not all(each in tag for each in owed)] == []


def test_a_message_has_a_sign():
    levels = ["success", "warning", "error", "info", ""]

    assert [look.sign(level) for level in levels] == ["check", "alert", "alert", "info", "info"]


def test_the_asterisk_needs_a_word_when_some_answers_may_be_left_out():
    assert look.mixed(Answer()) is True
    assert look.mixed(Whole()) is False


def test_hints_that_repeat_the_label_go_away():
    form = Whole()
    form.fields["name"].widget.attrs["placeholder"] = "Prénom"
    form.fields["name"].help_text = '<a href="/">Oublié ?</a>'

    form = look.unhinted(form)

    assert form["name"].help_text == ""
    assert "placeholder" not in str(form["name"])


def test_a_hint_in_words_stays():
    form = Whole()
    form.fields["name"].help_text = "Son prénom suffit."

    assert look.unhinted(form)["name"].help_text == "Son prénom suffit."


def test_what_a_form_refused_leads_to_each_field():
    form = Answer({})
    form.add_error("secret", "Code illisible.")
    form.add_error(None, "Cette séance est complète.")

    html = render_to_string("bootstrap5/errors.html", {"form": form})

    assert "2 réponses sont à corriger" in html
    assert '<a href="#id_name">Prénom</a> Ce champ est obligatoire.' in html
    assert "<li>Code illisible.</li>" in html
    assert "<span>Cette séance est complète.</span>" in html


def test_a_form_says_what_its_asterisk_means():
    html = drawn("{% load crispy_forms_tags %}{% crispy form %}", form=Answer())

    assert "astérisque" in html


def test_a_sent_form_says_everything_once():
    html = drawn("{% load crispy_forms_tags %}{{ form|crispy }}", form=Answer({}))

    assert html.count("Une réponse est à corriger") == 1
