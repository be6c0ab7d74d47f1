"""What is drawn for a seed: who trades, in which period, which lines, by which office, in which languages."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from generator.story.pictures import MOST, NAMES
from generator.trade.codes import LUNAR, WORLD, economies
from generator.trade.period import Period
from tests.strangers import company
from tests.strangers import office as offices
from tests.strangers.basket import Basket, all_goods, basket
from tests.strangers.office import REASONS, Amount, Office, Size, Trade, day_after, trade

SOURCE, BRIEFING = "office", "trade"
PRICES = "prices.xlsx"
KINDS = {"month": 58, "quarter": 18, "year": 14, "January and February": 10}
LANGUAGES = {("en",): 30, ("zh",): 22, ("ur",): 22, ("en", "zh", "ur"): 20, ("zh", "ur"): 6}
FLOWS = {"import": 60, "export": 34, "re-export": 4, "re-import": 2}
HISTORIES = {2: 4, 7: 5, 12: 5, 13: 6, 24: 10, 30: 15, 36: 35, 60: 15, 84: 5}  # months
EVENTS = {"one file": 45, "newest file": 25, "revised": 15, "accepted": 8, "flagged": 7}
CHARTS = (
    *("contributions", "trend", "panels", "quantity_value", "year_gap"),
    *("shares", "waterfall", "heatmap", "lines", "dumbbell"),
)
# The picture of what a stranger has.
DRAWN_IN = {"balance": "balance", "market": "partners", "price": "price", "all goods": "tiles"}
_REMEMBERED = 14  # periods: from here on the edition before has a base of its own
_FREQUENCIES = {"quarter": "quarterly", "year": "annual"}


@dataclass(frozen=True)
class Release:
    """One file as the office published it; `accept` is why the desk takes it in, "" where nobody has to say it."""

    name: str
    text: str
    day: date
    accept: str = ""


@dataclass(frozen=True)
class Stranger:
    """A desk's settings and releases, the period of its edition, and in words what is drawn of it (`--only`)."""

    seed: int
    traits: frozenset[str]
    period: str
    desk: Mapping[str, Any]
    briefing: Mapping[str, Any]
    releases: tuple[Release, ...]
    prices: bytes = b""  # a sheet of world prices, b"" where the desk has none
    before: str = ""  # the period whose edition this one remembers, "" for a first edition

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the desk."""
        return tuple(self.desk["languages"])

    def write(self, folder: Path) -> None:
        """Write the desk into a new folder, its releases beside their settings, in files/."""
        for name in ("briefings", "files"):
            (folder / name).mkdir(parents=True)
        _write(folder / "desk.yaml", self.desk)
        _write(folder / "briefings" / f"{BRIEFING}.yaml", self.briefing)
        for release in self.releases:
            (folder / "files" / release.name).write_text(release.text, "utf-8")
        if self.prices:
            (folder / "files" / PRICES).write_bytes(self.prices)


def _write(file: Path, settings: Mapping[str, Any]) -> None:
    """Write settings as JSON, which is YAML as well."""
    file.write_text(json.dumps(settings, ensure_ascii=False, indent=1), "utf-8")


def stranger(seed: int) -> Stranger:
    """Return the stranger of that seed, the same each time."""
    chance = random.Random(f"stranger {seed}")  # noqa: S311 -- the same each time
    kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
    reporter, partner = _parties(seed, chance)
    if kind == "January and February":
        reporter = reporter if {reporter, partner} & LUNAR else chance.choice(sorted(LUNAR - {partner}))
    languages = chance.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
    periods = _periods(chance, kind, lunar=bool({reporter, partner} & LUNAR))
    is_together = kind == "January and February" and seed % 2 == 1
    if is_together:
        periods = _together(periods)
    tiles = random.Random(f"tiles {seed}")  # noqa: S311 -- apart, so that what other seeds draw stays
    lines = all_goods() if tiles.random() < 0.03 else basket(chance, languages)
    by = offices.office(chance, whole="rolled up" in lines.traits)
    flow = chance.choices(list(FLOWS), list(FLOWS.values()))[0]
    balance = flow in {"import", "export"} and chance.random() < 0.12
    size = Size(*_sizes(chance, by), chance.choice([0.04, 0.12, 0.12, 0.4]), lunar=bool({reporter, partner} & LUNAR))
    known = trade(chance, lines.codes, periods, size)
    releases, event = _releases(chance, by, (partner, flow), known, lines)
    if balance:
        other = "export" if flow == "import" else "import"
        opposite = _whole(lines, trade(chance, lines.codes, periods, size))
        more = offices.rows(chance, by, (partner, other), opposite, lines.certain)
        releases = _with(releases, more)
    traits = {kind, event, *languages, *lines.traits, *by.traits, "World" if partner == WORLD else "pair", flow}
    traits |= {mark for mark, holds in (("balance", balance), ("printed together", is_together)) if holds}
    desk = _desk(chance, by, reporter, languages)
    briefing = _briefing(chance, kind, (reporter, partner, flow), lines, languages)
    if balance:
        briefing["figures"]["balance"] = True
    if chance.random() < 0.2:
        briefing["charts"] = chance.sample(CHARTS, chance.randint(0, 5))
        traits.add("charts")
    beside = random.Random(f"beside {seed}")  # noqa: S311 -- apart, so that what a seed drew before stays
    if partner != WORLD and not balance and beside.random() < 0.3:
        rows = company.partners(beside, by, (reporter, partner, flow), known, lines, periods, size)
        releases = _beside(releases, rows, str(periods[-1]), event)
        briefing["figures"]["market"] = True
        desk["sources"][SOURCE] |= {"partners": "every"} if beside.random() < 0.8 else {}
        traits.add("market")
    prices, before = _prices(beside, kind, periods, lines, (desk, briefing)), _before(beside, kind, periods)
    traits |= {mark for mark, holds in (("price", prices), ("memory", before)) if holds}
    if "charts" not in traits and beside.random() < 0.3:
        briefing["charts"] = _pictures(beside, traits)
        traits.add("pictures")
    return Stranger(seed, frozenset(traits), _asked(kind, periods), desk, briefing, releases, prices, before)


def _prices(
    chance: random.Random,
    kind: str,
    periods: tuple[Period, ...],
    lines: Basket,
    settings: tuple[dict[str, Any], dict[str, Any]],
) -> bytes:
    """Return a sheet of world prices and write it into the settings of desk and briefing, or b""."""
    if kind == "year" or chance.random() >= 0.25:
        return b""
    desk, briefing = settings
    desk["sources"]["pink-sheet"] = {"kind": "prices"}
    briefing["context"] = company.context(lines)
    return company.price(chance, periods)


def _before(chance: random.Random, kind: str, periods: tuple[Period, ...]) -> str:
    """Return the period of the edition before, whose figures have a base of their own, or ""."""
    least = 1 if kind == "year" else _REMEMBERED
    if kind == "January and February" or len(periods) <= least or chance.random() >= 0.6:
        return ""
    return str(periods[-1].quarter.step(-1) if kind == "quarter" else periods[-2])


def _pictures(chance: random.Random, traits: set[str]) -> list[str]:
    """Return as many pictures as a briefing may list: those of what the stranger has, and some of all others."""
    certain = [picture for trait, picture in DRAWN_IN.items() if trait in traits]
    others = [name for name in NAMES if name not in certain]
    pictures = [*certain, *chance.sample(others, MOST - len(certain))]
    chance.shuffle(pictures)
    return pictures


@cache
def _all_economies() -> tuple[str, ...]:
    found = sorted({one.iso3 for one in economies().values()})
    random.Random("economies").shuffle(found)  # noqa: S311 -- the same each time
    return tuple(found)


def _parties(seed: int, chance: random.Random) -> tuple[str, str]:
    """Return reporter and partner: by turns, so that some hundreds of seeds in a row have every economy as both."""
    every = _all_economies()
    reporter = every[seed % len(every)]
    partner = every[(seed * 2 + seed // len(every)) % len(every)]
    if chance.random() < 0.1 or partner == reporter:
        partner = WORLD
    return reporter, partner


def _periods(chance: random.Random, kind: str, *, lunar: bool) -> tuple[Period, ...]:
    """Return the periods of which there are figures, oldest first; the edition is of the last.

    No edition is of a January that the Lunar New Year moves: it is told together with its February.
    """
    year = chance.randint(2023, 2025)
    if kind == "year":
        count = chance.choice([1, 2, 2, 3, 6])
        return tuple(Period((year - back) * 12, 12) for back in reversed(range(count)))
    month = {"quarter": chance.choice([3, 6, 9, 12]), "January and February": 2}.get(kind, chance.randint(1, 12))
    month = 3 if lunar and month == 1 else month
    last, count = year * 12 + month - 1, chance.choices(list(HISTORIES), list(HISTORIES.values()))[0]
    count = max(count, 3 if kind == "quarter" else 2)
    return tuple(Period(last - back, 1) for back in reversed(range(count)))


def _together(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """Return the periods of an office that prints January and February as one."""
    months = {period.first for period in periods}
    pairs = {first for first in months if first % 12 == 0 and first + 1 in months}
    return tuple(Period(one.first, 1 + (one.first in pairs)) for one in periods if one.first - 1 not in pairs)


def _asked(kind: str, periods: tuple[Period, ...]) -> str:
    last = periods[-1]
    if kind == "quarter":
        return str(last.quarter)
    is_apart = kind == "January and February" and last.months == 1
    return str(Period(last.first - 1, 2)) if is_apart else str(last)


def _sizes(chance: random.Random, by: Office) -> tuple[float, float]:
    """Return the least and the most that a line trades in a month, as powers of ten of the currency."""
    most = max(chance.uniform(4, 9), offices.PRINTS[by.prints][2] - math.log10(by.dollar))
    rate = math.log10(by.dollar)
    return most - chance.uniform(0.7, 3.2) + rate, most + rate


def _whole(lines: Basket, known: Trade) -> Trade:
    """Return the trade with the chapters that the office prints, each the sum of its lines."""
    if "parents" not in lines.traits:
        return known
    found = dict(known)
    for (code, period), (cents, kilograms) in known.items():
        key = (code[: len(lines.parents[0])], period)
        had = found.get(key, (0, 0))
        found[key] = (had[0] + cents, had[1] + kilograms)
    return found


def _releases(
    chance: random.Random, by: Office, parties: offices.Parties, known: Trade, lines: Basket
) -> tuple[tuple[Release, ...], str]:
    """Return the files of a trade, and how they came: at once, the newest month alone, revised, or hard to believe."""
    last = max(period for _, period in known)
    day, early = day_after(last, chance.randint(12, 50)), day_after(last, 2)
    event = chance.choices(list(EVENTS), list(EVENTS.values()))[0]
    before = {key: amount for key, amount in known.items() if key[1] != last}
    now = {key: amount for key, amount in known.items() if key[1] == last}

    def release(name: str, trade: Trade, day: date, accept: str = "") -> Release:
        rows = offices.rows(chance, by, parties, _whole(lines, trade), lines.certain)
        return Release(name, "\n".join([offices.HEAD, *rows, ""]), day, accept)

    if event == "one file" or not before:
        return (release("all.csv", known, day),), "one file"
    if event == "revised":
        first = {key: _told_first(chance, amount) for key, amount in before.items()}
        return (release("first.csv", first, early), release("all.csv", known, day)), event
    reason = chance.choice(REASONS) if event in {"accepted", "flagged"} else ""
    if event == "accepted":
        now = {key: (cents * 1000, kilograms * 1000) for key, (cents, kilograms) in now.items()}
    elif event == "flagged":
        line = chance.choice(sorted(code for code, _ in now))
        now[line, last] = (now[line, last][0] * 11, now[line, last][1])
    return (release("before.csv", before, early), release("newest.csv", now, day, reason)), event


def _told_first(chance: random.Random, amount: Amount) -> Amount:
    factor = chance.choice([1, 1, chance.uniform(0.93, 1.04)])
    return round(amount[0] * factor), round(amount[1] * factor)


def _with(releases: tuple[Release, ...], rows: list[str]) -> tuple[Release, ...]:
    """Return the releases, with rows of the other flow in the last."""
    *before, last = releases
    text = last.text + "\n".join([*rows, ""])
    return (*before, Release(last.name, text, last.day, last.accept))


def _beside(releases: tuple[Release, ...], rows: list[str], newest: str, event: str) -> tuple[Release, ...]:
    """Return the releases with rows of other partners: each month in the file that has the trade of that month."""
    if len(releases) == 1 or event == "revised":
        return _with(releases, rows)
    *before, last = releases
    now = [row for row in rows if row.startswith(f"{newest},")]
    past = [row for row in rows if row not in now]
    return (*_with(tuple(before), past), *_with((last,), now))


def _desk(chance: random.Random, by: Office, reporter: str, languages: tuple[str, ...]) -> dict[str, Any]:
    source = {"title": _in(languages, _CUSTOMS), "reporter": reporter, **by.settings}
    return {
        "publisher": {
            "name": _in(languages, chance.choice(_PUBLISHERS)),
            "dateline": _in(languages, _PLACE),
            "contact": "trade@example.org",
        },
        "time_zone": "Europe/Berlin",
        "languages": list(languages),
        "sources": {SOURCE: source},
        "mail": {"transport": "folder", "from": "Trade Section <trade@example.org>"},
    }


def _briefing(
    chance: random.Random,
    kind: str,
    parties: tuple[str, str, str],
    lines: Basket,
    languages: tuple[str, ...],
) -> dict[str, Any]:
    reporter, partner, flow = parties
    figures: dict[str, Any] = {"source": SOURCE, "reporter": reporter, "flow": flow, "codes": list(lines.selected)}
    figures["partner"] = "World" if partner == WORLD else partner
    if chance.random() < 0.1:
        figures["year_start"] = 7
    if lines.group:
        figures["group"] = dict(lines.group)
    told: dict[str, Any] = {"title": _in(languages, _TITLE), "frequency": _FREQUENCIES.get(kind, "monthly")}
    told |= {"figures": figures, "themes": list(lines.themes), "labels": dict(lines.labels)}
    return {key: value for key, value in told.items() if value}


def _in(languages: tuple[str, ...], words: dict[str, str]) -> dict[str, str]:
    return {tag: words[tag] for tag in languages}


_TITLE = {"en": "Trade briefing", "zh": "贸易简报", "ur": "تجارتی جائزہ"}
_PLACE = {"en": "Berlin", "zh": "柏林", "ur": "برلن"}
_CUSTOMS = {"en": "National Statistical Office", "zh": "国家统计局", "ur": "قومی ادارہ شماریات"}
_PUBLISHERS = (
    {"en": "Trade Section", "zh": "经商处", "ur": "تجارتی شعبہ"},
    {"en": "Chamber of Commerce", "zh": "商会", "ur": "ایوان تجارت"},
)
