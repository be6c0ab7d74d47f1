"""Corrections: the audit finds by itself what a revision has undone, and holds an edition that does not say so."""

import json
from collections.abc import Sequence
from typing import Any

from generator.story.brief import Once
from tests.story.months import Monthly
from tests.story.test_last import GONE, LEVELS, NOVEMBER, YEAR_BEFORE, december, left

TURNED = Once(("2601",), NOVEMBER, YEAR_BEFORE, "up", "1.5%")


def found(told: Monthly, edition: Any, data: Any, document: str) -> list[str]:  # noqa: ANN401 -- JSON
    """Return the corrections that the audit asks for in `edition`, after one that left `data` behind."""
    raw = {**told.raw, document: json.dumps(data).encode()}
    findings = Monthly(told.story, edition, told.claims, raw, told.figures).findings
    return [one for one in findings if "[correction]" in one]


def after(told: Monthly, rates: Sequence[Once]) -> list[str]:
    """Return what the audit has against `told` where November had printed `rates`."""
    last, data = left(rates)
    edition = {**told.edition, "movements": {"before": {"edition": last.edition, "sha256": last.document}}}
    return found(told, edition, json.loads(data), last.document)


def test_each_rate_that_is_undone_needs_its_own_correction() -> None:
    """The rate of iron ores is told, that of refined copper is not."""
    problems = after(december([TURNED]), rates=[GONE, TURNED])
    assert len(problems) == 1
    assert "12% of ['7403'] in 2025-11, the releases now give 25.0%" in problems[0]


def test_of_more_than_six_no_other_one_is_wanted() -> None:
    """Seven rates are wrong: six in the note are enough, five are not."""
    now, base = NOVEMBER.step(1), YEAR_BEFORE.step(1)
    lines = [(code, NOVEMBER, YEAR_BEFORE) for code in LEVELS] + [(code, now, base) for code in list(LEVELS)[:3]]
    wrong = [Once((code,), when, then, "up", f"{90 + place}%") for place, (code, when, then) in enumerate(lines)]
    assert after(december(wrong), rates=wrong) == []
    assert len(after(december(wrong[2:]), rates=wrong)) == 2
