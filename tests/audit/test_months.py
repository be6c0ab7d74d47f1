"""Link C for months: sums, spans, places, records and runs of a monthly edition, by the raw rows."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from generator.audit.claim_evidence import Evidence
from generator.audit.trace.recompute import trace
from tests.audit.monthly import LABELS, RAW, RELEASE, cell_id, claims_data, raw

EDITION = {"schema": 2, "period": "2025-12", "codes": list(LABELS), "stories": {}}
Change = Callable[[dict[str, Any]], object]


def traced(proof: dict[str, Any], kept: Callable[[str], bytes] = raw) -> list[str]:
    """Return every finding of link C as a line."""
    return [str(item) for item in trace(EDITION, Evidence.of(proof), kept, None)]


def changed(name: str, change: Change) -> dict[str, Any]:
    """Return claims.json with one claim changed."""
    proof = claims_data()
    change(next(claim for claim in proof["claims"] if claim["id"] == name))
    return proof


def without(*place: int) -> Change:
    """Return the change that takes one part out of a formula."""

    def change(claim: dict[str, Any]) -> None:
        part = claim["formula"]
        for at in place[:-1]:
            part = part[at]
        part.pop(place[-1])

    return change


def test_sound_months_pass() -> None:
    """Every formula of the monthly sample comes to what it says, and leaves nothing out."""
    assert [] == traced(claims_data())


FAULTS: dict[str, tuple[str, Change, str]] = {
    "a month of a sum": ("ytd7403", without(6), "it leaves out 7403 of 2025-06"),
    "a month twice": ("ytd7403", lambda c: c["formula"].append(c["formula"][1]), "counts 7403 of 2025-01 2 times"),
    "a month too many": ("ytd", lambda c: c["formula"].append(["cell", "c7403_2024_12"]), "it stands on cells of"),
    "a line of a total": ("total_up", without(1, 2), "its cells are about ['2603', '7403']"),
    "a line of a whole": ("points7403", without(3, 1), "its whole leaves out ['2603']"),
    "a line of a year": (
        "share",
        lambda c: c["formula"].__setitem__(2, ["sum", *c["formula"][1][1:]]),
        "its whole leaves",
    ),
    "the span of a sum": ("ytd2610", lambda c: c.update(period="2025-11"), "nothing in it is of 2025-11"),
    "a longer span": ("total", lambda c: c.update(period="2025-11..2025-12"), "it leaves out 2603 of 2025-11"),
    "a nil with a row": (
        "none2610",
        lambda c: c.update(formula=["nil", "2610", "2025-12"]),
        "no complete release is silent",
    ),
    "compare month": ("mom7403", lambda c: c.update(compare_period="2024-12"), "it stands on cells of"),
    "no compare month": ("up7403", lambda c: c.update(compare_period=None), "has no compare period"),
    "unit of a weight": ("kilos", lambda c: c.update(unit="usd", kind="level"), "its formula comes to kg"),
    "unit value upside down": (
        "worth",
        lambda c: c["formula"].append(c["formula"].pop(1)),
        "of money and of kilograms",
    ),
    "value by weight": ("worth_up", lambda c: c["formula"][1].__setitem__(2, ["cell", "w7403_2024_12"]), "comes to"),
    "a rise not counted": ("rose", without(3), "value comes to 1"),
    "a fall miscounted": ("fell", lambda c: c.update(value="2", low="2", high="2"), "value comes to 1"),
    "a line counted twice": ("rose", lambda c: c["formula"].append(c["formula"][1]), "2603 stands in 2 of its parts"),
    "a place among some": ("rank", without(2), "it leaves out ['7403']"),
    "a record's gap": ("record", without(5), "2025-07 does not come next before 2025-09"),
    "a record's past": ("record", without(36), "its past begins with 2023-02"),
    "no record": (
        "record",
        lambda c: c.update(formula=["least_of", *c["formula"][1:]]),
        "not every reading lies above",
    ),
    "since, too early": (
        "since",
        lambda c: c["formula"].extend([["cell", "c7403_2023_05"]]),
        "reaches the newest one too",
    ),
    "since, too late": ("since", without(31), "its last part does not lie above"),
    "since when": ("since", lambda c: c.update(compare_period="2023-07"), "it is compared with 2023-06"),
    "a longer streak": ("streak", without(11), "it leaves out 2025-01..2025-02"),
    "a lone February": (
        "streak",
        lambda c: c["formula"].__setitem__(11, ["difference", ["cell", "c2603_2025_02"], ["cell", "c2603_2024_02"]]),
        "it leaves out 2603 of 2025-01",
    ),
    "a streak's gap": ("streak", without(4), "it stands on cells of"),
    "whose streak": ("streak", lambda c: c.update(direction="up"), "its direction is down"),
    "a share's month": ("share", without(2, 3), "it leaves out 2603 of 2025-03"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_monthly_claim_is_what_its_cells_come_to(fault: str) -> None:
    """A month, a line, a part or a word of it that is wrong is found by the claim's id, with the reason."""
    name, change, reason = FAULTS[fault]
    found = traced(changed(name, change))
    assert any(f"[claim] {name}:" in line and reason in line for line in found), found


@pytest.mark.parametrize(
    ("field", "wrong", "reason"),
    [
        ("column", "value", "is not the document's quantity column"),
        ("multiplier", "1000", "its row is multiplied by 1"),
        ("measure", "usd", "is not the document's value column"),
        ("text", "5000001", "line 37 has '5000000'"),
    ],
)
def test_a_weight_stands_in_its_own_column(field: str, wrong: str, reason: str) -> None:
    """A quantity is found again in kilograms, in the column and the unit that its document names."""
    proof = claims_data()
    proof["cells"][cell_id("7403", "2025-12", "kg")][field] = wrong
    assert any(reason in line for line in traced(proof))


def test_tonnes_come_to_kilograms() -> None:
    """A quantity in tonnes is multiplied by a thousand."""
    proof = claims_data()
    proof["cells"][cell_id("2610", "2025-12", "kg")]["multiplier"] = "1"
    assert any("its row is multiplied by 1000" in line for line in traced(proof))


def test_a_listed_release_is_silent_about_nothing() -> None:
    """Where an absent row means that a figure is unknown, there is no nil and no month to pass over."""
    proof = claims_data()
    proof["documents"][RELEASE]["covers"] = "listed"
    found = traced(proof)
    assert any("none2610: no complete release is silent about 2610 in 2024-12" in line for line in found)
    assert any("ytd2610: it leaves out 2610 of 2025-03" in line for line in found)


def test_a_withheld_month_ends_a_sum() -> None:
    """A month whose figure customs took back is not zero."""
    newer = RAW.splitlines()[0] + b"\n2610,2025-06,c,,\n"
    proof, digest = claims_data(), sha256(newer).hexdigest()
    proof["documents"][digest] = proof["documents"][RELEASE]
    found = traced(proof, {RELEASE: RAW, digest: newer}.__getitem__)
    assert any("ytd: it leaves out 2610 of 2025-06" in line for line in found)
    assert any("record: no complete release is silent about 2610 in 2025-06" in line for line in found)


def test_a_change_is_of_one_flow() -> None:
    """Cells of another partner make no change, and no sum."""
    proof = claims_data()
    proof["cells"]["c7403_2024_12"]["partner"] = "IND"
    assert any("up7403: it mixes the parties" in line for line in traced(proof))
