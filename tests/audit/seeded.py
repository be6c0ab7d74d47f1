"""Clean editions from seeded figures: every plan, other goods and other pairs of economies each time."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generator.trade.codes import Flow
from generator.trade.period import Period
from tests.story.months import Monthly, Table, months

LANGUAGES = ("en", "zh", "ur")
_GOODS = (  # headings that every nomenclature has, with a name in every language
    *("0302", "0303", "0306", "0713", "0805", "1006", "1701", "2523", "2601", "2603", "2606", "2607", "2608", "2610"),
    *("2709", "2711", "3901", "4011", "5205", "6109", "6203", "7402", "7403", "7404", "7602", "8471", "8517", "9403"),
)
_PARTIES = (("CHN", "PAK"), ("CHN", "PAK"), ("DEU", "POL"), ("PAK", "CHN"), ("USA", "MEX"), ("ARE", "PAK"))
_LAST = Period.parse("2025-12")
Shape = Callable[[random.Random], dict[str, Any]]


@dataclass(frozen=True)
class Seeded:
    """What one edition is made from; `make` composes and audits it in a language, or in several."""

    plan: str
    seed: int
    fields: dict[str, Any]

    def make(self, *languages: str) -> Monthly:
        """Return the edition in `languages`."""
        return months(**self.fields, languages=languages)


def seeded(plan: str, seed: int) -> Seeded:
    """Return what the edition of that plan and seed is made from, the same each time."""
    return Seeded(plan, seed, PLANS[plan](random.Random(f"{plan} {seed}")))  # noqa: S311 -- the same each time


def _figures(
    chance: random.Random, *, lines: int, drift: tuple[float, float], noise: float, months_known: int = 36
) -> Table:
    """Return dollars and kilograms a month: each line of its own size, drift a year and noise."""
    rows: dict[tuple[str, str], tuple[int, int]] = {}
    for code in sorted(chance.sample(_GOODS, lines)):
        size, worth = 10 ** chance.uniform(5.2, 8.6), 10 ** chance.uniform(2.2, 4.3)
        yearly = chance.uniform(*drift)
        for place in range(months_known):
            swing = chance.gauss(0, noise)
            dollars = int(size * (1 + yearly) ** (place / 12) * max(1 + swing, 0.02))
            rows[code, str(_LAST.step(place - months_known + 1))] = (dollars, int(dollars * 1000 / worth) + 1)
    return rows


def _settings(chance: random.Random, rows: Table) -> dict[str, Any]:
    """Return the lines alone or under their chapters, parties and flow."""
    codes = tuple(sorted({code for code, _ in rows})) if chance.random() < 0.6 else ()
    return {
        "rows": rows,
        "codes": codes,
        "parties": chance.choice(_PARTIES),
        "flow": chance.choice([Flow.IMPORT, Flow.IMPORT, Flow.EXPORT]),
        "labels": {},
        "themes": (),
    }


def _ordinary(chance: random.Random) -> dict[str, Any]:
    rows = _figures(chance, lines=chance.randint(3, 9), drift=(-0.4, 0.6), noise=chance.choice([0.05, 0.15, 0.4]))
    return _settings(chance, rows) | {"period": f"2025-{chance.randint(3, 12):02}"}


def _quiet(chance: random.Random) -> dict[str, Any]:
    rows = _figures(chance, lines=chance.randint(3, 7), drift=(-0.003, 0.003), noise=0.002)
    return _settings(chance, rows) | {"period": f"2025-{chance.randint(3, 12):02}", "thresholds": {}}


def _quarter(chance: random.Random) -> dict[str, Any]:
    return _ordinary(chance) | {"period": f"2025-Q{chance.randint(1, 4)}"}


def _lunar(chance: random.Random) -> dict[str, Any]:
    rows = _figures(chance, lines=chance.randint(3, 7), drift=(-0.4, 0.6), noise=0.1)
    pair = chance.choice([("CHN", "PAK"), ("PAK", "CHN")])
    return _settings(chance, rows) | {"period": chance.choice(["2025-01..2025-02", "2025-01"]), "parties": pair}


def _revised(chance: random.Random) -> dict[str, Any]:
    fields = _ordinary(chance) | {"period": "2025-12"}
    first = {
        key: (int(dollars * chance.uniform(0.93, 1.04)), mass)
        for key, (dollars, mass) in fields["rows"].items()
        if "2025-01" <= key[1] <= "2025-11"
    }
    return fields | {"told_first": first}


def _falling(chance: random.Random) -> dict[str, Any]:
    rows = _figures(chance, lines=chance.randint(3, 7), drift=(-0.5, -0.12), noise=0.01)
    return _settings(chance, rows) | {"period": f"2025-{chance.randint(3, 12):02}"}


def _single(chance: random.Random) -> dict[str, Any]:
    rows = _figures(chance, lines=1, drift=(-0.4, 0.6), noise=chance.choice([0.02, 0.2]))
    return _settings(chance, rows) | {"period": f"2025-{chance.randint(3, 12):02}"}


def _missing(chance: random.Random) -> dict[str, Any]:
    """Return a table in which a line has no figure now, or a year before, or the past is short or has a gap."""
    fields = _ordinary(chance)
    rows, now = fields["rows"], Period.parse(fields["period"])
    codes = sorted({code for code, _ in rows})
    then, some = now.year_before(), now.step(-chance.choice([3, 5, 8]))
    begin = str(now.step(-chance.randint(1, 8)))
    gone: dict[str, set[tuple[str, str]]] = {
        "now": {(codes[0], str(now))},
        "then": {(codes[0], str(then))},
        "base": {(code, str(then)) for code in codes},
        "gap": {(codes[0], str(some))},
        "short": {key for key in rows if key[1] < begin},
    }
    lost = gone[chance.choice(sorted(gone))]
    fields["rows"] = {key: row for key, row in rows.items() if key not in lost}
    return fields | {"codes": tuple(codes), "covers": "listed"}


def _annual(chance: random.Random) -> dict[str, Any]:
    rows: dict[tuple[str, str], tuple[int, int]] = {}
    for code in sorted(chance.sample(_GOODS, chance.randint(2, 8))):
        size = 10 ** chance.uniform(6, 9.2)
        for year in ("2024", "2025"):
            if year == "2025" or chance.random() < 0.85:
                rows[code, year] = (int(size * chance.uniform(0.6, 1.5)), 1000)
    fields, lines = _settings(chance, rows), {code for code, _ in rows}
    chapters = {code[:2] for code in lines} if chance.random() < 0.4 else set[str]()
    return fields | {"period": "2025", "covers": "listed", "codes": tuple(sorted(lines | chapters))}


PLANS: dict[str, Shape] = {
    "ordinary": _ordinary,
    "quiet": _quiet,
    "lunar": _lunar,
    "revised": _revised,
    "falling": _falling,
    "single": _single,
    "missing": _missing,
    "quarter": _quarter,
    "annual": _annual,
}
