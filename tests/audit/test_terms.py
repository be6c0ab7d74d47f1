"""What the cells of a formula are about."""

from __future__ import annotations

from generator.audit.terms import Terms

NOW, BASE = (["sum", ["cell", one], ["cell", "c2"]] for one in ("c1", "c3"))
CELLS = {
    key: {"reporter": "CHN", "partner": "PAK", "flow": flow, "code": code, "period": period}
    for key, flow, code, period in (("c1", "M", "74", "2025"), ("c2", "M", "26", "2025"), ("c3", "X", "74", "2024"))
}


def test_each_cell_comes_once_and_in_order() -> None:
    """A cell on both sides of a change is one cell of it; a line without trade has none, nor has a quoted figure."""
    terms = Terms(CELLS)
    assert ("c1", "c2", "c3") == terms.ids(["growth", NOW, BASE])
    assert ("c1", "c2") == terms.ids(["rank", NOW, ["nil", "74", "2025"], ["stated", "digest", "c3"]])


def test_several_parts_are_read_as_one_sum() -> None:
    """Codes, parties and span of two sides are those of both together."""
    terms, both = Terms(CELLS), ["sum", NOW, BASE]
    for look in (terms.codes, terms.parties, terms.span, terms.periods):
        assert look(both) == look(NOW, BASE)
    assert ({"74", "26"}, "2024-01..2025-12") == (terms.codes(both), str(terms.span(both)))
    assert [("CHN", "PAK", "M"), ("CHN", "PAK", "X")] == terms.parties(both)
