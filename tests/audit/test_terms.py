"""What the cells of a formula are about."""

from __future__ import annotations

from generator.audit.trace.formulas import Bench, frozen

NOW, BASE = (frozen(["sum", ["cell", one], ["cell", "c2"]]) for one in ("c1", "c3"))
CELLS = {
    key: {"reporter": "CHN", "partner": "PAK", "flow": flow, "code": code, "period": period}
    for key, flow, code, period in (("c1", "M", "74", "2025"), ("c2", "M", "26", "2025"), ("c3", "X", "74", "2024"))
}


def test_each_cell_comes_once_and_in_order() -> None:
    """A cell on both sides of a change is one cell of it; a line without trade has none, nor has a quoted figure."""
    bench = Bench(CELLS)
    assert ["c1", "c2", "c3"] == bench.ids(("growth", NOW, BASE))
    assert ["c1", "c2"] == bench.ids(("rank", NOW, ("nil", "74", "2025"), ("stated", "digest", "c3")))


def test_several_parts_are_read_as_one_sum() -> None:
    """Codes, parties and span of two sides are those of both together."""
    bench, both = Bench(CELLS), ("sum", NOW, BASE)
    for look in (bench.codes, bench.parties, bench.time, bench.periods):
        assert look(both) == look(NOW, BASE)
    assert ({"74", "26"}, "2024-01..2025-12") == (bench.codes(both), str(bench.time(both)))
    assert [("CHN", "PAK", "M"), ("CHN", "PAK", "X")] == bench.parties(both)
