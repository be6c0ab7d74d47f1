"""A bare table as a panel: the forms of a file, what an absent row means, months together, quarters, partners."""

from __future__ import annotations

import csv
import gzip
import random
from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pytest

from generator.editions.bare_panel import as_json, picks_of, read_panel
from generator.editions.sidecar import read_sidecar
from generator.movements.metric_values import row
from generator.movements.panel import Panel
from tests.desk.bare_table import CODES, rows, table

TRIPLED = {("7403", "2025-12"): 3.0}


def panel(folder: Path, lines: list[str], meta: Path | None = None) -> Panel:
    """Return the panel of some rows."""
    return read_panel(table(folder, lines), read_sidecar(meta))


def column(found: Panel, code: str) -> list[float]:
    """Return the values of a series."""
    return [float(one) for one in found.value[:, found.places[code]]]


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


def as_parquet_of_texts(file: Path) -> Path:
    """Write it with numbers as texts."""
    out = file.with_suffix(".parquet")
    duckdb.sql(f"COPY (FROM read_csv('{file}', all_varchar = true)) TO '{out}' (FORMAT parquet)")
    return out


def quoted(file: Path) -> Path:
    """Write every cell in quotation marks, with a mark at the beginning and the line ends of Windows."""
    out = file.with_name("quoted.csv")
    with file.open(encoding="utf-8") as text, out.open("w", encoding="utf-8-sig", newline="") as to:
        csv.writer(to, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(csv.reader(text))
    return out


def of_several_machines(file: Path) -> Path:
    """Give every second line the end of another machine."""
    out, lines = file.with_name("ends.csv"), file.read_bytes().splitlines()
    out.write_bytes(b"".join(line + (b"\r\n" if at % 2 else b"\n") for at, line in enumerate(lines)))
    return out


def other_columns(file: Path) -> Path:
    """Write the columns in another order, one more among them."""
    out = file.with_name("other.csv")
    with file.open(encoding="utf-8") as text, out.open("w", encoding="utf-8", newline="") as to:
        csv.writer(to).writerows([*reversed(cells), "more"] for cells in csv.reader(text))
    return out


def shuffled(file: Path) -> Path:
    """Write the rows in another order."""
    out, (head, *lines) = file.with_name("shuffled.csv"), file.read_text(encoding="utf-8").splitlines()
    random.Random(7).shuffle(lines)  # noqa: S311 -- an order, no secret
    out.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return out


FORMS: tuple[Callable[[Path], Path], ...] = (
    *(as_tsv, as_archive, as_parquet, as_parquet_of_texts),
    *(quoted, of_several_machines, other_columns, shuffled),
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_form_of_a_table_is_read_the_same(tmp_path: Path, form: Callable[[Path], Path]) -> None:
    """The same bytes of picks, and some of them."""
    file = table(tmp_path, rows(TRIPLED))
    expected = as_json(picks_of(file, "2025-12"))
    assert b'"7403"' in expected
    assert expected == as_json(picks_of(form(file), "2025-12"))


def test_a_row_that_lacks_is_no_trade_and_a_period_that_lacks_is_nothing(tmp_path: Path) -> None:
    """0 in a month with other rows; unknown in one without any, and where the cell is empty or withheld."""
    lines = [
        "a,x,,2025-01,5,,,F",
        "b,x,,2025-01,6,,,F",
        "a,x,,2025-03,7,,,F",
        "a,x,,2025-04,,,,F",
        "b,x,,2025-04,9,,,C",
    ]
    found = panel(tmp_path, lines)
    assert [5.0, np.nan, 7.0, np.nan] == pytest.approx(column(found, "a"), nan_ok=True)
    assert [6.0, np.nan, 0.0, np.nan] == pytest.approx(column(found, "b"), nan_ok=True)
    assert [True, False, True, True] == found.released.tolist()


def test_a_row_that_lacks_under_an_unfinished_parent_may_still_come(tmp_path: Path) -> None:
    """Unknown under a total marked X, not 0."""
    lines = ["t,total,,2025-01,9,,,F", "a,x,t,2025-01,5,,,F", "b,x,t,2025-01,4,,,F"]
    lines += ["t,total,,2025-02,5,,,X", "a,x,t,2025-02,5,,,X"]
    assert [4.0, np.nan] == pytest.approx(column(panel(tmp_path, lines), "b"), nan_ok=True)


def test_what_children_leave_is_a_child_that_is_never_told(tmp_path: Path) -> None:
    """3 of 9; less than 1 for each child is rounding. A parent without a row is unknown."""
    lines = ["t,total,,2025-01,9,,,F", "a,x,t,2025-01,4,,,F", "b,x,t,2025-01,2,,,F"]
    lines += ["t,total,,2025-02,8,,,F", "a,x,t,2025-02,4,,,F", "b,x,t,2025-02,2.5,,,F", "a,x,t,2025-03,4,,,F"]
    found = panel(tmp_path, lines)
    assert [3.0, 0.0, np.nan] == pytest.approx(column(found, "t unallocated"), nan_ok=True)
    assert [9.0, 8.0, np.nan] == pytest.approx(column(found, "t"), nan_ok=True)
    lines = [one for one in rows({("7601", "2025-12"): 30}) if not one.startswith("7601")]
    told = picks_of(table(tmp_path, lines), "2025-12").told
    assert ["76"] == [one.series for one in told]


def test_money_is_exact_to_its_last_decimal(tmp_path: Path) -> None:
    """Three decimals, which most of the sources' sums have: 0.1 + 0.2 is 0.3 of the year."""
    found = panel(tmp_path, ["a,x,,2025-01,0.125,,,F", "b,x,,2025-01,.1,,,F", "c,x,,2025-01,2e-1,,,F"])
    assert 3 == found.decimals
    assert 0.425 == found.whole[0]


def test_january_and_february_may_be_published_together(tmp_path: Path) -> None:
    """The sum stands in February; January is unknown, and both are compared with both."""
    both = "2025-01..2025-02"
    lines = [one for one in rows() if one.split(",")[3] not in ("2025-01", "2025-02")]
    lines = sorted({*lines, *rows(dict.fromkeys(((code, both) for code in CODES), 2.0), [both])})
    found = panel(tmp_path, lines)
    at = found.row(found.first) + 6 * 12
    assert [False, True, False] == found.combined[at : at + 3].tolist()
    assert np.isnan(found.value[at]).all()
    picks = picks_of(table(tmp_path, lines), "2025-02").judged
    values = row(picks.snapshot, picks.panel.places["7403"])
    copper = column(found, "7403")
    now, before = copper[at + 1], sum(copper[at - 12 : at - 10])
    assert float(values.metric("yoy").value or 0) == pytest.approx(100 * (now / before - 1), abs=1e-5)
    assert ["combined", "lunar"] == [values.metric(name).reason for name in ("level", "mom")]
    assert values.metric("ytd").value == now
    same = picks_of(table(tmp_path, lines), both).judged
    assert same.snapshot.metrics["yoy"].tolist() == picks.snapshot.metrics["yoy"].tolist()


@pytest.mark.parametrize(("times", "year"), [([str(one) for one in range(1985, 2026)], 1), (None, 4)])
def test_years_and_quarters_are_tables_too(tmp_path: Path, times: list[str] | None, year: int) -> None:
    """A line that tripled is told, by a z of years; a month on month there is none."""
    times = times or [f"{one}-Q{quarter}" for one in range(2005, 2026) for quarter in (1, 2, 3, 4)]
    file = table(tmp_path, rows({("7403", times[-1]): 3.0}, times))
    found = picks_of(file, times[-1])
    assert [("7403", "spike", "up")] == [(one.series, one.kind, one.direction) for one in found.told]
    assert found.told[0].z > 3
    line = row(found.judged.snapshot, found.judged.panel.places["7403"])
    assert ["frequency"] * 2 == [line.metric(name).reason for name in ("mom", "r3_yoy")]
    assert year == found.judged.panel.year


def test_partners_of_a_line_are_told_once_with_it(tmp_path: Path) -> None:
    """7403 from Chile and Peru: Chile's part tripled, and neither heading nor chapter says it again."""
    lines = []
    for one in rows():
        lines.append(one)
        code, _, _, when, value, *_ = one.split(",")
        if code == "7403":
            peru = int(value) // 2
            more = 6 * (int(value) - peru) if when == "2025-12" else 0
            lines += [
                f"7403:CL,partner,7403,{when},{int(value) - peru + more},,,F",
                f"7403:PE,partner,7403,{when},{peru},,,F",
            ]
            lines[-3] = one.replace(f",{value},", f",{int(value) + more},")
    lifted = {code: _lifted(lines, code) for code in ("74", "total")}
    lines = [
        one if one.split(",")[0] not in lifted or ",2025-12," not in one else lifted[one.split(",")[0]] for one in lines
    ]
    found = picks_of(table(tmp_path, lines), "2025-12")
    assert ["7403:CL"] == [one.series for one in found.told]
    assert {"7403", "74"} <= set(found.told[0].context)


def _lifted(lines: list[str], code: str) -> str:
    """Return the row of a sum in the last month as its headings add up to."""
    cells = next(one for one in lines if one.startswith(f"{code},") and ",2025-12," in one).split(",")
    parts = [one.split(",") for one in lines if ",hs4," in one and ",2025-12," in one]
    cells[4] = str(sum(int(one[4]) for one in parts if code == "total" or one[0].startswith(code)))
    return ",".join(cells)


def test_a_second_table_holds_what_was_published_before(tmp_path: Path) -> None:
    """7403 was half as large in the month before: a revision of that month, and the growth then was a fall."""
    now = table(tmp_path, rows(), "now.csv")
    before = tmp_path / "before.csv"
    cells = [one.split(",") for one in rows({("7403", "2025-11"): 0.5}) if ",2025-12," not in one]
    before.write_text("\n".join(["series,period,value_usd", *(f"{one[0]},{one[3]},{one[4]}" for one in cells)]) + "\n")
    found = picks_of(now, "2025-12", None, before)
    assert [("7403", "up")] == [(one.series, one.direction) for one in found.told]
    [fact] = found.told[0].facts
    assert ("2025-11", fact["new"] / 2) == (fact["period"], fact["old"])
    assert () == picks_of(now, "2025-12", None, now).told
