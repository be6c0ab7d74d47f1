"""What an entry of the catalogue asserts: each sentence over figures of which it is true, and over some it is not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.trace.formulas import as_tuples
from generator.trade.trees import Tree
from tests.audit.patterns.claims_by_hand import BASE, LINE, NOW, cell, claim, evidence, prover

OTHER = "2601"
BOTH = [LINE, OTHER]
NAME: Tree = ("line", LINE, "short")
OTHER_NAME: Tree = ("line", OTHER, "short")
OF_LINE: Tree = ("trade.named", {"flow": ("flow", "M", "noun"), "names": NAME})
OF_ALL: Tree = ("trade.all", {"flow": ("flow", "M", "noun")})
MILLION = 1_000_000
UP: Tree = ("way", "up")
DOWN: Tree = ("way", "down")


@dataclass(frozen=True)
class Case:
    """A pattern with its slots, over `true` and over `false` figures."""

    key: str
    slots: dict[str, Tree]
    true: ClaimEvidence
    false: ClaimEvidence

    def faults(self, known: ClaimEvidence) -> list[str]:
        """Return what does not hold of the sentence over some figures."""
        ours = prover(known)
        return ours.prove((self.key, self.slots), ours.opening())[0]


def known(*claims: dict[str, Any], now: int = 120, base: int = 100) -> ClaimEvidence:
    """Return the bench, its line at `now` after `base` million (0: no trade), with weights and more claims."""
    bench = evidence(str(now * MILLION), str(base * MILLION) if base else "-")
    weights = {name: cell(LINE, when, "5") | {"measure": "kg"} for name, when in (("w1", NOW), ("w2", BASE))}
    more = {one["id"]: one for one in claims}
    more = {name: {**one, "formula": as_tuples(one["formula"])} for name, one in more.items()}
    return replace(bench, claims={**bench.claims, **more}, cells={**bench.cells, **weights})


def figure(name: str, *, words: str = "") -> Tree:
    """Return the print of a claim, in the words of a pattern if it has any."""
    return ("figure", name, (words, {})) if words else ("figure", name)


def moved(
    name: str, kind: str, head: str, way: str, cells: tuple[str, str] = ("c3", "c4"), **more: object
) -> dict[str, Any]:
    """Return the claim of a change on the year before."""
    formula = [head, ["cell", cells[0]], ["cell", cells[1]]]
    return claim(name, kind, "1", formula, compare_period=BASE, direction=way, **more)


def series(kind: str, head: str, **more: object) -> dict[str, Any]:
    """Return the claim `proof` on the line's past."""
    return claim("proof", kind, "24", [head, ["cell", "c3"], ["cell", "c4"]], unit="months", **more)


def part_of_change(value: str, kind: str = "part", **more: object) -> dict[str, Any]:
    """Return the claim `part`: how much of the total's change the line made, or some months, in per cent."""
    formula = [kind, ["difference", ["cell", "c3"], ["cell", "c4"]], ["difference", ["cell", "c1"], ["cell", "c2"]]]
    return claim("part", kind, value, formula, **{"compare_period": BASE, "unit": "pct", "direction": "up"} | more)


def part_of_year(value: str, period: str = "2025-Q4") -> dict[str, Any]:
    """Return the claim `part` of the last months of the year in its change."""
    base = period.replace("2025", "2024")
    return part_of_change(value, "year_part", codes=BOTH, period=period, compare_period=base)


def rising(base: str, head: str = "rose") -> dict[str, Any]:
    """Return the claim `n`: that both lines rose, or fell, against the period `base`."""
    return claim("n", "count", "2", [head], codes=BOTH, compare_period=base)


