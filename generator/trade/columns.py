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
_COPIED = tuple(
    column.name for column in fields(Observation) if column.name in COLUMNS
)  # includes some that `row_of` then overwrites
_copied_values = attrgetter(*_COPIED)


def row_of(observation: Observation) -> dict[str, Any]:
    """Return the row of an observation, by column name."""
    period, cell = observation.period, observation.cell
    return dict(zip(_COPIED, _copied_values(observation), strict=True)) | {
        "period": str(period),
        "first": period.first,
        "months": period.months,
        "flow": observation.flow.value,
        "qualifier": observation.qualifier.value,
        "standing": observation.standing.value,
        "release": cell.release,
        "raw": cell.raw,
        "line": cell.row,
        "header": cell.column,
        "printed": cell.text,
        "multiplier": cell.multiplier,
        "quantity_line": observation.quantity_cell.row if observation.quantity_cell else 0,
        "quantity_header": observation.quantity_cell.column if observation.quantity_cell else "",
        "quantity_printed": observation.quantity_cell.text if observation.quantity_cell else "",
        "published_yoy_header": observation.published_yoy_cell.column if observation.published_yoy_cell else "",
        "published_yoy_printed": observation.published_yoy_cell.text if observation.published_yoy_cell else "",
    }
