"""A heading that customs does not print is the sum of all lines that customs has of it, and of nothing else."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.trace.claim_scope import check_sums
from generator.audit.trace.customs_releases import CustomsReleases
from generator.audit.trace.document_sheets import DocumentSheet
from generator.trade.period import Period

RAW = b"code,period,value\n030354,2020-03,5\n030389,2020-03,7\n030389,2020-04,9\n030499,2020-03,2\n"
DIGEST = sha256(RAW).hexdigest()
Cells = dict[str, dict[str, Any]]
Change = Callable[[Cells, dict[str, Any]], object]


def line(code: str, dollars: int, period: str = "2020-03", parts: str = "") -> dict[str, Any]:
    """Return a cell of China's imports from Pakistan in whole dollars."""
    about = {"reporter": "CHN", "partner": "PAK", "flow": "M", "code": code, "period": period, "edition": ""}
    reading = {"low": f"{dollars}", "value": f"{dollars}", "high": f"{dollars}"}
    return {**about, **reading, "measure": "usd", "standing": "customs", "qualifier": "exact", "parts": parts}


def cells() -> Cells:
    """Return heading 0303 in March as the sum of its two lines, and the lines that are none of it."""
    return {
        "c1": line("0303", 12, parts="c2 c3"),
        "c2": line("030354", 5),
        "c3": line("030389", 7),
        "c4": line("030389", 9, "2020-04"),
        "c5": line("030499", 2),
    }


def document() -> dict[str, Any]:
    """Return how the release is read: complete in the months that it prints."""
    columns = {"code": "code", "period": "period", "value": "value"}
    told = {"reporter": "CHN", "partner": "PAK", "flow": "import", "scale": "1", "covers": "all"}
    return {"name": "fish.csv", "released": "2020-05-20", "columns": columns, **told}


def found(change: Change | None = None, more: bytes = b"") -> list[str]:
    """Return what is found in the sum after `change`; `more` are rows of the release."""
    proof, told, raw = cells(), document(), RAW + more
    if change is not None:
        change(proof, told)
    releases = CustomsReleases.of({DIGEST: DocumentSheet.of(told, raw)})
    return [finding.problem for finding in check_sums(ClaimEvidence({}, proof, {DIGEST: told}), lambda _: releases)]


def test_a_sum_of_all_lines_holds() -> None:
    """Two lines, one heading, one month."""
    assert [] == found()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda proof, _: proof["c1"].update(parts="c2"), "customs has ['030354', '030389'] in 0303"),
        (lambda proof, _: proof["c1"].update(parts="c2 c3 c5"), "it is the sum of ['030354', '030389', '030499']"),
        (lambda proof, _: proof["c1"].update(parts="c2 c4"), "030389 has another period"),
        (lambda proof, _: proof["c1"].update(parts="c2 c9"), "is not there"),
        (lambda proof, _: proof["c1"].update(value="13"), "its value is not the sum of its parts"),
        (lambda proof, _: proof["c1"].update(low="11"), "its low is not the sum of its parts"),
        (lambda proof, _: proof["c2"].update(qualifier="over"), "its parts are 'over', it is exact"),
        (lambda proof, _: proof["c2"].update(partner="IND"), "030354 has another partner"),
        (lambda _, told: told.update(covers="listed"), "no release is complete about 0303 in 2020-03"),
    ],
)
def test_a_wrong_sum_is_found(change: Change, words: str) -> None:
    """A line too few or too many, another month, another partner, another number, a release that is not complete."""
    assert any(words in problem for problem in found(change)), found(change)


def test_a_line_that_customs_has_and_the_edition_lacks_is_found() -> None:
    """One more row in the raw bytes than in the evidence."""
    assert any("customs has" in problem for problem in found(more=b"030366,2020-03,1\n"))


@pytest.mark.parametrize("partner", ["", "PAK"])
def test_a_release_says_of_what_it_is_complete(partner: str) -> None:
    """Coverage by code and month, for one partner or for every one; of another code it says nothing."""
    told = {"reporter": "CHN", "partner": partner, "flow": "M", "periods": ["2020-03"]}

    def complete(code: str) -> Change:
        return lambda _, entry: entry.update(covers="listed", coverage=[{**told, "codes": [code]}])

    assert [] == found(complete("03"))
    assert [] == found(complete("=0303"))
    assert any("no release is complete" in problem for problem in found(complete("=03")))
    assert any("no release is complete" in problem for problem in found(complete("0304")))


def test_one_document_may_be_several_releases() -> None:
    """First, another, the first again: the bytes of two of them are the same, and the last one counts."""
    first, other = b"code,period,value\n030389,2020-03,7\n", b"code,period,value\n030389,2020-03,8\n"
    told = [{**document(), "places": places} for places in ([0, 2], [1])]
    sheets = {"a": DocumentSheet.of(told[0], first), "b": DocumentSheet.of(told[1], other)}
    assert 7 == CustomsReleases.of(sheets).value(("CHN", "PAK", "M"), "030389", Period.parse("2020-03"))


def test_what_answers_without_a_row_are_complete_about_stands_at_its_place() -> None:
    """No trade in March, said before a file had some: the file counts; said after it, it does not."""
    empty = {**document(), "covers": "listed", "columns": {"code": "code", "period": "period", "value": "value"}}
    march = {"reporter": "CHN", "partner": "PAK", "flow": "M", "codes": [], "periods": ["2020-03"]}
    for place, dollars in ((0, 7), (2, 0)):
        answer = empty | {"places": [0, 2], "coverage": [{**march, "place": place}]}
        raw = b"code,period,value\n030389,2020-03,7\n"
        sheets = {
            "a": DocumentSheet.of(answer, b"code,period,value\n"),
            "b": DocumentSheet.of({**document(), "places": [1]}, raw),
        }
        assert dollars == CustomsReleases.of(sheets).value(("CHN", "PAK", "M"), "030389", Period.parse("2020-03"))
