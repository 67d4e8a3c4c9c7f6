"""The goals, in the numbers of the study they come from; each gives the lines of the table."""

from dataclasses import replace

from config.bench import savers, wire
from config.bench.hands import Base, start
from config.bench.lines import Line, compare, milliseconds, take_turns, versus

QUICK, HTTP, SLOW, FEW = 31, 61, 9, 3
POST_LIMITS = {"sqlite": 1.8, "postgresql": 2.2}
AUDIT = 0.5
# 12 and 5 times faster; with the preview 20 times on PostgreSQL, and no slower than that alone.
IMPORT_LIMITS = {"sqlite": 1 / 5, "postgresql": 1 / 12}
PREVIEW_LIMITS = {"sqlite": 1 / 5, "postgresql": 1 / 20}
# 12 and 3.3 times faster.
EXPORT_LIMITS = {"csv": 1 / 12, "xlsx": 1 / 3.3}
MOST_MEMORY = 10
AFAR = 1 / 50
# Kilobytes that travel.
FIRST_LOAD, NEXT_PAGE = 120, 6
# A dashboard shows the whole library, with what stands beside the sheets.
MOST_QUERIES = {"rapport, aperçu": 18, "tableau de bord": 15}


def sheet_over_http(base: Base):
    told, server = base.told, base.server.when_ready()
    yield compare(
        "1",
        "feuille de 30, GET / page vide du gabarit",
        base.engine,
        lambda: server.get(told["sheet"], told["cookies"]),
        lambda: server.get(told["layout"], told["cookies"]),
        limit=2.0,
        rounds=HTTP,
    )


def sheet_saved(base: Base):
    changed = POST_LIMITS[base.engine] + AUDIT
    for what, title, limit in (
        ("all", "feuille, 30 réponses changées, trace comprise / POST vide", changed),
        ("none", "feuille, rien de changé / POST vide", 1.3),
    ):
        yield compare(
            "2",
            title,
            base.engine,
            lambda what=what: base.ask("post", what),
            lambda: base.ask("post", "nothing"),
            limit=limit,
            rounds=QUICK,
        )


def constant_queries(base: Base):
    for page, numbers in base.ask("queries").items():
        most = MOST_QUERIES.get(page, 10)
        is_there = None not in numbers
        yield Line(
            goal="3",
            what=f"requêtes : {page}",
            base=base.engine,
            figure=" ".join(str(number) for number in numbers) if is_there else "pas de page",
            reference="3, 30, 300 lignes",
            ratio="",
            allowed=f"≤ {most}, égales",
            held=is_there and len(set(numbers)) == 1 and numbers[0] <= most,
        )


def figures_against_sql(base: Base):
    if different := base.ask("same_figures"):
        raise SystemExit(f"✗ {base.name} : les chiffres diffèrent du SQL : {different}")
    yield compare(
        "4",
        "toutes les mesures, mois et écoles / une requête SQL écrite à la main",
        base.name,
        lambda: base.ask("figures"),
        lambda: base.ask("statement"),
        limit=1.3,
        rounds=QUICK,
    )
    pairs = [base.ask("one_more") for _round in range(QUICK)]
    more, every = zip(*pairs, strict=True)
    yield versus(
        "4", "une mesure de plus / sans elle", base.name, more, every, limit=1.02, digits=3
    )


def growth(small: Base, large: Base):
    for title, case in (
        ("figures de la sonde", ("figures",)),
        ("feuille de 30, GET", ("get", "workshops:session_sheet")),
        ("liste des séances", ("get", "workshops:session_list")),
        ("liste des parents", ("get", "families:parent_list")),
    ):
        yield compare(
            "5",
            f"{title}, {large.scale} / {small.scale}",
            small.engine,
            lambda case=case: large.ask(*case),
            lambda case=case: small.ask(*case),
            limit=1.15,
            rounds=QUICK,
        )


def figures_alone(base: Base):
    """What growth is measured on, when there is one scale only."""
    figures, _same = take_turns(lambda: base.ask("figures"), lambda: base.ask("figures"), SLOW)
    line = versus("5", "figures de la sonde", base.engine, figures, figures, limit=1.15)
    return Line(
        *("5", f"figures de la sonde à l’échelle {base.scale}", base.engine, line.figure),
        *("croissance : --scales S,L", "", "≤ 1.15", None),
    )


def report(base: Base):
    yield compare(
        "6",
        "rapport demandé (session, chiffres, page, PDF) / WeasyPrint seul",
        base.name,
        lambda: base.ask("report_pdf"),
        lambda: base.ask("weasyprint"),
        limit=1.05,
        rounds=SLOW,
    )
    told, server = base.told, base.server.when_ready()
    yield compare(
        "6",
        "PDF émis, servi / page vide du gabarit",
        base.name,
        lambda: server.get(told["issued"], told["cookies_of_probe"]),
        lambda: server.get(told["layout"], told["cookies_of_probe"]),
        limit=2.0,
        rounds=HTTP,
    )


