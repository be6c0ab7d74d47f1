"""A bare table as a panel: the forms of a file, what its parents contradict, months together, quarters, revisions."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.editions.bare_panel import as_json, doubts, picks_of, read_panel
from generator.editions.sidecar import read_sidecar
from generator.errors import SourceChanged
from generator.movements.metric_values import row
from generator.movements.panel import Panel
from generator.movements.picks import PanelPicks
from tests.desk.bare_table import CODES, HEADER, rows, run, table

END = "2025-12"
TRIPLED = {("7403", END): 3.0}
GONE = "74", "7403", "7404", "7408", "7602", "7604"
NAN = float("nan")


def panel(folder: Path, *lines: str) -> Panel:
    """Return the panel of some rows."""
    return read_panel(table(folder, lines), read_sidecar(None))


def column(found: Panel, code: str) -> object:
    """Return the values of a series, to be compared where some are unknown."""
    return pytest.approx([float(one) for one in found.value[:, found.places[code]]], nan_ok=True)


def as_tsv(file: Path) -> Path:
    """Write it with tabs."""
    out = file.with_suffix(".tsv")
    out.write_text(file.read_text(encoding="utf-8").replace(",", "\t"), encoding="utf-8")
    return out


def as_archive(file: Path) -> Path:
    """Pack it."""
    out = file.with_suffix(".csv.gz")
    out.write_bytes(gzip.compress(file.read_bytes()))
    return out


def as_parquet(file: Path) -> Path:
    """Write it with numbers as numbers."""
    out = file.with_suffix(".parquet")
    numbers = "* REPLACE (value_usd::DOUBLE AS value_usd, quantity::BIGINT AS quantity)"
    texts = f"read_csv('{file}', all_varchar = true)"
    duckdb.sql(f"COPY (SELECT {numbers} FROM {texts}) TO '{out}' (FORMAT parquet)")  # noqa: S608 -- of the test
    return out


def of_another_program(file: Path) -> Path:
    """Write every cell in quotation marks, separated by semicolons, the columns reversed with one more.

    With names as a person writes them and the line ends of Windows.
    """
    out = file.with_name("quoted.csv")
    with file.open(encoding="utf-8") as text, out.open("w", encoding="utf-8-sig", newline="") as to:
        writer = csv.writer(to, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        head, *lines = csv.reader(text)
        writer.writerow([*reversed([name.replace("_", " ").title() for name in head]), "more"])
        writer.writerows([*reversed(cells), "more"] for cells in lines)
    return out


@pytest.mark.parametrize("form", [as_tsv, as_archive, as_parquet, of_another_program])
def test_every_form_of_a_table_is_read_the_same(tmp_path: Path, form: Callable[[Path], Path]) -> None:
    """The same bytes of picks, and some of them."""
    head, *lines = rows(TRIPLED)
    file = table(tmp_path, [*reversed(lines), head])
    expected = as_json(picks_of(file, END))
    assert b'"7403"' in expected
    assert expected == as_json(picks_of(form(file), END))


def test_a_row_that_lacks_is_no_trade_and_a_period_that_lacks_is_nothing(tmp_path: Path) -> None:
    """0 in a month with other rows; unknown in one without any, and where the cell is empty or withheld."""
    found = panel(
        *(tmp_path, "a,x,,2025-01,5,,,F", "b,x,,2025-01,6,,,F", "a,x,,2025-03,7,,,F"),
        *("a,x,,2025-04,,,,F", "b,x,,2025-04,9,,,C"),
    )
    assert [5.0, NAN, 7.0, NAN] == column(found, "a")
    assert [6.0, NAN, 0.0, NAN] == column(found, "b")
    assert [True, False, True, True] == found.released.tolist()


def test_a_row_that_lacks_under_an_unfinished_parent_may_still_come(tmp_path: Path) -> None:
    """Unknown under a total marked X, not 0."""
    first = ("t,total,,2025-01,9,,,F", "a,x,t,2025-01,5,,,F", "b,x,t,2025-01,4,,,F")
    assert [4.0, NAN] == column(panel(tmp_path, *first, "t,total,,2025-02,5,,,X", "a,x,t,2025-02,5,,,X"), "b")


def test_what_children_leave_is_a_child_that_is_never_told(tmp_path: Path) -> None:
    """3 of 9; less than 1 for each child is rounding. A parent without a row is unknown."""
    lines = ["t,total,,2025-01,9,,,F", "a,x,t,2025-01,4,,,F", "b,x,t,2025-01,2,,,F"]
    lines += ["t,total,,2025-02,8,,,F", "a,x,t,2025-02,4,,,F", "b,x,t,2025-02,2.5,,,F", "a,x,t,2025-03,4,,,F"]
    found = panel(tmp_path, *lines)
    assert [3.0, 0.0, NAN] == column(found, "t unallocated")
    assert [9.0, 8.0, NAN] == column(found, "t")
    lines = [one for one in rows({("7601", END): 30}) if not one.startswith("7601")]
    assert ["76"] == [one.series for one in picks_of(table(tmp_path, lines), END).picks]


def test_money_is_exact_to_its_last_decimal(tmp_path: Path) -> None:
    """Three decimals, which most of the sources' sums have: 0.1 + 0.2 is 0.3 of the year."""
    found = panel(tmp_path, "a,x,,2025-01,0.125,,,F", "b,x,,2025-01,.1,,,F", "c,x,,2025-01,2e-1,,,F")
    assert (3, 0.425) == (found.decimals, found.total[0])


