"""The scan: the only SQL on figures. DuckDB runs it in memory over the Parquet files of one vintage.

There is no DuckDB file, because no other process can open such a file while one process writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from generator.errors import IntegrityError
from generator.store.parquet import engine
from generator.trade.codes import Flow
from generator.trade.columns import COLUMNS
from generator.trade.editions import TOTAL
from generator.trade.figures import Selection
from generator.trade.observation import Cell, Observation, Qualifier, Standing
from generator.trade.period import Period

# A folder named partner=PAK has no meaning here. A release recorded by an older program may lack a column.
_FILES = "read_parquet($files, hive_partitioning = false, union_by_name = true)"
_FILES_OF_ONE_SHAPE = _FILES.replace(", union_by_name = true", "")
_OF_THE_PAIR = "reporter = $reporter AND partner = $partner AND flow = $flow"

# The newest release wins, per code and period. Relayed figures are separate for each speaker and publication.
_NEWEST = f"""
    SELECT * FROM {_FILES} JOIN
        (SELECT unnest($releases) AS release, generate_subscripts($releases, 1) AS place) USING (release)
    WHERE {_OF_THE_PAIR} AND code IN (SELECT unnest($codes)) AND first + months <= $end
    QUALIFY row_number() OVER (
        PARTITION BY code, period, CASE standing WHEN 'relayed' THEN speaker || chr(0) || publication END
        ORDER BY place DESC, line) = 1
    ORDER BY code, first, months, standing, place, line"""  # noqa: S608 -- no text from outside

# Customs figures of the lines within the codes, to add up a heading. Lines in $excluded are known already.
_WITHIN = _NEWEST.replace(
    "code IN (SELECT unnest($codes))",
    "standing = 'customs' AND NOT list_contains($excluded, code) AND "
    "list_bool_or([length(code) > length(above) AND starts_with(code, above) FOR above IN $codes])",
)

# How many customs figures the releases have for periods that begin by the month `end`.
_REACHING = f"""
    SELECT count(*) AS cells FROM {_FILES}
    WHERE {_OF_THE_PAIR} AND standing = 'customs' AND first <= $end"""  # noqa: S608 -- no text from outside

_ABOUT = f"""
    SELECT DISTINCT release FROM {_FILES} SEMI JOIN
        (SELECT reporter, partner, flow, first, months FROM read_parquet($file, hive_partitioning = false))
    USING (reporter, partner, flow, first, months)"""  # noqa: S608 -- no text from outside

# Like _NEWEST, for several parties and all codes, in periods that begin between $start and $end.
_STANDING = (
    _NEWEST.replace(_OF_THE_PAIR, "reporter || '/' || partner || '/' || flow IN (SELECT unnest($parties))")
    .replace("AND code IN (SELECT unnest($codes)) AND first + months <= $end", "AND first BETWEEN $start AND $end")
    .replace("PARTITION BY", "PARTITION BY reporter, partner, flow,")
)

# Like _NEWEST, for every partner, with the lines within a code where no release as new prints the code itself: a bulk
# file has all depths, and a sum needs one.
_EVERY_PARTNER = (
    "WITH every AS ("  # noqa: S608 -- no text from outside
    + _NEWEST.replace(_OF_THE_PAIR, "reporter = $reporter AND flow = $flow AND standing = 'customs'")
    .replace(
        "code IN (SELECT unnest($codes))",
        "first >= $since AND list_bool_or([starts_with(code, above) OR above = $total FOR above IN $codes])",
    )
    .replace("PARTITION BY", "PARTITION BY partner,")
    .partition("ORDER BY code")[0]
    + """)
    SELECT * FROM every WHERE list_contains($codes, code) OR EXISTS (
        SELECT 1 FROM (SELECT unnest($codes) AS above) WHERE (starts_with(code, above) OR above = $total)
        AND NOT EXISTS (
            SELECT 1 FROM every AS heading WHERE heading.partner = every.partner AND heading.period = every.period
            AND heading.code = above AND heading.place >= every.place))
    ORDER BY partner, code, first, months, place, line"""
)

# The periods in which each release has a customs figure of a reporter's trade, by partner.
_PARTNERS_PERIODS = f"""
    SELECT DISTINCT release, partner, period FROM {_FILES}
    WHERE reporter = $reporter AND flow = $flow AND standing = 'customs'"""  # noqa: S608 -- no text from outside

_PERIODS = f"""
    SELECT DISTINCT release, period FROM {_FILES}
    WHERE {_OF_THE_PAIR} AND standing = 'customs'"""  # noqa: S608 -- no text from outside

_CODES = f"""
    SELECT DISTINCT code FROM {_FILES}
    WHERE {_OF_THE_PAIR} AND standing = 'customs' AND length(code) = $digits
        AND list_bool_or([starts_with(code, above) FOR above IN $codes])
    ORDER BY code"""  # noqa: S608 -- no text from outside

_HOLDINGS = f"""
    SELECT DISTINCT reporter, partner, flow, code FROM {_FILES} WHERE standing = 'customs'
    ORDER BY reporter, partner, flow, code"""  # noqa: S608 -- no text from outside

_ANSWERS = 2  # size of the cache of results; a release's file never changes, so they stay right
FOR_EVER = 10**6  # in months from year 0: later than any period
_period = lru_cache(Period.parse)


def newest(
    files: Sequence[Path], releases: Sequence[str], selection: Selection, end: int = FOR_EVER
) -> tuple[Observation, ...]:
    """Return the observations of `selection` that count, for periods that end before month `end`.

    `files` belong to `releases`, which are in the order in which they count.
    """
    return _newest(tuple(files), tuple(releases), selection, end) if files else ()


@lru_cache(_ANSWERS)
def _newest(
    files: tuple[Path, ...], releases: tuple[str, ...], selection: Selection, end: int
) -> tuple[Observation, ...]:
    names = {"files": [str(path) for path in files], "releases": list(releases), "codes": list(selection.codes)}
    return tuple(map(_observation, rows_of(_NEWEST, names | _pair(selection) | {"end": end})))


def within(
    files: Sequence[Path], releases: Sequence[str], selection: Selection, excluded: Iterable[str]
) -> tuple[Observation, ...]:
    """Return the customs observations that count for the lines within the selection's codes.

    Leave out the codes in `excluded`. `files` belong to `releases`, which are in the order in which they count.
    """
    if not files:
        return ()
    names = {"files": [str(path) for path in files], "releases": list(releases), "codes": list(selection.codes)}
    values = names | _pair(selection) | {"excluded": list(excluded), "end": FOR_EVER}
    return tuple(map(_observation, rows_of(_WITHIN, values)))


def of_every_partner(
    files: Sequence[Path], releases: Sequence[str], selection: Selection, span: tuple[int, int]
) -> tuple[Observation, ...]:
    """Return the customs observations that count for the reporter's trade with each partner.

    They are of the selection's codes, and of the lines within a code that is not printed. `span` is the first month,
    and the month that ends it, counted from year 0. `files` belong to `releases`, which are in the order in which they
    count.
    """
    if not files:
        return ()
    names = {"files": [str(path) for path in files], "releases": list(releases), "codes": list(selection.codes)}
    values: dict[str, Any] = {**names, "reporter": selection.reporter, "flow": selection.flow.value, "total": TOTAL}
    values |= {"since": span[0], "end": span[1]}
    return tuple(map(_observation, rows_of(_EVERY_PARTNER, values)))


def periods_by_partner(files: Sequence[Path], selection: Selection) -> list[tuple[str, str, Period]]:
    """Return each release of `files`, partner and period for which it has a customs figure of the reporter's trade."""
    if not files:
        return []
    values = {"files": [str(path) for path in files], "reporter": selection.reporter, "flow": selection.flow.value}
    rows = rows_of(_PARTNERS_PERIODS, values)
    return [(row["release"], row["partner"], _period(row["period"])) for row in rows]


