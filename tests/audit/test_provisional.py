"""Sources and note call figures provisional where customs do, and nowhere else; values are what the rule makes them."""

from __future__ import annotations

import copy
import json

import pytest

from generator.audit.evidence import Evidence
from generator.audit.recompute import trace
from tests.audit.mutate import Json
from tests.story.months import Monthly, Table, months, table

TWO = ("2601", "7403")


def swaying(copper: int = 12) -> Table:
    """Return figures of two lines: iron ores grow by a third, refined copper comes to `copper` after ten."""
    rows = {"2601": (3, 4), "7403": (10, copper)}
    return table(lambda code, at: rows[code][at // 24 and 1] * 10**6, codes=TWO)


def of_two(language: str = "en", *, copper: int = 12) -> Monthly:
    """Return an edition of them."""
    return months(swaying(copper), codes=TWO, language=language)


WORDS = {"en": ("Provisional", "Final"), "zh": ("初步数据", "最终数据"), "ur": ("عبوری", "حتمی")}


def broken(told: Monthly, old: str, new: str, rule: str) -> list[str]:
    """Return what a rule says where every text has `new` for `old`."""
    edition: Json = json.loads(json.dumps(told.edition, ensure_ascii=False).replace(old, new))
    found = trace(edition, Evidence.of(copy.deepcopy(told.claims)), told.raw.__getitem__, told.figures)
    return [one.problem for one in found if one.rule == rule]


@pytest.mark.parametrize("language", WORDS)
def test_figures_that_may_change_are_called_so(language: str) -> None:
    """Each source line and the note, or the edition is held."""
    told = of_two(language)
    places = [block["id"] for block in told.edition["stories"][language]["blocks"] if block.get("source")]
    expected = [f"the source line of {place} does not say that customs may change these figures" for place in places]
    found = broken(told, *WORDS[language], "provisional")
    assert [*expected, "the note does not say that customs may change these figures"] == found


def test_final_figures_are_not_called_provisional() -> None:
    """Customs call no month of these provisional."""
    told = months(swaying(), codes=TWO, final=tuple({month for _, month in swaying()}))
    assert () == told.findings
    assert ["the source line of table calls figures provisional that customs do not"] == [
        one
        for one in broken(told, "Source: General", "Provisional. Source: General", "provisional")
        if "of table calls" in one
    ]


@pytest.mark.parametrize(("language", "cif"), [("en", ", CIF,"), ("zh", "CIF价"), ("ur", "CIF")])
def test_values_are_those_of_the_rule_where_no_text_says_otherwise(language: str, cif: str) -> None:
    """Imports are CIF; no row says how these are valued."""
    told = of_two(language)
    assert ["by rule they are CIF, and no text says otherwise"] == broken(
        told, cif, cif.replace("CIF", "FOB"), "valuation"
    )
