"""The reference of goal 4: the same figures by one statement, written by hand for speed.

One scan of the programme's sheets, kept, then folded by the database. It says again in SQL what
evaluation/measures says in Python; bin/bench and a test refuse figures that differ.
"""

from django.db import connection

from evaluation.figures import Figures, Scope

STATEMENT = """
WITH noted AS MATERIALIZED (
    SELECT date, session_id, parent_id, status, workshop_id, school_id, cohort_id, module_id,
           counted_minutes, family_key, lives_in_qpv, gender
    FROM workshops_attendance
    WHERE programme_id = %(programme)s AND held
), ever AS MATERIALIZED (
    SELECT * FROM noted WHERE status IN ('present', 'late')
), came AS MATERIALIZED (
    SELECT * FROM ever WHERE date BETWEEN %(first)s AND %(last)s
), named AS MATERIALIZED (
    SELECT session_id, count(*) AS number FROM ever GROUP BY session_id
), gathered AS MATERIALIZED (
    SELECT s.id, s.workshop_id, s.date, s.delivered_minutes AS minutes, s.school_id, w.pathway_id,
           coalesce(n.number, 0) AS named, coalesce(h.number, 0) AS counted,
           CASE WHEN h.number > coalesce(n.number, 0)
                THEN h.number - coalesce(n.number, 0) ELSE 0 END AS unnamed
    FROM workshops_workshop w
    JOIN workshops_session s ON s.workshop_id = w.id
    LEFT JOIN workshops_headcount h ON h.session_id = s.id AND h.category = 'parents'
    LEFT JOIN named n ON n.session_id = s.id
    WHERE w.programme_id = %(programme)s AND s.status = 'held'
), held AS MATERIALIZED (
    SELECT * FROM gathered WHERE date BETWEEN %(first)s AND %(last)s
), people AS MATERIALIZED (
    SELECT parent_id,
           max(CASE WHEN lives_in_qpv <> 'unknown'
               THEN CAST(date AS text) || {padded} || lives_in_qpv END) AS qpv,
           max(CASE WHEN gender <> '' THEN CAST(date AS text) || {padded} || gender END) AS gender
    FROM came GROUP BY parent_id
), newcomers AS (
    SELECT count(*) AS number FROM people p
    WHERE NOT EXISTS (
        SELECT 1 FROM workshops_attendance a
        JOIN workshops_programme o ON o.id = a.programme_id
        WHERE a.parent_id = p.parent_id AND a.date < %(first)s AND a.held
          AND a.status IN ('present', 'late') AND o.lead_id = %(lead)s
    )
), expected AS (
    SELECT count(*) AS number FROM noted WHERE date BETWEEN %(first)s AND %(last)s
), schools AS (
    SELECT count(*) AS number FROM (
        SELECT school_id FROM held WHERE school_id IS NOT NULL AND (counted > 0 OR named > 0)
        UNION
        SELECT g.school_id
        FROM (SELECT DISTINCT parent_id, {year} AS year FROM came) y
        JOIN families_parent p ON p.id = y.parent_id
        JOIN families_schooling g ON g.family_id = p.family_id AND g.school_year = y.year
    ) reached
), started AS (
    SELECT count(*) AS number FROM (
        SELECT min(date) AS day FROM gathered
        WHERE pathway_id IS NOT NULL AND (counted > 0 OR named > 0) GROUP BY workshop_id
    ) first WHERE day BETWEEN %(first)s AND %(last)s
), wanted AS (
    SELECT w.id, max(p.completion_by) AS counts, max(p.completion_threshold) * CASE
               WHEN max(p.completion_by) = 'modules' THEN count(*) ELSE sum(m.planned_minutes)
           END AS hundredths
    FROM workshops_workshop w
    JOIN workshops_pathway p ON p.id = w.pathway_id
    JOIN workshops_module m ON m.pathway_id = p.id
    WHERE w.programme_id = %(programme)s GROUP BY w.id
), advanced AS (
    SELECT date, session_id, parent_id, cohort_id, module_id, counted_minutes FROM ever
    UNION ALL
    SELECT a.date, a.session_id, a.parent_id, a.cohort_id, a.module_id, a.counted_minutes
    FROM workshops_attendance a
    JOIN workshops_workshop w ON w.id = a.cohort_id
    WHERE NOT (a.cohort_id = a.workshop_id) AND w.programme_id = %(programme)s
      AND a.programme_id <> %(programme)s AND a.held AND a.status IN ('present', 'late')
), told AS (
    SELECT a.*, w.counts, w.hundredths, CASE WHEN a.module_id IS NOT NULL AND row_number() OVER (
        PARTITION BY a.cohort_id, a.parent_id, a.module_id ORDER BY a.date, a.session_id
        ) = 1 THEN 1 ELSE 0 END AS is_first
    FROM advanced a JOIN wanted w ON w.id = a.cohort_id
), followed AS (
    SELECT date, hundredths, cohort_id, parent_id, 100 * sum(
        CASE WHEN counts = 'modules' THEN is_first ELSE counted_minutes END) OVER (
        PARTITION BY cohort_id, parent_id ORDER BY date, session_id
        ROWS UNBOUNDED PRECEDING) AS total
    FROM told
), completed AS (
    SELECT count(*) AS number FROM (
        SELECT min(date) AS day FROM followed
        WHERE total >= hundredths GROUP BY cohort_id, parent_id
    ) done WHERE day BETWEEN %(first)s AND %(last)s
), helped AS (
    SELECT count(*) AS number, sum(s.minutes) AS minutes
    FROM workshops_supportcontext c JOIN families_supportmeeting s ON s.id = c.support_id
    WHERE c.programme_id = %(programme)s AND s.held_on BETWEEN %(first)s AND %(last)s
), sent AS (
    SELECT count(*) AS number
    FROM workshops_referralcontext c JOIN families_referral r ON r.id = c.referral_id
    WHERE c.programme_id = %(programme)s AND r.made_on BETWEEN %(first)s AND %(last)s
      AND r.agreed_on IS NOT NULL AND r.status NOT IN ('draft', 'withdrawn')
)
SELECT 'all', NULL,
    (SELECT count(*) FROM people), (SELECT count(DISTINCT family_key) FROM came),
    count(*), sum(minutes), sum(named) + sum(unnamed),
    (SELECT sum(counted_minutes) FROM came) + sum(minutes * unnamed),
    sum(named), (SELECT number FROM expected), (SELECT number FROM newcomers),
    (SELECT sum(CASE WHEN gender LIKE '%%m' THEN 1 ELSE 0 END) FROM people),
    (SELECT sum(CASE WHEN qpv LIKE '%%yes' THEN 1 ELSE 0 END) FROM people),
    (SELECT number FROM schools), (SELECT number FROM started), (SELECT number FROM completed),
    (SELECT number FROM helped), (SELECT minutes FROM helped), (SELECT number FROM sent)
FROM held
UNION ALL
SELECT 'month', m.key, m.sessions, m.minutes, m.named + m.unnamed, coalesce(p.parents, 0),
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM (SELECT substr(CAST(date AS text), 1, 7) AS key, count(*) AS sessions,
             sum(minutes) AS minutes, sum(named) AS named, sum(unnamed) AS unnamed
      FROM held GROUP BY 1) m
LEFT JOIN (SELECT substr(CAST(date AS text), 1, 7) AS key, count(DISTINCT parent_id) AS parents
           FROM came GROUP BY 1) p ON p.key = m.key
UNION ALL
SELECT 'school', CAST(s.key AS text), s.sessions, s.minutes, s.named + s.unnamed,
    coalesce(p.parents, 0),
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM (SELECT coalesce(school_id, 0) AS key, count(*) AS sessions,
             sum(minutes) AS minutes, sum(named) AS named, sum(unnamed) AS unnamed
      FROM held GROUP BY 1) s
LEFT JOIN (SELECT coalesce(school_id, 0) AS key, count(DISTINCT parent_id) AS parents
           FROM came GROUP BY 1) p ON p.key = s.key
"""
# What the two engines do not write alike: a number as a text of fixed width, and a school year.
WORDS = {
    "sqlite": {
        "padded": "printf('%%012d', session_id)",
        "year": "CAST(substr(date, 1, 4) AS integer) - (substr(date, 6, 2) < '09')",
    },
    "postgresql": {
        "padded": "lpad(session_id::text, 12, '0')",
        "year": "date_part('year', date - interval '8 months')",
    },
}
TOTALS = (
    *("unique_parents", "families", "sessions_held", "hours_delivered", "participations"),
    *("participant_hours", "attended", "expected", "new_parents", "fathers", "qpv_parents"),
    *("schools_reached", "cohorts_started", "pathways_completed"),
    *("individual_supports", "support_hours", "referrals"),
)

