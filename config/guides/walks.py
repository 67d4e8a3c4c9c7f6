"""What the guides show, in the order of their tasks: a function is a walk, a name a picture."""

from urllib.parse import urlsplit

from config.guides.hands import DESKTOP, PHONE, Visitor


def present(page, name):
    """Marks somebody of the sheet as come."""
    line = page.locator("#people > li").filter(has_text=name)
    line.locator("label").filter(has_text="Présent").click()


def seen(page, words):
    """Waits until these words are on the screen, not only in the page."""
    page.get_by_text(words).locator("visible=true").first.wait_for()


def facilitator(visitor: Visitor) -> None:
    with visitor.page(PHONE, "animation") as page:
        visitor.take(page, "animatrice-journee")

        page.get_by_role("link", name="Ouvrir la feuille").first.click()
        for name in ("Abdoulaye V.", "Assia R.", "Emine K."):
            present(page, name)
        seen(page, "Enregistré à")
        visitor.take(page, "animatrice-feuille", at="text=Qui est là ?")

        page.get_by_role("textbox", name="Ajouter une personne").fill("Kari")
        page.get_by_role("button", name="Créer").first.wait_for()
        visitor.take(
            page, "animatrice-ajouter", at="text=Ajouter une personne", room=90, height=420
        )
        page.get_by_role("textbox", name="Ajouter une personne").fill("")

        page.context.set_offline(True)
        present(page, "Irina D.")
        seen(page, "Hors ligne")
        visitor.take(page, "animatrice-hors-reseau", at="text=Qui est là ?")
        page.context.set_offline(False)
        seen(page, "Enregistré à")

        page.locator("textarea[name=log]").fill(
            "Trois personnes ont retrouvé leur mot de passe. On a justifié une absence ensemble."
        )
        seen(page, "Enregistrement")
        seen(page, "Enregistré à")
        visitor.take(page, "animatrice-clore", at="text=En deux lignes", height=640)


def school(visitor: Visitor) -> None:
    with visitor.page(DESKTOP, "ecole") as page:
        visitor.take(page, "ecole-accueil")

        page.get_by_role("link", name="Répondre").first.click()
        visitor.take(page, "ecole-voix")

        page.goto("/")
        page.get_by_role("link", name="Lire", exact=False).nth(1).click()
        visitor.take(page, "ecole-accord", at="text=Qui l’accepte", height=620)

        page.goto("/familles/orientations/nouvelle/")
        visitor.take(page, "ecole-orienter")


def coordinator(visitor: Visitor) -> None:
    with visitor.page(DESKTOP, "coordination") as page:
        visitor.take(page, "coordination-journee")

        page.get_by_role("link", name="Partenaires").first.click()
        page.get_by_role("link", name="École élémentaire du Fil-d’Or et Les Tisserands").click()
        visitor.take(page, "coordination-partenariat")

        page.get_by_role("link", name="Bilan de l’année").first.click()
        visitor.take(page, "coordination-bilan", at="text=Vos regards diffèrent")

        page.get_by_role("link", name="Subventions").first.click()
        page.get_by_role("link", name="Fondation Grand Débit").click()
        visitor.take(page, "coordination-engagements", at="text=Parents accompagnés", room=40)

        page.get_by_role("link", name="Continuer le rapport").click()
        visitor.take(page, "coordination-rapport")


def administrator(visitor: Visitor) -> None:
    with visitor.page(DESKTOP, "admin") as page:
        visitor.take(page, "admin-accueil", height=760)

        page.get_by_role("link", name="Importer un fichier").first.click()
        visitor.take(page, "admin-import", height=560)

    with visitor.page(DESKTOP, "coordination") as page:
        page.goto("/familles/journal/")
        visitor.take(page, "admin-journal", at=r"text=/modifié\s:/", room=40, height=520)


def by_link(visitor: Visitor) -> None:
    """Those who have no account: what they receive, and what they see of it on a telephone."""
    with visitor.page(DESKTOP, "coordination") as page:
        page.goto("/programmes/")
        page.get_by_role("link", name="Parents et outils numériques").first.click()
        page.get_by_role("link", name="L’avis des parents et des enfants").click()
        page.get_by_role("link", name="Parents et outils numériques").last.click()
        opinion = page.locator("main a[href*='/avis/']").last.get_attribute("href")

        page.goto("/bilans/")
        page.get_by_role("link", name="Bilan de l’atelier « Groupe de parole »").click()
        page.get_by_role("link", name="Envoyer un lien : École").click()
        page.get_by_label("Adresse e-mail").fill("direction@fil-dor.example")
        page.get_by_role("button", name="Envoyer le lien").click()
        voice = visitor.link_of_the_last_letter()

    with visitor.page(DESKTOP, "ecole") as page:
        page.goto("/familles/orientations/")
        page.get_by_role("link", name="Loan").first.click()
        page.get_by_role("link", name="Envoyer un lien par e-mail").click()
        page.get_by_label("Adresse e-mail").fill("accueil@tisserands.example")
        page.locator("main form button").last.click()
        referral = visitor.link_of_the_last_letter()

    for name, link in (("avis", opinion), ("voix", voice), ("orientation", referral)):
        with visitor.page(PHONE) as page:
            page.goto(urlsplit(link).path)
            visitor.take(page, f"lien-{name}")


def observer(visitor: Visitor) -> None:
    with visitor.page(DESKTOP, "financeur") as page:
        visitor.take(page, "financeur-observatoire", at="text=Structure par structure", height=760)

        page.get_by_role("link", name="Rapport d’étape des ateliers relais").first.click()
        visitor.take(page, "financeur-rapport")


WALKS = (facilitator, school, coordinator, administrator, by_link, observer)