def tables_imported(base: Base):
    """As many times faster than the library as the study asks; the preview has its own goal on one."""
    rounds = [(base.ask("table_import"), base.ask("stock_import")) for _round in range(FEW)]
    alone, whole = zip(*(zip(*each, strict=True) for each in rounds), strict=True)
    for title, pairs, limit in (
        ("import de 10 000 présences / import-export d’origine", alone, IMPORT_LIMITS),
        ("aperçu puis import de 10 000 présences / import-export", whole, PREVIEW_LIMITS),
    ):
        mine, theirs = zip(*pairs, strict=True)
        yield versus("8", title, base.engine, mine, theirs, limit=limit[base.engine], digits=3)


def tables_exported(base: Base):
    """As many times faster than the library, its first byte at once, and in little memory."""
    rounds = base.ask("exported", FEW)
    for format, limit in EXPORT_LIMITS.items():
        ours, theirs = zip(*(each[format] for each in rounds), strict=True)
        title = f"export de 100 000 séances en {format} / import-export d’origine"
        yield versus("9", title, base.engine, ours, theirs, limit=limit, digits=3)
        most = max(each[f"{format}_memory"] for each in rounds)
        title = f"export de 100 000 séances en {format}, mémoire en plus"
        yield alone(
            "9", title, base.engine, f"{most:.0f} Mo", f"≤ {MOST_MEMORY} Mo", most <= MOST_MEMORY
        )
    first = [each["csv_first"] for each in rounds]
    yield alone(
        *("9", "export de 100 000 séances en csv, premier octet", base.engine),
        *(milliseconds(first), "≤ 100 ms", max(first) <= 0.1),
    )


def alone(goal, what, base, figure, allowed, held):
    """A line without a reference."""
    return Line(goal, what, base, figure, "", "", allowed, held)


def on_the_wire(base: Base):
    told, server = base.told, base.server.when_ready()
    pages = {"feuille": told["sheet"], "accueil": told["home"]}
    for name, path in pages.items():
        page = server.body(path, told["cookies"])
        asked, sizes = wire.Asked(page.decode()), wire.first_load(page, server.body)
        whole, html = sum(sizes.values()), sizes[""]
        said = (
            (f"premier chargement ({len(sizes)} fichiers)", whole, FIRST_LOAD),
            ("page suivante", html, NEXT_PAGE),
        )
        for what, size, most in said:
            figure, allowed = f"{size / 1024:.1f} Ko", f"≤ {most} Ko"
            yield alone("10", f"{name}, {what}", base.engine, figure, allowed, size <= 1024 * most)
        others = len(asked.foreign) + len(asked.blocking)
        title = f"{name}, autres sites et scripts bloquants"
        yield alone("10", title, base.engine, str(others), "0", not others)


def saved_together(base: Base):
    told, server = base.ask("shared_sheet", savers.SAVERS, 30), base.server.when_ready()
    people = [savers.Saver(server.port, told, each) for each in told["people"]]
    together, one = take_turns(lambda: savers.together(people), lambda: savers.alone(people), SLOW)
    yield versus(
        *("13", "8 personnes sur une feuille / une seule, par enregistrement", base.engine),
        *(together, one),
        limit=1 / 0.9,
    )
    longest, errors = max(max(each.waits) for each in people), sum(each.errors for each in people)
    yield alone(
        *("13", "la plus longue attente des 8", base.engine),
        *(milliseconds([longest]), "≤ 1 s", longest <= 1),
    )
    yield alone("13", "erreurs des 8", base.engine, str(errors), "0", not errors)


def from_afar(base: Base):
    """Measured at each scale, asked of the largest: with four centres there is nothing to save."""
    if different := base.ask("same_afar"):
        raise SystemExit(f"✗ {base.name} : ce qui est gardé diffère des feuilles : {different}")
    for title, kept, direct in (
        ("observatoire, chiffres gardés / chaque feuille relue", "kept", "folded"),
        ("parents de chaque programme, gardés / une requête SQL", "people_kept", "people_asked"),
    ):
        line = compare(
            *("14", title, base.name),
            *(
                lambda kept=kept: base.ask("afar", kept),
                lambda direct=direct: base.ask("afar", direct),
            ),
            limit=AFAR,
            rounds=FEW,
            digits=3,
        )
        yield line if base.scale == "L" else replace(line, held=None)


def cold_start():
    yield compare(
        "11",
        "démarrage à froid / Django nu et son administration",
        "",
        lambda: start("config.wsgi"),
        lambda: start("config.bench.bare"),
        limit=1.6,
        rounds=SLOW,
    )