def test_january_and_february_may_be_published_together(tmp_path: Path) -> None:
    """The sum stands in February; January is unknown, and both are compared with both."""
    both = "2025-01..2025-02"
    lines = [one for one in rows() if one.split(",")[3] not in ("2025-01", "2025-02")]
    file = table(tmp_path, [*lines, *rows(dict.fromkeys(((code, both) for code in CODES), 2.0), [both])])
    judged, found = picks_of(file, "2025-02").judged, read_panel(file, read_sidecar(None))
    at = found.row(found.first) + 6 * 12
    assert [False, True, False] == found.combined[at : at + 3].tolist()
    assert np.isnan(found.value[at]).all()
    values, copper = row(judged.snapshot, judged.panel.places["7403"]), found.value[:, found.places["7403"]]
    now, before = copper[at + 1], sum(copper[at - 12 : at - 10])
    assert float(values.metric("yoy").value or 0) == pytest.approx(100 * (now / before - 1), abs=1e-5)
    assert ["combined", "lunar"] == [values.metric(name).reason for name in ("level", "mom")]
    assert values.metric("ytd").value == now
    same = picks_of(file, both).judged
    assert same.snapshot.metrics["yoy"].tolist() == judged.snapshot.metrics["yoy"].tolist()


YEARS = [str(one) for one in range(1985, 2026)]
QUARTERS = [f"{one}-Q{quarter}" for one in range(2005, 2026) for quarter in (1, 2, 3, 4)]


@pytest.mark.parametrize(("times", "year"), [(YEARS, 1), (QUARTERS, 4)])
def test_years_and_quarters_are_tables_too(tmp_path: Path, times: list[str], year: int) -> None:
    """A line that tripled is told, by a z of years; a month on month there is none."""
    found = picks_of(table(tmp_path, rows({("7403", times[-1]): 3.0}, times)), times[-1])
    assert [("7403", "spike", "up")] == [(one.series, one.kind, one.direction) for one in found.picks]
    assert found.picks[0].z > 3
    line = row(found.judged.snapshot, found.judged.panel.places["7403"])
    assert ["frequency"] * 2 == [line.metric(name).reason for name in ("mom", "r3_yoy")]
    assert year == found.judged.panel.year


def test_partners_of_a_line_are_told_once_with_it(tmp_path: Path) -> None:
    """7403 from Chile and Peru: Chile's part rose, and neither heading nor chapter says it again."""
    lines = rows(TRIPLED)
    for _, _, _, when, value, *_ in [one.split(",") for one in lines if one.startswith("7403,")]:
        peru = int(value) // (6 if when == END else 2)  # half of a usual month
        lines += [f"7403:{of},partner,7403,{when},{part},,,F" for of, part in (("PE", peru), ("CL", int(value) - peru))]
    found = picks_of(table(tmp_path, lines), END)
    assert ["7403:CL"] == [one.series for one in found.picks]
    assert {"7403", "74"} <= set(found.picks[0].context)


def test_a_second_table_holds_what_was_published_before(tmp_path: Path) -> None:
    """7403 was half as large in the month before: a revision of that month, and the growth then was a fall."""
    now = table(tmp_path, rows(), "now.csv")
    before = table(tmp_path, [one for one in rows({("7403", "2025-11"): 0.5}) if f",{END}," not in one], "before.csv")
    found = picks_of(now, END, None, before)
    assert [("7403", "up")] == [(one.series, one.direction) for one in found.picks]
    [fact] = found.picks[0].facts
    assert ("2025-11", fact["new"] / 2) == (fact["period"], fact["old"])
    assert () == picks_of(now, END, None, now).picks


def without(codes: Sequence[str], when: Sequence[str] = (END,), lines: Sequence[str] | None = None) -> list[str]:
    """Return the rows of the usual table without some series in some months; the total stays."""
    return [
        one
        for one in lines or rows()
        if not (one.split(",")[0] in codes and any(f",{month}," in one for month in when))
    ]


