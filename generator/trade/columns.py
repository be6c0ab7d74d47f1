"""Columns: the names and kinds of the columns in which a table holds observations, one per row.

Money is exact, with nine decimal places. Texts are never null. `value`, `published`, `quantity` and `published_yoy` are
null where the publisher gave none.
"""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Any

from generator.trade.observation import Observation

COLUMNS = {
    "reporter": "text",
    "partner": "text",
    "flow": "text",
    "code": "text",
    "period": "text",
    "first": "count",  # the period's first month, counted from year 0
    "months": "count",
    "value": "money",  # in `currency`
    "half_unit": "money",
    "qualifier": "text",
    "standing": "text",
    "code_basis": "text",
    "wording": "text",
    "speaker": "text",
    "published": "day",
    "publication": "text",
    "address": "text",
    "status": "text",
    "quantity": "money",
    "quantity_unit": "text",
    "quantity_half": "money",
    "quantity_line": "count",  # 0 where there is no quantity
    "quantity_header": "text",
    "quantity_printed": "text",
    "quantity_status": "text",
    "currency": "text",
    "edition": "text",  # of the nomenclature
    "valuation": "text",
    "published_yoy": "money",  # per cent
    "published_yoy_half": "money",
    "published_yoy_header": "text",
    "published_yoy_printed": "text",
    "release": "text",
    "raw": "text",
    "line": "count",
    "header": "text",
    "printed": "text",
    "multiplier": "money",  # what the printed number is multiplied by
}
BY_SERIES = ("reporter", "partner", "flow", "code", "first", "months", "line")  # how rows are sorted
# The fields of an observation that have a column of the same name; `row_of` overwrites some of them.
_COPIED = tuple(column.name for column in fields(Observation) if column.name in COLUMNS)
_copied_values = attrgetter(*_COPIED)


def row_of(observation: Observation) -> dict[str, Any]:
    """Return the row of an observation, by column name."""
    row: dict[str, Any] = dict(zip(_COPIED, _copied_values(observation), strict=True))
    row["flow"] = observation.flow.value
    row["qualifier"] = observation.qualifier.value
    row["standing"] = observation.standing.value

    period = observation.period
    row["period"] = str(period)
    row["first"] = period.first
    row["months"] = period.months

    cell = observation.cell
    row["release"] = cell.release
    row["raw"] = cell.raw
    row["line"] = cell.row
    row["header"] = cell.column
    row["printed"] = cell.text
    row["multiplier"] = cell.multiplier

    quantity = observation.quantity_cell
    row["quantity_line"] = quantity.row if quantity else 0
    row["quantity_header"] = quantity.column if quantity else ""
    row["quantity_printed"] = quantity.text if quantity else ""

    growth = observation.published_yoy_cell
    row["published_yoy_header"] = growth.column if growth else ""
    row["published_yoy_printed"] = growth.text if growth else ""
    return row
