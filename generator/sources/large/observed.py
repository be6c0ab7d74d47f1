"""Observed: the observations of a large table in DuckDB, from plain rows at once and from others one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from generator.sources.batch import refused
from generator.sources.faults import RowFault
from generator.sources.large.judged import KINDS, Judged, insert
from generator.sources.large.numbers import Number
from generator.sources.large.texts import count, literal
from generator.sources.layout import TableLayout
from generator.sources.row import observation
from generator.trade.columns import COLUMNS, row_of
from generator.trade.observation import Cell
from generator.trade.release import Refusal

if TYPE_CHECKING:
    import duckdb

OF_THE_FILE = ("release", "raw", "header", "quantity_header")  # the same in every row; added when it is written
OBSERVED = tuple(name for name in COLUMNS if name not in OF_THE_FILE)
_PIECE = 10_000  # rows that are judged one by one and then put in together
_LARGEST_FACTOR = Decimal("1E+13")


@dataclass(frozen=True)
class Observing:
    """Makes `observed` in `db` of `wanted`."""

    db: duckdb.DuckDBPyConnection
    layout: TableLayout
    document: str
    released: date

    def observe(self, found: Judged | None) -> list[Refusal]:
        """Make the table, with a row for every observation; return the rows that were set aside."""
        columns = ", ".join(f"{name} {KINDS[COLUMNS[name]]}" for name in OBSERVED)
        self.db.execute(f"CREATE TABLE observed ({columns})")
        if found is not None and self._has_plain_numbers(found):
            self.db.execute(f"INSERT INTO observed SELECT {', '.join(self._parts(found))} FROM {self._joined(found)}")  # noqa: S608
        return self._one_by_one()

    def _has_plain_numbers(self, found: Judged) -> bool:
        factor, layout = found.same.get("multiplier", Decimal(1)), self.layout
        has_unit = "quantity_unit" in layout.columns or layout.quantity_unit not in layout.unknown
        return has_unit and factor % 1 == 0 and factor < _LARGEST_FACTOR

    def _parts(self, found: Judged) -> list[str]:
        """Return what each column of `observed` is, in SQL."""
        given = {name: f"{table}.{name}" for table, (_, gives) in found.tables.items() for name in gives}
        parts = {name: _written(found.same[name], COLUMNS[name]) for name in OBSERVED if name in found.same} | given
        value, quantity = self._value(found), self._quantity
        parts |= {"line": "wanted.line", "printed": "wanted.value"}
        parts |= {"value": value.exact, "half_unit": value.half}
        if self._marks:
            parts["value"] = f"CASE WHEN mark IS NULL THEN {value.exact} END"
            parts["half_unit"] = f"CASE WHEN mark IS NULL THEN {value.half} ELSE 0 END"
            parts["status"] = f"CASE WHEN mark IS NULL OR {parts['status']} = 'C' THEN {parts['status']} ELSE mark END"
        parts |= {"quantity": "NULL", "quantity_half": "0", "quantity_printed": "''", "quantity_line": "0"}
        if quantity:
            given_one = f"({quantity.plain} AND NOT {self._is_unknown(quantity)})"
            parts["quantity"] = f"CASE WHEN {given_one} THEN {quantity.exact} END"
            parts["quantity_half"] = f"CASE WHEN {given_one} THEN {quantity.half} ELSE 0 END"
            parts["quantity_line"] = f"CASE WHEN {given_one} THEN wanted.line ELSE 0 END"
            parts["quantity_printed"] = f"CASE WHEN {given_one} THEN {quantity.text} ELSE '' END"
        return [parts[name] for name in OBSERVED]

    def _joined(self, found: Judged) -> str:
        """Return the plain rows beside what their texts say, in SQL."""
        joins = "".join(
            f" JOIN {table} ON {' AND '.join(f'{table}.text_{field} = wanted.{field}' for field in fields)}"
            for table, (fields, _) in found.tables.items()
        )
        value, quantity, marks = self._value(found), self._quantity, self._marks
        where = [value.plain]
        if marks:
            listed = ", ".join(f"({literal(text)}, {literal(status)})" for text, status in marks.items())
            joins += f" LEFT JOIN (VALUES {listed}) AS marks(text, mark) ON marks.text = wanted.value"
            where = [f"(mark IS NOT NULL OR {value.plain})"]
        if "scale" in self.layout.columns:
            where.append(f"said_scale.multiplier % 1 = 0 AND said_scale.multiplier < {_LARGEST_FACTOR:f}")
        if quantity:
            unit = "said_quantity_unit.quantity_unit <> '' AND " if "quantity_unit" in self.layout.columns else ""
            where.append(f"({quantity.text} IN ({self._silent}) OR {unit}{quantity.plain})")
        return f"wanted{joins} WHERE {' AND '.join(where)}"

    def _value(self, found: Judged) -> Number:
        factor = f"{found.same['multiplier']:f}" if "multiplier" in found.same else "said_scale.multiplier"
        return Number("wanted.value", self.layout.numbers, factor)

    @property
    def _quantity(self) -> Number | None:
        return Number("wanted.quantity", self.layout.numbers) if "quantity" in self.layout.columns else None

    def _is_unknown(self, quantity: Number) -> str:
        zero = f" OR {quantity.exact} = 0" if self.layout.zero_is_unknown else ""
        return f"({quantity.text} IN ({self._silent}){zero})"

    @property
    def _silent(self) -> str:
        """The texts of a quantity that give none, as SQL lists them."""
        return ", ".join(literal(text) for text in ("", *self.layout.unknown) if _is_bare(text))

    @property
    def _marks(self) -> dict[str, str]:
        return {text: status for text, status in self.layout.status_marks.items() if _is_bare(text)}

    def _one_by_one(self) -> list[Refusal]:
        """Judge the rows that are not plain as every row of a small table is judged."""
        if count(self.db, "wanted") == count(self.db, "observed"):
            return []
        fields = self.layout.fields
        names = ", ".join(fields)
        others = f"SELECT line, {names} FROM wanted ANTI JOIN observed USING (line)"  # noqa: S608 -- names of ours
        self.db.execute(f"CREATE TABLE others AS {others}")
        rows = self.db.cursor().execute("SELECT * FROM others ORDER BY line")
        refusals: list[Refusal] = []
        while piece := rows.fetchmany(_PIECE):
            known = [self._row(line, dict(zip(fields, texts, strict=True)), refusals) for line, *texts in piece]
            insert(self.db, "observed", [tuple(row[name] for name in OBSERVED) for row in known if row])
        return refusals

    def _row(self, line: int, texts: dict[str, str], refusals: list[Refusal]) -> dict[str, Any] | None:
        cell = Cell("", "", line, self.layout.columns["value"], texts["value"])
        try:
            return row_of(observation(self.layout, texts, cell, self.released))
        except RowFault as fault:
            refusals.append(refused(self.layout, self.document, line, fault))
            return None


def _is_bare(text: str) -> bool:
    """Say whether a row's text that is the same to the last sign is read as this one."""
    return text == text.strip() and text.isprintable()


def _written(part: Any, kind: str) -> str:  # noqa: ANN401 -- a column of any kind
    if part is None:
        return "NULL"
    return literal(str(part)) if kind in {"text", "day"} else f"{part:f}" if isinstance(part, Decimal) else str(part)
