"""bin/bench: makes its databases, measures the goals, prints the table, and says if they hold."""

import argparse
import os
import sys
import time
from pathlib import Path

from config.bench import goals
from config.bench.hands import Base
from config.bench.lines import table

EACH = {
    "1": goals.sheet_over_http,
    "2": goals.sheet_saved,
    "3": goals.constant_queries,
    "4": goals.figures_against_sql,
    "6": goals.report,
    "8": goals.tables_imported,
    "9": goals.tables_exported,
    "10": goals.on_the_wire,
    "13": goals.saved_together,
    "14": goals.from_afar,
}
# What a funder waits for is measured at every scale asked for; the rest at the first one.
AT_EACH_SCALE = ("4", "6", "14")


def arguments():
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--no-fail", action="store_true", help="print only: status 0 always")
    parser.add_argument("--scales", default="S", help="S, or S,M,L to measure the growth")
    parser.add_argument(
        "--goals", default="1,2,3,4,5,6,8,9,10,11,13,14", help="only these: --goals 1,4"
    )
    parser.add_argument("--engines", default="sqlite,postgresql")
    return parser.parse_args()


def say(text):
    sys.stderr.write(f"▸ {text}\n")


def bases(engine, scales, folder):
    """One database per scale, filled; the names say what they are for."""
    made = []
    for scale in scales:
        name = f"bench_{scale.lower()}"
        urls = {
            "sqlite": f"sqlite:///{folder}/{name}.sqlite3",
            "postgresql": os.environ.get("BENCH_PG_URL", "").replace("/postgres?", f"/{name}?"),
        }
        base = Base(engine, scale, urls[engine], folder / f"{engine}-{scale}")
        say(f"{engine}, échelle {scale}")
        base.fill()
        made.append(base)
    return made


def measure(engine, scales, wanted, folder):
    small, *larger = bases(engine, scales, folder)
    try:
        for number, goal in EACH.items():
            if number in wanted:
                say(f"{engine}, but {number}")
                for base in (small, *(larger if number in AT_EACH_SCALE else ())):
                    yield from goal(base)
        if "5" in wanted:
            for large in larger:
                yield from goals.growth(small, large)
            if not larger:
                yield goals.figures_alone(small)
    finally:
        for base in (small, *larger):
            base.stop()


def main():
    options, begun = arguments(), time.monotonic()
    wanted, folder = options.goals.split(","), Path(os.environ["BENCH_DIR"])
    lines = []
    for engine in options.engines.split(","):
        lines += measure(engine, options.scales.split(","), wanted, folder)
    if "11" in wanted:
        lines += goals.cold_start()
    lines.sort(key=lambda line: (int(line.goal), line.what, line.base))
    sys.stdout.write(table(lines) + "\n")
    missed = [line for line in lines if line.held is False]
    say(f"{len(missed)} but(s) manqué(s), en {time.monotonic() - begun:.0f} s")
    return 1 if missed and not options.no_fail else 0


if __name__ == "__main__":
    sys.exit(main())