def reaches(files: Sequence[Path], selection: Selection, end: int) -> bool:
    """Whether `files` have a customs figure of the selection's trade in a period that begins by month `end`."""
    values = {"files": [str(path) for path in files], "end": end} | _pair(selection)
    return bool(files) and bool(rows_of(_REACHING, values)[0]["cells"])


def standing(
    files: Sequence[Path], releases: Sequence[str], parties: Iterable[tuple[str, str, str]], span: tuple[int, int]
) -> tuple[Observation, ...]:
    """Return the observations of `parties` (reporter, partner, flow) that count, for periods that begin in `span`.

    `span` is the first and the last month, counted from year 0.
    """
    if not files:
        return ()
    names = {"files": [str(path) for path in files], "releases": list(releases), "start": span[0], "end": span[1]}
    return tuple(map(_observation, rows_of(_STANDING, names | {"parties": ["/".join(party) for party in parties]})))


def about_the_same(file: Path, files: Sequence[Path]) -> frozenset[str]:
    """Return the releases in `files` that share a reporter, partner, flow and period with `file`."""
    return frozenset(row["release"] for row in rows_of(_ABOUT, {"files": [*map(str, files)], "file": str(file)}))


def periods(files: Sequence[Path], selection: Selection) -> dict[str, tuple[Period, ...]]:
    """Return the periods for which `files` have a customs figure of the selection's trade, by release."""
    by_release: dict[str, list[Period]] = {}
    values = {"files": [str(path) for path in files]} | _pair(selection)
    if files:
        for row in rows_of(_PERIODS, values):
            by_release.setdefault(row["release"], []).append(Period.parse(row["period"]))
    return {name: tuple(sorted(when)) for name, when in by_release.items()}