def vanished(found: PanelPicks) -> set[str]:
    """Return of what is told or left out the kinds that end a series."""
    return ({one.kind for one in found.picks} | {one.kind for one in found.left_out}) & {"vanished", "ceased"}


def last(found: PanelPicks, codes: Sequence[str]) -> list[float]:
    """Return the values of some series in the last period; -1 where they are unknown."""
    panel = found.judged.panel
    return [float(np.nan_to_num(panel.value[-1, panel.places[one]], nan=-1)) for one in codes]


def test_a_month_that_is_half_there_has_missing_figures_and_not_zeros(tmp_path: Path) -> None:
    """Three of nine series are there, and the total of all: nothing vanished, and standard error says so."""
    found = picks_of(file := table(tmp_path, without(GONE)), END)
    assert (set(), [-1.0] * len(GONE)) == (vanished(found), last(found, GONE))
    assert [True] == [one.startswith("2025-12 has 3 of 9 series") for one in doubts(found)]
    code, said = run("--input", file, "--period", END)
    assert (0, 1) == (code, sum(one.startswith(f"warning: {file}: 2025-12 has 3 of 9 series") for one in said))


CHAPTER_LESS = [one.replace(",74,", ",total,").replace(",76,", ",total,") for one in rows() if ",hs2," not in one]
PARENT_LESS = [",".join([*one.split(",")[:2], "", *one.split(",")[3:]]) for one in rows() if ",hs4," in one]


@pytest.mark.parametrize(
    ("lines", "gone", "values", "count"),
    [
        (rows({("7604", END): 0.0}), ("7604",), [0], 0),  # it vanished from its parents as well
        (CHAPTER_LESS, ("7403",), [0], 0),  # under a tenth of what it lies in: it may be lumped elsewhere
        (CHAPTER_LESS, ("7604",), [-1], None),
        (rows({("7403", END): 0.0}), ("7403", "7602", "7604"), [0, -1, -1], 1),  # 76 is contradicted, 74 is not
        (PARENT_LESS, CODES[2:], [0] * 4, 1),  # without a parent two of six are far fewer, and three are not
        (PARENT_LESS, CODES[3:], [0] * 3, 0),
    ],
)
def test_a_row_that_lacks_is_believed_unless_a_parent_contradicts_it(
    tmp_path: Path, lines: list[str], gone: Sequence[str], values: list[float], count: int | None
) -> None:
    """Zero, or unknown (-1); and so many doubts are said."""
    found = picks_of(table(tmp_path, without(gone, lines=lines)), END)
    assert values == last(found, gone)
    assert count in (None, len(doubts(found)))


@pytest.mark.parametrize(("factor", "when", "said"), [(0.92, END, False), (0.9, END, True), (0.001, "20", True)])
def test_a_total_in_other_units_than_its_parts_is_named(
    tmp_path: Path, factor: float, when: str, *, said: bool
) -> None:
    """With its month and both sums; rounding and late lines make a tenth."""
    lines = []
    for one in rows():
        cells = one.split(",")
        if cells[0] == "total" and cells[3].startswith(when):
            cells[4] = str(round(float(cells[4]) * factor))
        lines.append(",".join(cells))
    parts = sum(int(one.split(",")[4]) for one in lines if END in one and ",hs2," in one)
    found = doubts(picks_of(table(tmp_path, lines), END))
    assert [True] * said == [f"{parts:,}" in one and one.startswith("total in 2025-12 is ") for one in found]


SMALL = "\n".join([HEADER, *(one for one in rows() if one.startswith(("74", "total")) and ",202" in one)]).encode()
MARKS = (b",", b'"', b"\n", b"\r\n", b"\r", b"\0", b"\xef\xbb\xbf", b"\xff", b"-", b"e9", b"..", b"2025", b"\n\n")
PIECE = st.one_of(st.binary(max_size=6), st.sampled_from(MARKS))
CHANGES = st.lists(st.tuples(st.integers(0, len(SMALL) // 8), st.integers(0, 40), PIECE), min_size=1, max_size=4)
SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@given(CHANGES, st.sampled_from([".csv", ".tsv", ".csv.gz"]))
@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
def test_broken_bytes_give_picks_or_an_error(tmp_path: Path, changes: list[tuple[int, int, bytes]], end: str) -> None:
    """One line with the file; the picks are JSON."""
    data = SMALL
    for at, gone, piece in changes:
        data = data[:at] + piece + data[at + gone :]
    file = tmp_path / f"table{end}"
    file.write_bytes(data)
    said = picks_or_error(file)
    assert isinstance(said, list) or (said.startswith(str(file)) and len(said.splitlines()) == 1)


def picks_or_error(file: Path) -> list[object] | str:
    """Return the picks, or what is said instead of them."""
    try:
        return list(json.loads(as_json(picks_of(file, END))))
    except SourceChanged as fault:
        return str(fault)
