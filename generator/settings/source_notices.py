"""Notices: what a desk says of a source's figures from a month on, for the engine to flag and to compare nothing by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from pydantic import Field

from generator.movements.panel import Panel, PanelNotice
from generator.settings.value_types import Codes, PeriodText, Strict, Text
from generator.trade.period import Period

_SAID = {"coverage": "counts another trade", "currency": "converts on another basis"}


class SourceNotice(Strict):
    """What a source has said of its figures from a period on (docs/movements.md)."""

    kind: Literal["coverage", "currency"] = Field(
        description="change of coverage, or of conversion", examples=["coverage"]
    )
    since: PeriodText = Field(description="first period concerned", examples=["2025-03"])
    codes: Codes = Field((), description="codes concerned; default all", examples=['["7403"]'])
    reason: Text = Field(description="reason, for the editor", examples=["small consignments are counted"])


def noticed(panel: Panel, notices: Sequence[SourceNotice]) -> Panel:
    """Return the panel with the notices of its source, each of the panel's codes that it is of."""
    return replace(panel, notices=tuple(_of_panel(panel, notices)))


def in_words(source: str, panel: Panel, period: Period, notices: Sequence[SourceNotice]) -> Iterator[str]:
    """Yield what `source` has said that flags something of the panel in `period`: for a year."""
    for one in notices:
        if list(_of_panel(panel, [one])) and 0 <= period.last.first - Period.parse(one.since).first < panel.year:
            of = ", ".join(one.codes) or "all"
            yield f"{source} {_SAID[one.kind]} since {one.since} ({of}): {one.reason}"


def _of_panel(panel: Panel, notices: Sequence[SourceNotice]) -> Iterator[PanelNotice]:
    for one in notices:
        codes = tuple(code for named in one.codes for code in _concerned(panel, named))
        if codes or not one.codes:
            yield PanelNotice(one.kind, Period.parse(one.since), codes)


def _concerned(panel: Panel, named: str) -> list[str]:
    """Return the codes within `named`; where there are none, the longest that it lies in."""
    within = [code for code in panel.codes if code.startswith(named)]
    around = [code for code in panel.codes if named.startswith(code)]
    return within or sorted(around, key=len)[-1:]
