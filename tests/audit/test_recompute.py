"""Link C: cells found again in the raw bytes, claims worked out again from the cells."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

from generator.audit.claim_evidence import ClaimEvidence
from generator.audit.trace.claim_scope import reading_of
from generator.audit.trace.recompute import trace
from generator.audit.trace.value_spans import Span, growth, part_of
from tests.audit.printing import figures
from tests.audit.sample import EDITOR, NOTES, RAW, RELEASE, claims_data, edition, raw, text

D = Decimal
Change = Callable[[dict[str, Any]], object]


def traced(proof: dict[str, Any], told: dict[str, Any] | None = None, kept: Callable[[str], bytes] = raw) -> list[str]:
    """Return every finding of link C as a line."""
    return [str(item) for item in trace(told or edition(), ClaimEvidence.of(proof), kept, figures(proof))]


def test_sound_claims_pass() -> None:
    """Every cell of the sample is in its row, every claim comes to what it says."""
    assert [] == traced(claims_data())


CELL_FAULTS = {"row": 3, "text": "1.31", "column": "code", "multiplier": "1000000", "code": "76", "period": "2024"} | {
    "reporter": "PAK", "partner": "CHN", "flow": "X", "qualifier": "over", "standing": "relayed",
    "published": "2026-01-28",
    "value": "1310000000", "low": "1", "high": "9e9", "raw": "0" * 64}  # fmt: skip


@pytest.mark.parametrize("field", CELL_FAULTS)
def test_a_cell_says_what_its_row_says(field: str) -> None:
    """A cell that differs from the raw bytes in any field is found, with the sentence that prints it."""
    proof = claims_data()
    proof["cells"]["c1"][field] = CELL_FAULTS[field]
    assert any("China imported" in line and "[cell] c1:" in line for line in traced(proof))


CLAIM_FAULTS: dict[str, tuple[str, Change, str]] = {
    "value": ("f7", lambda claim: claim.update(value="10.7"), "value comes to 10.789"),
    "low": ("f9", lambda claim: claim.update(low="84"), "low comes to"),
    "high": ("f11", lambda claim: claim.update(high="1526050000"), "high comes to 1536120000"),
    "kind": ("f7", lambda claim: claim.update(kind="share"), "gives no claim of kind share"),
    "unit": ("f9", lambda claim: claim.update(unit="pp"), "in pp"),
    "direction": ("f7", lambda claim: claim.update(direction="down"), "its direction is up"),
    "codes": ("f5", lambda claim: claim.update(codes=["2606"]), "its cells are about ['2608']"),
    "period": ("f5", lambda claim: claim.update(period="2024"), "it stands on cells of ['2025']"),
    "compare": ("f7", lambda claim: claim.update(compare_period="2023"), "it stands on cells of ['2024', '2025']"),
    "qualifier": ("f11", lambda claim: claim.update(qualifier="exact"), "its qualifier is at_least"),
    "newer": ("f7", lambda claim: claim["formula"].insert(1, claim["formula"].pop()), "its newer part is of 2024"),
    "a bound": (
        "f7",
        lambda claim: claim.update(formula=["growth", ["cell", "c2"], ["cell", "c6"]]),
        "a bound carries",
    ),
    "relayed": (
        "f7",
        lambda claim: claim.update(formula=["growth", ["cell", "c1"], ["cell", "c7"]]),
        "a relayed figure",
    ),
    "outside": ("f9", lambda claim: claim["formula"][2].remove(["cell", "c1"]), "must be a sum that contains its part"),
    "left out": ("f9", lambda claim: claim["formula"][2].pop(), "its whole leaves out ['2608']"),
    "count": ("f10", lambda claim: claim.update(value="5", low="5", high="5"), "value comes to 4"),
    "words": ("f13", lambda claim: claim.update(formula=["stated", NOTES, "$3 billion"]), "does not say '$3 billion'"),
    "file": ("f13", lambda claim: claim.update(formula=["stated", "0" * 64, "$2 billion"]), "is not there"),
    "head": ("f1", lambda claim: claim.update(formula=["guess", "c1"]), "no formula is called 'guess'"),
}


@pytest.mark.parametrize("fault", CLAIM_FAULTS)
def test_a_claim_is_what_its_formula_comes_to(fault: str) -> None:
    """A claim that its cells do not bear out is found by its id, with the reason."""
    proof, (name, change, reason) = claims_data(), CLAIM_FAULTS[fault]
    change(next(claim for claim in proof["claims"] if claim["id"] == name))
    assert any(f"[claim] {name}:" in line and reason in line for line in traced(proof))


def test_other_bytes_ground_nothing() -> None:
    """Bytes that are not those of the digest are refused, whoever hands them out."""
    other = {RELEASE: RAW.replace(b"1.30", b"1.31"), NOTES: EDITOR}
    assert any("[raw bytes]" in line for line in traced(claims_data(), kept=other.__getitem__))


def test_a_statement_is_word_for_word() -> None:
    """What a named person is made to say stands in the editor's file."""
    told = edition()
    voices = next(item for item in told["stories"]["en"]["blocks"] if item["kind"] == "voices")
    voices["statements"][0]["words"] = [text("The aim, reflecting demand, is [$2 billion|f13] of zinc.")]
    assert any("[statement]" in line for line in traced(claims_data(), told))


def told_of(*sentences: str, **more: object) -> dict[str, Any]:
    """Return the edition with one outside account, and without any quoted figure."""
    told = edition() | more
    frame = {"label": None, "codes": None, "dateline": None, "paragraphs": [[_account(one)] for one in sentences]}
    account = {"kind": "section", "id": "earlier", "shown": ["txt"], **frame}
    told["stories"]["en"]["blocks"] = [account]
    return told


