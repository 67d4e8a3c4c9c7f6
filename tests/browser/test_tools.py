"""The tools of the browser tests are not mute: each fault planted here is seen."""

import pytest

from tests.factories import UserFactory

PLANTED = """
<html>
  <body>
    <img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">
    <input name="prenom">
    <p style="color: #bbb; background: #fff">Un texte trop pâle</p>
  </body>
</html>
"""


def test_axe_sees_the_faults_planted_in_a_page(page, axe):
    page.set_content(PLANTED)

    faults = {rule for rule, _ in axe(page)}

    assert {"color-contrast", "document-title", "html-has-lang", "image-alt", "label"} <= faults


def test_axe_has_nothing_to_say_of_a_sound_page(page, axe):
    page.set_content(
        '<html lang="fr"><title>Atelier</title><main><h1>Atelier</h1>'
        '<label>Prénom <input name="prenom"></label></main></html>'
    )

    assert axe(page) == []


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("console.error('aïe')", "console: aïe"),
        ("console.warn('attention')", "console: attention"),
        ("setTimeout(() => { throw new Error('aïe') })", "error: aïe"),
    ],
)
def test_the_watch_sees_what_a_page_complains_of(page, watch, script, problem):
    page.evaluate(script)
    page.evaluate("new Promise(done => setTimeout(done))")

    assert watch.problems == [problem]

    watch.expect("aïe|attention")


def test_the_watch_sees_a_request_that_leaves_the_site(page, watch):
    page.route("**/*", lambda route: route.abort())

    page.set_content('<link rel="stylesheet" href="http://ailleurs.example/a.css">')

    assert watch.problems == [
        "elsewhere: http://ailleurs.example/a.css",
        "failed: http://ailleurs.example/a.css",
        "console: Failed to load resource: net::ERR_FAILED",
    ]

    watch.expect("ailleurs|ERR_FAILED")


def test_a_phone_and_a_desktop_are_what_they_say(page, desktop):
    for one in (page, desktop):
        one.set_content('<meta name="viewport" content="width=device-width">')

    sizes = [one.evaluate("[innerWidth, innerHeight]") for one in (page, desktop)]

    assert sizes == [[360, 740], [1280, 900]]


def test_signing_in_opens_the_pages_that_ask_for_it(page, sign_in):
    sign_in(page, UserFactory())

    page.goto("/")

    assert page.evaluate("location.pathname") == "/"
