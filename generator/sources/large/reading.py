"""Reading of a large file: the same batch as of a small one, its observations in a Parquet file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import MISSING, Field, dataclass, fields, replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.errors import GeneratorError
from generator.sources.batch import (
    contradiction,
    is_number,
    newest_published,
    nothing_usable,
    refuse_other_form,
    refused,
)
from generator.sources.faults import LayoutFault, plain
from generator.sources.large.judged import judged
from generator.sources.large.observed import OBSERVED, OF_THE_FILE, Observing
from generator.sources.large.texts import count, literal, texts
from generator.sources.large.unpacked import comes_to_more, unpacked
from generator.sources.layout import TableLayout
from generator.sources.table import check_count
from generator.trade.codes import WORLD, Flow
from generator.trade.columns import BY_SERIES, COLUMNS
from generator.trade.period import Period
from generator.trade.release import Coverage, LargeBatch, Refusal

if TYPE_CHECKING:
    import duckdb

FORMS = ("csv", "csv.gz")
LARGE = {"csv": 4 * 2**20, "csv.gz": 2**19}  # bytes from which a file is read so
MEMORY = "640MiB"  # what DuckDB may hold; more goes to the disk
FEWEST, MOST = 20_480, 491_520  # rows of a group: what a lookup reads whole, and what the file has to tell of each
GROUPS = 16  # of a file
_NUMBERS = {"value", "quantity"}
_FIELDS = {
    *("period", "reporter", "partner", "flow", "code", "value", "scale", "currency", "qualifier", "wording"),
    *("standing", "speaker", "code_basis", "published", "publication", "address", "status"),
    *("quantity", "quantity_unit", "quantity_status", "edition"),
}
_KEYS = {
    *("name", "columns", "reporter", "partner", "flow", "ignored", "scale", "scales", "encoding", "delimiter"),
    *("decimal_mark", "grouping", "covers", "status_marks", "at_least", "at_most", "illustrative", "kind", "form"),
    *("periods", "words", "aliases", "only", "any_case", "unknown", "zero_is_unknown", "currency", "period", "code"),
    *("edition", "editions", "quantity_unit", "covers_codes", "every_partner", "valued"),
}
_KEY = """reporter, partner, flow, code, period,
    CASE standing WHEN 'relayed' THEN speaker END, CASE standing WHEN 'relayed' THEN publication END"""
_TWICE = f"""
    CREATE TABLE rivals AS
        WITH told AS (SELECT hash({_KEY}) AS key, * FROM observed),
            often AS (SELECT key FROM told GROUP BY key HAVING count(*) > 1)
        SELECT list(line ORDER BY line) AS lines, list(line ORDER BY quantity IS NULL, line) AS fullest,
            count(DISTINCT {{'v': value, 'q': qualifier, 's': status}}) = 1 AS one_value,
            one_value
                AND count(DISTINCT {{'q': quantity, 'u': quantity_unit}}) FILTER (quantity IS NOT NULL) < 2 AS agree
        FROM told SEMI JOIN often USING (key) GROUP BY {_KEY} HAVING count(*) > 1"""  # noqa: S608 -- our own
_CONTENT = ", ".join(name for name in OBSERVED if name not in {"line", "quantity_line", "published"})


def is_large(layout: TableLayout, size: int, head: bytes = b"") -> bool:
    """Say whether a file of `size` bytes is one that `read_large` should read, and can: it knows all of the layout.

    `head` is its begin: six kilobytes in gzip may hold three million rows.
    """
    packed = layout.form == "csv.gz" and comes_to_more(head, LARGE.get("csv", 0))
    return (packed or size >= LARGE.get(layout.form, size + 1)) and knows(layout)


def knows(layout: TableLayout) -> bool:
    """Say whether nothing in the layout ties columns or rows together in a way that sources.large does not know."""
    own = {field.name: field for field in fields(layout) if field.name not in _KEYS}
    usual = all(getattr(layout, name) == _default(field) for name, field in own.items())
    return usual and set(layout.columns) <= _FIELDS and not _NUMBERS & {*layout.words, *layout.aliases}


def _default(field: Field[Any]) -> Any:  # noqa: ANN401 -- of any key
    return field.default if field.default_factory is MISSING else field.default_factory()


def read_large(
    layout: TableLayout, file: Path, document: str, released: date | None, place: Path, *, address: str = ""
) -> LargeBatch:
    """Return what the file says under `layout`, as sources.read does; its observations lie in the folder `place`.

    A fault of the layout raises SourceChanged, a fault of a row puts that row among `refusals`.
    """
    with _database(place) as db:
        return _Reading(db, layout, document, place).read(file, released, address)


@contextmanager
def _database(place: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    config: dict[str, Any] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": MEMORY,
        "temp_directory": str(place / "spilt"),
    }
    try:
        with duckdb.connect(":memory:", config=config) as db:
            yield db
    except duckdb.Error as fault:
        msg = f"A large file could not be worked through ({str(fault).splitlines()[0]}). Look for a full disk."
        raise GeneratorError(msg) from fault


@dataclass(frozen=True)
class _Reading:
    """One file on its way through `db`."""

    db: duckdb.DuckDBPyConnection
    layout: TableLayout
    document: str
    place: Path

    def read(self, file: Path, released: date | None, address: str) -> LargeBatch:
        try:
            text = unpacked(self.layout, file, self.place)
            ragged = texts(self.db, self.layout, text, self.document)
            text.path.unlink()
            rows = count(self.db, "wanted") + len(ragged)
            check_count(rows, self.layout)
            self._refuse_other_form()
            day = released or newest_published(self._texts("published"), self.layout)
        except LayoutFault as fault:
            raise fault.named(self.layout.name, self.document) from None
        observing = Observing(self.db, self.layout, self.document, day)
        found = [*ragged, *observing.observe(judged(self.db, self.layout, day)), *self._contradictions()]
        refusals = tuple(sorted(found, key=lambda refusal: refusal.row))
        if not count(self.db, "observed"):
            where = f"{self.layout.name}: {plain(self.document)}"
            raise nothing_usable(where, refusals, rows, self.layout)
        told = LargeBatch(
            source=self.layout.name,
            released=day,
            document=self.document,
            raw=text.digest,
            period=self._newest(),
            file=self.place / "figures.parquet",
            content="",
            count=count(self.db, "observed"),
            parties=(),
            refusals=refusals,
            repeated=rows - count(self.db, "observed") - len(refusals),
            covers="listed" if refusals else self.layout.covers,
            layout=self.layout.digest,
            address=address,
        )
        self._write(told)
        return self._about(told)

    def _about(self, told: LargeBatch) -> LargeBatch:
        """Return the batch with of whom it has figures, and what it is complete about."""
        coverage = () if told.refusals else self._coverage()
        parties = self.db.execute("SELECT DISTINCT reporter, partner, flow FROM observed ORDER BY ALL").fetchall()
        content = self._content(coverage) if told.address else ""
        return replace(told, parties=tuple(parties), coverage=coverage, content=content)

    def _texts(self, field: str) -> list[str]:
        if field not in self.layout.columns:
            return []
        return [text for (text,) in self.db.execute(f"SELECT DISTINCT {field} FROM wanted").fetchall()]  # noqa: S608

    def _refuse_other_form(self) -> None:
        """Look at the values that are not plain digits, unless one has the declared form: they decide."""
        form = literal(self.layout.numbers.pattern)
        fits = f"SELECT 1 FROM wanted WHERE regexp_full_match(value, {form}) AND NOT regexp_full_match(value, '[0-9]+')"  # noqa: S608
        said = [text for (text,) in self.db.execute(f"{fits} LIMIT 1").fetchall()]
        if said:
            return
        every = self.db.execute("SELECT value, least(count(*), 2) FROM wanted GROUP BY value").fetchall()
        numbers = [text for text, times in every for _ in range(times) if is_number(text, self.layout)]
        refuse_other_form(numbers, self.layout)

    def _contradictions(self) -> list[Refusal]:
        """Leave one of rows that say the same, and none of rows that contradict each other; return the latter."""
        self.db.execute(_TWICE)
        fought = self.db.execute("""
            SELECT line, lines, code, period, printed, CASE WHEN one_value THEN 'quantities' ELSE 'values' END
            FROM observed JOIN
                (SELECT unnest(lines) AS line, lines, one_value FROM rivals WHERE NOT agree) USING (line)""").fetchall()
        self.db.execute("""
            DELETE FROM observed WHERE line IN
                (SELECT unnest(CASE WHEN agree THEN fullest[2:] ELSE lines END) FROM rivals)""")
        return [refused(self.layout, self.document, line, contradiction(*said)) for line, *said in fought]

    def _newest(self) -> Period:
        first, months = self.db.execute("""
            SELECT first, months FROM observed
            ORDER BY standing = 'customs' AND value IS NOT NULL DESC, first DESC, months DESC LIMIT 1""").fetchall()[0]
        return Period(first, months)

    def _coverage(self) -> tuple[Coverage, ...]:
        """Return what the file is complete about by its settings, as sources.batch does."""
        if not self.layout.covers_codes:
            return ()
        partner = f"if(partner = '{WORLD}', partner, '')" if self.layout.every_partner else "partner"
        found: dict[tuple[str, str, Flow], list[Period]] = defaultdict(list)
        period = cache(Period)  # few periods, of many pairs
        query = f"SELECT DISTINCT reporter, {partner}, flow, first, months FROM observed ORDER BY ALL"  # noqa: S608
        for reporter, other, flow, first, months in self.db.execute(query).fetchall():
            found[reporter, other, Flow(flow)].append(period(first, months))
        return tuple(Coverage(*of, self.layout.covers_codes, tuple(when)) for of, when in found.items())

    def _content(self, coverage: tuple[Coverage, ...]) -> str:
        """Return the digest of the figures, in whatever order; where they stand is left aside."""
        rows = f"SELECT count(*), bit_xor(md5_number(row({_CONTENT})::VARCHAR)) FROM observed"  # noqa: S608
        return sha256(f"{self.db.execute(rows).fetchall()} {coverage}".encode()).hexdigest()

    def _write(self, told: LargeBatch) -> None:
        """Write the observations in the order of their series."""
        columns, order = self.layout.columns, ", ".join(BY_SERIES)
        weight = literal(columns["quantity"]) if "quantity" in columns else "''"
        given = {
            "release": literal(told.release),
            "raw": literal(told.raw),
            "header": literal(columns["value"]),
            "quantity_header": f"CASE WHEN quantity IS NULL THEN '' ELSE {weight} END",
        }
        rows = ", ".join(f"{given[name]} AS {name}" if name in OF_THE_FILE else name for name in COLUMNS)
        query = f"SELECT {rows} FROM (SELECT * FROM observed ORDER BY {order})"  # noqa: S608 -- names, and literals
        group = min(max(told.count // GROUPS, FEWEST), MOST)
        form = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {group}"
        self.db.execute(f"COPY ({query}) TO {literal(str(told.file))} ({form})")
