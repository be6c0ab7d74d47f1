"""Corrections: the audit finds by itself what a revision has undone, and holds an edition that does not say so."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from generator.story.last import Once, Place
from generator.trade.period import Period
from tests.story.months import Monthly
from tests.story.test_last import GONE, LEVELS, NOVEMBER, RECORD, SINCE, YEAR_BEFORE, december, left, placed


def found(told: Monthly, edition: Any, data: Any, document: str) -> list[str]:  # noqa: ANN401 -- JSON
    """Return the corrections that the audit asks for in `edition`, after one that left `data` behind."""
    raw = {**told.raw, document: json.dumps(data).encode()}
    findings = Monthly(told.story, edition, told.claims, raw, told.figures).findings
    return [one for one in findings if "[correction]" in one]


def after(told: Monthly, *places: Place, rates: Sequence[Once] = ()) -> list[str]:
    """Return what the audit has against `told` where November had printed `places` and `rates`."""
    last, data = left(rates)
    rows = [
        {"codes": list(one.codes), "period": str(one.period), "then": str(one.then), "side": one.side} for one in places
    ]
    edition = {**told.edition, "movements": {"before": {"edition": last.edition, "sha256": last.document}}}
    return found(told, edition, json.loads(data) | {"places": rows}, last.document)


@pytest.mark.parametrize("lacking", [RECORD, SINCE])
def test_each_place_that_is_undone_needs_its_own_correction(lacking: Place) -> None:
    """One correction does not make up for another one."""
    told = placed(*({RECORD, SINCE} - {lacking}))
    problems = after(told, RECORD, SINCE)
    assert len(problems) == 1
    assert f"{lacking.side} back to {lacking.then} of {list(lacking.codes)} in 2025-11" in problems[0]
    assert "no correction says so" in problems[0]


def test_each_rate_that_is_undone_needs_its_own_correction() -> None:
    """The rate of iron ores is told, that of refined copper is not."""
    other = Once(("2601",), NOVEMBER, YEAR_BEFORE, "up", "1.5%")
    problems = after(december([other]), rates=[GONE, other])
    assert len(problems) == 1
    assert "up 12% of ['7403'] in 2025-11, the releases now give 25.0%" in problems[0]


def test_of_more_than_six_the_gravest_are_wanted() -> None:
    """Seven rates are wrong: six in the note are enough, but not without the gravest."""
    now, base = NOVEMBER.step(1), YEAR_BEFORE.step(1)
    lines = [(code, NOVEMBER, YEAR_BEFORE) for code in LEVELS] + [(code, now, base) for code in list(LEVELS)[:3]]
    wrong = [Once((code,), when, then, "up", f"{90 + place}%") for place, (code, when, then) in enumerate(lines)]
    assert after(december(wrong), rates=wrong) == []
    gravest = next(one for one in wrong if one.codes == ("2601",))
    problems = after(december([one for one in wrong if one is not gravest]), rates=wrong)
    assert any("['2601'] in 2025-11" in one for one in problems)


def test_a_record_that_is_none_of_theirs_or_stands_is_no_correction() -> None:
    """What is said to have been printed was printed, of that line, month, past and side."""
    told = placed(RECORD)
    for other in (
        replace(RECORD, codes=("7402",)),
        replace(RECORD, side="lowest"),
        replace(RECORD, then=Period.parse("2023-02")),
        replace(RECORD, period=NOVEMBER.step(-1)),
    ):
        assert any("the last edition printed nothing of the kind" in one for one in after(told, other)), other


def _turned(edition: Any) -> None:  # noqa: ANN401 -- JSON
    next(block for block in edition["stories"]["en"]["blocks"] if block["id"] == "note")["runs"][0][
        "sentences"
    ].reverse()


def _unled(edition: Any) -> None:  # noqa: ANN401 -- JSON
    del next(block for block in edition["stories"]["en"]["blocks"] if block["id"] == "lede")["paragraphs"][1]


def _last(edition: Any) -> None:  # noqa: ANN401 -- JSON
    runs = next(block for block in edition["stories"]["en"]["blocks"] if block["id"] == "note")["runs"]
    runs.append(runs.pop(0))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (_turned, "do not begin with the gravest"),
        (_unled, "does not stand alone after the lede"),
        (_last, "no correction says so"),
    ],
)
def test_corrections_stand_in_their_place(change: Callable[[Any], None], problem: str) -> None:
    """First in the note, the gravest first, and that one after the lede."""
    told = placed(RECORD, SINCE)
    edition = json.loads(json.dumps(told.edition))
    assert after(replace(told, edition=edition), RECORD, SINCE) == []
    change(edition)
    assert any(problem in one for one in after(replace(told, edition=edition), RECORD, SINCE))


def test_a_correction_stands_beside_a_month_that_undoes_it() -> None:
    """A level of that month which is no higher proves nothing."""
    told = placed(RECORD)
    claims = json.loads(json.dumps(told.claims))
    place = next(claim for claim in claims["claims"] if claim["kind"] == "placed")
    place["compare_period"], place["formula"][4] = "2025-05", "2025-05"
    place["value"] = place["low"] = place["high"] = "6"
    later = replace(RECORD, then=Period.parse("2025-05"))
    assert any("without what is right" in one for one in after(replace(told, claims=claims), later))
