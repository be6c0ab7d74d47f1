"""What the cells of a formula have is gathered once."""

from __future__ import annotations

from generator.audit.gathered import Gathered
from generator.audit.terms import Terms

NOW, BASE = (["sum", ["cell", one], ["cell", "c2"]] for one in ("c1", "c3"))
CELLS = {
    key: {"reporter": "CHN", "partner": "PAK", "flow": flow, "code": code, "period": period}
    for key, flow, code, period in (("c1", "M", "74", "2025"), ("c2", "M", "26", "2025"), ("c3", "X", "74", "2024"))
}


def test_each_cell_comes_once_and_in_order() -> None:
    """A cell on both sides of a change is one cell of it."""
    assert ("c1", "c2", "c3") == Gathered(str)(["growth", NOW, BASE])


def test_a_part_of_several_formulas_is_read_once() -> None:
    """A sum that stands in a level and in its change is gone through the first time alone."""
    asked: list[str] = []

    def of_cell(key: str) -> str:
        asked.append(key)
        return key

    gathered = Gathered(of_cell)
    assert [("c1", "c2"), ("c1", "c2", "c3")] == [gathered(part) for part in (NOW, ["growth", NOW, BASE])]
    assert ["c1", "c2", "c3", "c2"] == asked


def test_names_beside_a_formula_are_cells() -> None:
    """A count names cells bare, a rank among formulas; a line without trade has none."""
    formula = ["rank", "c3", NOW, ["nil", "74", "2025"], ["count", "c1", "c4"]]
    assert ("c3", "c1", "c2", "c4") == Gathered(str)(formula)


def test_several_parts_are_read_as_one_sum() -> None:
    """Codes, parties and span of two sides are those of both together."""
    terms, both = Terms(CELLS), ["sum", NOW, BASE]
    for look in (terms.codes, terms.parties, terms.span, terms.periods):
        assert look(both) == look(NOW, BASE)
    assert ({"74", "26"}, "2024-01..2025-12") == (terms.codes(both), str(terms.span(both)))
    assert [("CHN", "PAK", "M"), ("CHN", "PAK", "X")] == terms.parties(both)