def codes(files: Sequence[Path], selection: Selection, digits: int) -> tuple[str, ...]:
    """Return the codes of `digits` digits within the selection's codes that have a customs figure, in order."""
    values = {"files": [str(path) for path in files], "codes": list(selection.codes), "digits": digits}
    return tuple(row["code"] for row in rows_of(_CODES, values | _pair(selection))) if files else ()


def holdings(files: Sequence[Path], source: str) -> tuple[Selection, ...]:
    """Return each reporter, partner and flow for which `files` have a customs figure, with its codes, in order."""
    rows = rows_of(_HOLDINGS, {"files": [str(path) for path in files]}) if files else []
    grouped = groupby(rows, key=lambda row: (row["reporter"], row["partner"], Flow(row["flow"])))
    return tuple(Selection(source, *pair, tuple(row["code"] for row in group)) for pair, group in grouped)


def _pair(selection: Selection) -> dict[str, Any]:
    return {"reporter": selection.reporter, "partner": selection.partner, "flow": selection.flow.value}


def rows_of(query: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of `query` as dicts by column. Raise IntegrityError where the files cannot be read."""
    import duckdb

    # If all files have the current columns, DuckDB can start without looking into each of them.
    columns = ", ".join(COLUMNS)
    of_one_shape = query.replace("SELECT * FROM", f"SELECT {columns}, place FROM").replace(_FILES, _FILES_OF_ONE_SHAPE)
    with engine().cursor() as scan:
        try:
            result = scan.execute(of_one_shape, values)
        except duckdb.Error:
            try:
                result = scan.execute(query, values)
            except duckdb.Error as fault:
                first = str(fault).splitlines()[0]
                msg = f"The figures cannot be read ({first}). Run `tradebrief doctor`, or restore a backup."
                raise IntegrityError(msg) from fault
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _observation(row: dict[str, Any]) -> Observation:
    plain = ("reporter", "partner", "code", "code_basis", "wording", "speaker", "published", "publication", "address")
    place = (row["release"], row["raw"])
    quantity_cell: Cell | None = None  # None if there is no quantity, or if an older release did not record its place
    header = row.get("quantity_header")
    if header:
        quantity_cell = Cell(*place, row.get("quantity_line") or row["line"], header, row["quantity_printed"])
    growth: dict[str, Any] = {}
    header = row.get("published_yoy_header")
    if header:
        growth = {name: _exact(row[name]) for name in ("published_yoy", "published_yoy_half")}
        growth["published_yoy_cell"] = Cell(*place, row["line"], header, row["published_yoy_printed"])
    return Observation(
        **{name: row[name] for name in (*plain, "status", "quantity_unit")},
        flow=Flow(row["flow"]),
        period=_period(row["period"]),
        value=_exact(row["value"]),
        half_unit=_often(row["half_unit"]) or Decimal(0),
        quantity=_exact(row["quantity"]),
        qualifier=Qualifier(row["qualifier"]),
        standing=Standing(row["standing"]),
        cell=Cell(*place, row["line"], row["header"], row["printed"], _often(row["multiplier"]) or Decimal(1)),
        quantity_half=_often(row.get("quantity_half")) or Decimal(0),
        quantity_cell=quantity_cell,
        quantity_status=row.get("quantity_status") or "",
        currency=row.get("currency") or "USD",
        edition=row.get("edition") or "",
        valuation=row.get("valuation") or "",
        **growth,
    )


def _exact(number: Decimal | None) -> Decimal | None:
    """Return the number without an exponent, and without the zeros that the column's nine decimals add."""
    if number is None:
        return None
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


_often = lru_cache(_exact)  # for numbers that many rows share; equal numbers give equal results