def _account(sentence: str) -> dict[str, Any]:
    """Return a sentence with the tree of an account with its medium and day, where it has both."""
    words, found, source = sentence.partition(" (")
    if not found:
        return text(sentence)
    slots = {
        "words": ["words", words],
        "medium": ["words", source.partition(",")[0]],
        "day": ["day", "2024-05-01", "day"],
    }
    return text(sentence) | {"said": ["attributed", slots]}


ACCOUNT = "The aim, reflecting demand, is $2 billion of copper (a paper, 1 May 2024)."
NOTED = EDITOR + b"  medium: a paper\n"
FILE = sha256(NOTED).hexdigest()


@pytest.mark.parametrize(
    ("told", "is_found"),
    [
        (told_of(ACCOUNT, editors_files=[FILE]), False),
        (told_of(ACCOUNT.replace("copper", "zinc"), editors_files=[FILE]), True),
        (told_of(ACCOUNT.replace("a paper", "a journal"), editors_files=[FILE]), True),
        (told_of("Copper is said to be rising.", editors_files=[FILE]), True),
        (told_of(ACCOUNT, editors_files=[]), True),
        (told_of("Ada Khan put copper exports at [$1.22 billion|f12] in 2022.", editors_files=[]), False),
    ],
)
def test_an_outside_account_is_word_for_word(told: dict[str, Any], *, is_found: bool) -> None:
    """Sentence and medium stand in the editor's file; a relayed figure has its cell instead."""
    proof = claims_data()
    proof["claims"] = [claim for claim in proof["claims"] if claim["id"] == "f12"]
    findings = traced(proof, told, {RELEASE: RAW, FILE: NOTED}.__getitem__)
    assert is_found == any("[statement]" in line for line in findings)


def test_a_statement_without_a_figure_is_word_for_word_too() -> None:
    """The edition names the editor's files, so nothing need be quoted from one to be checked."""
    told = edition() | {"editors_files": [NOTES]}
    voices = next(item for item in told["stories"]["en"]["blocks"] if item["kind"] == "voices")
    voices["statements"][0]["words"] = [text("Zinc will follow.")]
    proof = claims_data()
    proof["claims"] = [claim for claim in proof["claims"] if "stated" not in str(claim["formula"])]
    assert any("[statement]" in line and "Zinc will follow" in line for line in traced(proof, told))


def test_a_total_row_leaves_no_line_out() -> None:
    """The sum in a table's total row has every line that customs published."""
    proof = claims_data()
    total = next(claim for claim in proof["claims"] if claim["id"] == "f11")
    total["formula"] = total["formula"][:-1]
    assert any("[total] f11: its whole leaves out ['2608']" in line for line in traced(proof))


def test_a_row_that_was_set_aside_is_missing_nowhere() -> None:
    """A whole need not hold what the reader of the source refused; the other rows it must."""
    proof = claims_data()
    share = next(claim for claim in proof["claims"] if claim["id"] == "f9")
    share["formula"][2].pop()
    proof["documents"][RELEASE]["refused"] = [6]
    assert not any("leaves out" in line for line in traced(proof) if "f9" in line)
    proof["documents"][RELEASE]["refused"] = [7]
    assert any("leaves out" in line for line in traced(proof) if "f9" in line)


def test_what_a_newer_release_withholds_is_missing_nowhere() -> None:
    """A figure that customs took back belongs to no whole."""
    header, row = (line.decode() for line in (RAW.splitlines()[0], RAW.splitlines()[5]))
    newer = f"{header}\n{row.replace('110.90', 'c')}\n".encode()
    proof, digest = claims_data(), sha256(newer).hexdigest()
    proof["documents"][digest] = {**proof["documents"][RELEASE], "released": "2026-02-20"}
    next(claim for claim in proof["claims"] if claim["id"] == "f9")["formula"][2].pop()
    kept = {RELEASE: RAW, NOTES: EDITOR, digest: newer}
    assert not any("leaves out" in line for line in traced(proof, kept=kept.__getitem__) if "f9" in line)


def test_the_figures_list_is_the_cells() -> None:
    """A row changed, missing or added in figures.csv is found."""
    proof = claims_data()
    listed = figures(proof).replace(b"14160000", b"14160001")
    found = [item.rule for item in trace(edition(), ClaimEvidence.of(proof), raw, listed)]
    assert ["figures list", "figures list"] == found


@pytest.mark.parametrize(
    ("qualifier", "ends"),
    [("exact", ("100.5", "101", "101.5")), ("over", ("101", "101", "106.05")), ("about", ("97.97", "101", "104.03"))],
)
def test_a_print_is_read_by_its_qualifier(qualifier: str, ends: tuple[str, str, str]) -> None:
    """Half a last digit; up to five per cent more; three per cent either way."""
    assert tuple(D(end) for end in ends) == reading_of(D(101), D(1), qualifier)


def test_only_the_others_vary_against_a_part() -> None:
    """A share of 10±1 in 10±1 and 30±2 lies between 9/41 and 11/39."""
    part, rest = Span(D(9), D(10), D(11)), Span(D(28), D(30), D(32))
    assert Span(D(9) / D(41), D("0.25"), D(11) / D(39)) == part_of(part, part.plus(rest))


def test_growth_takes_the_corners() -> None:
    """The least is the lowest over the highest base."""
    assert Span(D("-20"), D(0), D("25")) == growth(Span(D(8), D(9), D(10)), Span(D(8), D(9), D(10)))