OF_CODE: Tree = ("trade_of.way", {"traded": OF_LINE, "way": ("whence.import", {"land": ("economy", "PAK", "land")})})
GAIN = moved("gain", "change_abs", "difference", "up", ("c1", "c2"), codes=[OTHER])
WHOLE_GAIN = moved("all", "change_abs", "difference", "up", codes=BOTH)
BEST = claim("best", "sum", "1", ["sum", ["cell", "c1"], ["cell", "c3"]], codes=BOTH, period="2025-03")
OTHER_LEVEL = claim("level", "level", "1", ["cell", "c1"], codes=[OTHER])
SHARE = claim("share", "share", "5", ["share", ["cell", "c4"], ["sum", ["cell", "c2"], ["cell", "c4"]]], period=BASE)
LAST_MONTHS: Tree = ("time", "2025-Q4", "months")
TWO_LINES = claim("of", "count", "2", ["size", *BOTH], codes=BOTH)
TO_DATE = "2025-01..2025-10"
YTD = claim("ytd", "sum", "1", ["sum", ["cell", "c1"], ["cell", "c3"]], codes=BOTH, period=TO_DATE)
LED = {
    "line": NAME,
    "level": figure("now"),
    "base": figure("base"),
    "proof": figure("part", words="body.line.led.low.proof"),
}
CASES = {
    "a headline is of the goods that it names": Case(
        "head.level",
        {"trade": OF_CODE, "level": figure("level")},
        known(claim("level", "level", "1", ["cell", "c3"])),
        known(claim("level", "sum", "1", ["sum", ["cell", "c1"], ["cell", "c3"]], codes=BOTH)),
    ),
    "a lede is of the goods that it names": Case(
        "body.lede.bought.alone",
        {"good": NAME, "period": ("time", NOW, "span"), "level": figure("level")},
        known(claim("level", "level", "1", ["cell", "c3"])),
        known(claim("level", "sum", "1", ["sum", ["cell", "c1"], ["cell", "c3"]], codes=BOTH)),
    ),
    "what holds has hardly moved": Case(
        "head.quiet", {"trade": OF_LINE, "level": figure("now")}, known(now=100), known(now=120)
    ),
    "what is flat has hardly moved": Case(
        "head.offset",
        {"trade": OF_ALL, "up": OTHER_NAME, "gain": figure("gain"), "down": NAME, "loss": figure("loss")},
        known(GAIN, moved("loss", "change_abs", "difference", "down"), now=99),
        known(GAIN, moved("loss", "change_abs", "difference", "down"), now=120),
    ),
    "a record is the highest": Case(
        "head.record",
        {"trade": OF_LINE, "level": figure("now"), "proof": figure("proof", words="head.record.proof")},
        known(series("record", "highest")),
        known(series("place", "least_of")),
    ),
    "a record is one of money": Case(
        "head.record",
        {"trade": OF_LINE, "level": figure("now"), "proof": figure("proof", words="head.record.proof")},
        known(series("record", "highest")),
        known(claim("proof", "record", "24", ["highest", ["cell", "w1"], ["cell", "w2"]], unit="months")),
    ),
    "the fastest is beyond all": Case(
        "head.pace.fastest",
        {"trade": OF_LINE, "months": figure("proof"), "way": UP},
        known(series("pace", "growth_high")),
        known(series("pace", "growth_low")),
    ),
    "the slowest falls short of all": Case(
        "head.pace.slowest",
        {"trade": OF_LINE, "months": figure("proof"), "way": UP},
        known(series("pace", "growth_low")),
        known(series("pace", "growth_high")),
    ),
    "the second of a pair goes its own way": Case(
        "body.line.pair",
        {"one": OTHER_NAME, "two": NAME, "two_rate": figure("two"), "way": UP},
        known(moved("two", "change", "growth", "up")),
        known(moved("two", "change", "growth", "down")),
    ),
    "a part of a gain is a gain": Case(
        "things.through.line",
        {"line": NAME, "part": figure("part"), "whole": figure("all"), "way": UP, "plus": ("row", ())},
        known(moved("part", "change_abs", "difference", "up"), WHOLE_GAIN),
        known(moved("part", "change_abs", "difference", "down"), WHOLE_GAIN),
    ),
    "who passed another leads": Case(
        "body.line.passed.again",
        {"line": NAME, "other": OTHER_NAME, "n": figure("proof")},
        known(series("leader", "leader")),
        known(series("surprise", "surprise")),
    ),
    "a line that made the difference made most of the change": Case(
        "body.line.led.low",
        LED,
        known(part_of_change("60")),
        known(part_of_change("59")),
    ),
    "a line that made the difference made no more than the change": Case(
        "body.line.led.low",
        LED,
        known(part_of_change("100")),
        known(part_of_change("101")),
    ),
    "a line that began had no trade": Case(
        "body.list.began",
        {"line": NAME, "level": figure("now"), "then": ("time", BASE, "span")},
        known(base=0),
        known(base=100),
    ),
    "a line that ended has no trade": Case(
        "body.list.ended",
        {"line": NAME, "base": figure("base"), "then": ("time", BASE, "span")},
        known(now=0),
        known(now=120),
    ),
    "second to a month is next to its level": Case(
        "things.second",
        {
            "proof": figure("proof", words="things.second.proof"),
            "best": figure("best"),
            "month": ("time", "2025-03", "months"),
        },
        known(BEST, series("place", "second", codes=BOTH, compare_period="2025-03")),
        known(BEST, series("place", "second", codes=BOTH, compare_period="2025-04")),
    ),
    "what is short of a year is so of the one named": Case(
        "body.year.short_of",
        {
            "months": ("time", TO_DATE, "months"),
            "ytd": figure("ytd"),
            "gap": figure("gap"),
            "year": ("time", "2024", "period"),
        },
        known(YTD, claim("gap", "short_of", "1", ["short_of"], codes=BOTH, period=TO_DATE, compare_period="2024")),
        known(YTD, claim("gap", "short_of", "1", ["short_of"], codes=BOTH, period=TO_DATE, compare_period="2023")),
    ),
    "value and weight are those of the goods named": Case(
        "head.parted.opposite",
        {"good": NAME, "q": figure("q"), "q_way": UP, "v": figure("v"), "v_way": DOWN},
        known(
            moved("q", "change", "growth", "up", ("w1", "w2")),
            moved("v", "change", "growth", "down"),
        ),
        known(
            moved("q", "change", "growth", "up", ("w1", "w2"), codes=BOTH),
            moved("v", "change", "growth", "down", codes=BOTH),
        ),
    ),
    "records in a row are no records of a year": Case(
        "head.record_nth",
        {"trade": OF_LINE, "nth": figure("proof")},
        known(series("records", "records")),
        known(series("records", "records_of_year")),
    ),
    "records of a year are not all in a row": Case(
        "head.record_of_year",
        {"trade": OF_LINE, "n": figure("proof")},
        known(series("records", "records_of_year")),
        known(series("records", "records")),
    ),
    "lines rose on the time that is named": Case(
        "panels.some",
        {
            "n": figure("n"),
            "lines": ("panels.lines.all", {"n": figure("of")}),
            "way": UP,
            "before": ("panels.before.step", {"when": ("time", "2025-11", "span")}),
        },
        known(rising("2025-11"), TWO_LINES),
        known(rising(BASE), TWO_LINES),
    ),
    "lines rose that are said to": Case(
        "panels.every",
        {"lines": ("panels.lines.all", {"n": figure("n")}), "way": UP, "before": ("panels.before.year", {})},
        known(rising(BASE)),
        known(rising(BASE, "fell")),
    ),
    "a run of a line goes its way": Case(
        "panels.run",
        {"name": NAME, "way": UP, "n": figure("proof"), "time_unit": ("word", "time_units", "months")},
        known(series("streak", "run", direction="up")),
        known(series("streak", "run", direction="down")),
    ),
    "more than the whole is more than all of it": Case(
        "bars.over",
        {"name": NAME, "way": UP, "proof": figure("part", words="bars.over.proof")},
        known(part_of_change("101")),
        known(part_of_change("99")),
    ),
    "a part of a decline is no gain": Case(
        "bars.part",
        {"name": NAME, "way": UP, "part": figure("part")},
        known(part_of_change("60")),
        known(part_of_change("60", direction="down")),
    ),
    "a part of the year is that of the months": Case(
        "year_gap.late.whole",
        {"part": figure("part"), "way": UP, "last": LAST_MONTHS},
        known(part_of_year("60")),
        known(part_of_year("60", "2025-Q3")),
    ),
    "months that outdo the year made more than all of it": Case(
        "year_gap.over.whole",
        {"last": LAST_MONTHS, "way": UP, "proof": figure("part", words="year_gap.over.whole.proof")},
        known(part_of_year("120")),
        known(part_of_year("90")),
    ),
    "most of a rise was tonnage": Case(
        "quantity_value.mostly",
        {"name": NAME, "way": UP, "proof": figure("part", words="quantity_value.mostly.proof")},
        known(part_of_change("80", "tonnage_part")),
        known(part_of_change("40", "tonnage_part")),
    ),
    "the published lines are those of the total": Case(
        "chart.title",
        {"n": figure("n")},
        known(claim("n", "count", "2", ["size", *BOTH], codes=BOTH)),
        known(claim("n", "count", "1", ["size", LINE], codes=[LINE])),
    ),
    "what is not yet in has no figure": Case("head.partial.lines.named", {"names": NAME}, known(now=0), known()),
    "what is missing has no figure": Case(
        "things.missing",
        {"names": NAME, "share": figure("share"), "when": ("time", BASE, "span")},
        known(SHARE, now=0),
        known(SHARE),
    ),
    "a balance is of the whole": Case(
        "balance.deficit",
        {"when": ("time", NOW, "span"), "size": figure("balance")},
        known(claim("balance", "balance", "-1", ["difference"], codes=BOTH)),
        known(claim("balance", "balance", "-1", ["difference"], codes=[LINE])),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_sentence_holds_of_its_own_figures_alone(name: str) -> None:
    """The same words are refused over figures that differ in the one thing that the entry asserts."""
    case = CASES[name]
    assert [] == case.faults(case.true)
    assert [] != case.faults(case.false)
