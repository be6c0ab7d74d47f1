"""What each sheet of a workbook must show: what the edition is, and the figures of each picture and table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.audit.edition_data import Data, EditionText, blocks, text_of

_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class SheetCell:
    """What a cell displays, and whether it is a number."""

    words: str
    is_number: bool = False


Row = dict[int, SheetCell]  # by column, from 1; only cells that display something


@dataclass(frozen=True)
class ExpectedSheet:
    """A sheet that the edition has: the title that its name begins with, and its rows that are not empty."""

    title: str
    rows: Sequence[Row]


def expected_sheets(story: Data) -> Iterator[ExpectedSheet]:
    """Yield the sheets that a story has: what the edition is, and each picture and table of the PDF."""
    shown = list(blocks(story, "pdf"))
    tables = [block for block in shown if block["kind"] in {"chart", "table"}]
    series = [block["series"]["words"] for block in shown if block["kind"] == "finding"]
    rows = [row for block in shown for row in _head_rows(block)]
    rows += [_text_row(table["title"]) for table in tables]
    running = [row for block in shown for row in _running_rows(block)]
    rows += [row for block in shown for row in _foot_rows(block)] + running
    yield ExpectedSheet(series[0] if series else story["title"]["words"], [row for row in rows if row])
    for table in tables:
        rows = [*_table_rows(table), *running]
        yield ExpectedSheet(table["title"]["words"], [row for row in rows if row])


def _head_rows(block: Data) -> Iterator[Row]:
    match block["kind"]:
        case "masthead":
            yield from (
                _text_row(block[key]) for key in ("publisher", "place", "issue", "tag", "dated") if block.get(key)
            )
            if block.get("draft"):
                yield _text_row(block["draft"], block["reason"])
        case "correction":
            yield _text_row(block["label"])
            for erratum in block["errata"]:
                yield _text_row(erratum["head"], _run(erratum["was"]))
                yield _text_row(erratum["mark"], _run(erratum["right"]))
            yield _text_row(block.get("more") or {"words": ""})
            yield _text_row(block["reason"], block["note"])
        case "finding":
            yield _text_row(block["series"], block["period"])
            yield from (_text_row(text) for text in (block["headline"], *block["things"]))
        case "strip":
            for cell in block["cells"]:
                yield _figure_row(cell["label"], cell["figure"], cell["note"])


def _foot_rows(block: Data) -> Iterator[Row]:
    if block["kind"] == "note":
        yield _text_row(block["label"])
        for run in block["runs"]:
            yield _text_row(run["head"], _run(run["sentences"]))
    elif block["kind"] == "foot":
        yield from (_text_row(block[key]) for key in ("contact", "address") if block.get(key))


def _running_rows(block: Data) -> Iterator[Row]:
    """Yield what stands at the foot of each sheet."""
    if block["kind"] == "foot":
        yield from (_text_row(block[key]) for key in ("left", "middle") if block.get(key))


def _table_rows(table: Data) -> Iterator[Row]:
    columns = len(table.get("head", ())) - bool(table.get("spans"))
    yield _text_row(table["title"])
    yield _text_row(table["subtitle"])
    yield dict(_group_heads(table.get("groups", ()), columns))
    yield _text_row(*table.get("head", ())[:columns])
    rows = [row["cells"] for row in table.get("rows", ())]
    for cells in rows or [[bar["label"], bar["figure"]] for bar in table.get("bars", ())]:
        yield _figure_row(*cells)
    for text in (*table.get("notes", ()), table["source"]):
        yield _text_row(text)
    yield _text_row(_run(table.get("aside", ())))


def _group_heads(groups: Sequence[Data], columns: int) -> Iterator[tuple[int, SheetCell]]:
    """Yield the heads over groups of the first `columns`, each with its first column."""
    at = 1
    for group in groups:
        if at <= columns and group["words"]["words"]:
            yield at, SheetCell(group["words"]["words"])
        at += group["columns"]


def _run(nodes: Sequence[Data]) -> Data:
    """Return texts as one, without those that a PDF does not show."""
    return {"words": " ".join(node["words"] for node in nodes if text_of(node).stands_in("pdf"))}


def _text_row(*nodes: Data) -> Row:
    """Return texts side by side, none of which is a number."""
    return {at: SheetCell(node["words"]) for at, node in enumerate(nodes, 1) if text_of(node).stands_in("pdf")}


def _figure_row(*nodes: Data) -> Row:
    """Return texts side by side. A text that is one claim with one number is a number."""
    return {
        at: SheetCell(node["words"], _is_number(text_of(node))) for at, node in enumerate(nodes, 1) if node["words"]
    }


def _is_number(text: EditionText) -> bool:
    numerals = _NUMERAL.findall(text.words)
    is_one_claim = [mark[1:] for mark in text.marks] == [(0, len(text.words))]
    is_zero = bool(numerals) and Decimal(numerals[0].replace(",", "")) == 0
    is_signed_zero = is_zero and re.search("[+\N{MINUS SIGN}]", text.words) is not None  # a format prints no such sign
    return is_one_claim and len(numerals) == 1 and not is_signed_zero and '"' not in text.words