# The measures it tells: all those of the sheets. The others read what stands beside, when asked.
NAMES = [*(name for name in TOTALS if name not in ("attended", "expected")), "attendance_rate"]


def ask(scope: Scope) -> list[tuple]:
    """The lines of the statement for the one programme of this scope, as they come."""
    (programme,) = scope.programmes
    values = {
        "programme": programme.pk,
        "lead": programme.lead_id,
        "first": scope.starts_on.isoformat(),
        "last": scope.ends_on.isoformat(),
    }
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT.format(**WORDS[connection.vendor]), values)
        return cursor.fetchall()


def figures(lines: list[tuple]) -> dict:
    """These lines as `told` writes the figures of the product."""
    found = {"month": {}, "school": {}}
    for kind, key, *values in lines:
        if kind == "all":
            found |= {name: int(value or 0) for name, value in zip(TOTALS, values, strict=True)}
        else:
            found[kind][key] = [int(value) for value in values[:4]]
    attended, expected = found.pop("attended"), found.pop("expected")
    return found | {"attendance_rate": round(100 * attended / expected, 1) if expected else None}


def told(figures: Figures) -> dict:
    """These measures, and the months and schools that have something, as plain values."""
    found = {name: figure.value for name, figure in figures.measures(NAMES).items()}
    if found["attendance_rate"] is not None:
        found["attendance_rate"] = float(found["attendance_rate"])
    months = {line.key.isoformat()[:7]: numbers(line) for line in figures.by_month()}
    schools = {str(line.key or 0): numbers(line) for line in figures.by_school()}
    return found | {
        "month": {key: line for key, line in months.items() if any(line)},
        "school": schools,
    }


def numbers(line):
    return [line.sessions, line.minutes, line.participations, line.parents]
