"""An edition as the two files of docs/edition.md, `edition.json` and `claims.json`, and its cells as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.story.amounts import Claim, Formula
from generator.story.brief import Brief
from generator.story.claim_ledger import ClaimLedger
from generator.story.edition_schema import CellRow, ClaimRow, ContextRow
from generator.story.plan import Block, Story, Text, as_data
from generator.story.words.numbers import passed_on
from generator.trade.observation import Observation
from generator.trade.side_batches import ContextFigure
from generator.trade.trees import leaves

SCHEMA = 2
_GROUNDLESS = frozenset({"size", "stated", "printed", "stood", "nil"})  # heads of formulas that refer to no cell
_FORMULA = frozenset("=+-@\t\r")  # a spreadsheet reads a cell that begins with one of these as a formula


def printed_claims(ledger: ClaimLedger, stories: Sequence[Story]) -> dict[Claim, list[str]]:
    """Return the claims that the stories print, each with its different prints, in order of first use."""
    prints: dict[str, dict[str, None]] = {}
    for text in texts_of(stories):
        for mark in text.marks:
            prints.setdefault(mark.claim, {})[text.words[mark.start : mark.end]] = None
    by_id = {claim.id: claim for claim in ledger.claims}
    return {by_id[name]: list(forms) for name, forms in prints.items()}


def texts_of(value: object) -> Iterator[Text]:
    """Yield every text of a story, or of any part of it, in reading order."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, str):
        return
    elif isinstance(value, tuple | list):
        for part in value:
            yield from texts_of(part)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from texts_of(getattr(value, name))


def edition_data(head: Mapping[str, Any], labels: Mapping[str, Any], stories: Sequence[Story]) -> dict[str, Any]:
    """Return the content of edition.json. `head` has its first keys, from briefing to formats."""
    written = {story.language: as_data(story) for story in stories}
    glossary = {story.language: story.glossary for story in stories}
    return {"schema": SCHEMA, **head, "labels": labels, "glossary": glossary, "stories": written}


def edition_alone(edition: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return edition.json as a PDF in `language` embeds it: only its own story, and without the movements.

    If the source's figures must stay with the desk, the numbers that charts draw are left out.
    """
    head = {key: value for key, value in edition.items() if key != "movements"}
    story = edition["stories"][language]
    story_as_open = _without_numbers(story) if edition.get("redistribution") == "none" else story
    return {**head, "labels": {language: edition["labels"][language]}, "stories": {language: story_as_open}}


def _without_numbers(node: Any) -> Any:  # noqa: ANN401 -- JSON is any
    if isinstance(node, list):
        # an int is a position, not a figure
        return [_without_numbers(part) for part in node if isinstance(part, dict | list | str | int)]
    if isinstance(node, dict) and "words" not in node:
        return {key: _without_numbers(part) for key, part in node.items() if not isinstance(part, float)}
    return node


def claims_data(
    head: Mapping[str, Any], documents: Mapping[str, Any], ledger: ClaimLedger, stories: Sequence[Story]
) -> dict[str, Any]:
    """Return the content of claims.json: documents, claims, and the cells that claims or pictures use."""
    claims, every_cell = printed_claims(ledger, stories), ledger.cells
    used = {name for claim in claims for name in cells_of(claim.formula)} | set(ledger.drawn_cells)
    used |= {part for name in used & every_cell.keys() for part in ledger.parts(every_cell[name])}
    cells = {name: cell_data(cell, ledger.parts(cell)) for name, cell in every_cell.items() if name in used}
    rows = [claim_data(claim, forms) for claim, forms in claims.items()]
    prices = {name: context_data(cell) for name, cell in ledger.context_figures.items() if name in used}
    context = {"context": prices} if prices else {}
    return {"schema": SCHEMA, **head, "documents": documents, "cells": cells, **context, "claims": rows}


def cells_of(formula: Formula) -> list[str]:
    """Return the ids of the cells in a formula, with repetitions."""
    head, *parts = formula
    if head in _GROUNDLESS:
        return []
    cells: list[str] = []
    for part in parts:
        if isinstance(part, str):
            cells.append(part)
        else:
            cells += [part[1]] if part[0] == "cell" else cells_of(part)
    return cells


def claim_data(claim: Claim, forms: Sequence[str]) -> ClaimRow:
    """Return one claim as plain data. Numbers are strings, so that no digit is lost."""
    return {
        "id": claim.id,
        "kind": claim.kind,
        "codes": list(claim.codes),
        "period": str(claim.period),
        "compare_period": str(claim.compare_period) if claim.compare_period else None,
        "unit": claim.unit,
        "qualifier": claim.qualifier,
        "direction": claim.direction,
        "value": plain(claim.value),
        "low": plain(claim.low),
        "high": plain(claim.high),
        "formula": claim.formula,
        "printed": list(forms),
    }


def cell_data(cell: Observation, parts: Sequence[str] = ()) -> CellRow:
    """Return one cell as plain data: its place in the file, what it is about, and its value."""
    value = Decimal(0) if cell.value is None else cell.value
    low = value if cell.low is None else cell.low
    high = value if cell.high is None else cell.high
    published = cell.published.isoformat() if cell.published else None
    return {
        "raw": cell.cell.raw,
        "release": cell.cell.release,
        "row": cell.cell.row,
        "column": cell.cell.column,
        "text": cell.cell.text,
        "multiplier": plain(cell.cell.multiplier),
        "reporter": cell.reporter,
        "partner": cell.partner,
        "flow": cell.flow.value,
        "code": cell.code,
        "period": str(cell.period),
        "measure": cell.unit,
        "qualifier": cell.qualifier.value,
        "standing": cell.standing.value,
        "code_basis": cell.code_basis,
        "wording": cell.wording,
        "speaker": cell.speaker,
        "published": published,
        "publication": cell.publication,
        "address": cell.address,
        "value": plain(value),
        "low": plain(low),
        "high": plain(high),
        "edition": cell.edition,
        "valuation": cell.valuation,
        "parts": " ".join(parts),
    }


def context_data(cell: ContextFigure) -> ContextRow:
    """Return one cell of a price or rate as plain data: its place in the file, what it is about, and its value."""
    value, half = cell.value or Decimal(0), cell.half_unit
    return {
        "raw": cell.cell.raw,
        "release": cell.cell.release,
        "row": cell.cell.row,
        "column": cell.cell.column,
        "text": cell.cell.text,
        "series": cell.name,
        "unit": cell.unit,
        "period": str(cell.period),
        "value": plain(value),
        "low": plain(value - half),
        "high": plain(value + half),
    }


def cells_csv(claims: Mapping[str, Any]) -> bytes:
    """Return figures.csv: the cells of claims.json, one per row."""
    sheet = io.StringIO()
    names = ["cell", *next(iter(claims["cells"].values()), {})]
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(names)
    for name, cell in claims["cells"].items():
        writer.writerow([name, *(guarded(str(value)) if value else "" for value in cell.values())])
    return sheet.getvalue().encode()


def guarded(text: str) -> str:
    """Return a text so that a spreadsheet does not read it as a formula."""
    is_number = text.lstrip("+-").replace(".", "", 1).isdigit()
    return f"'{text}" if text[:1] in _FORMULA and not is_number else text


def as_json(data: Any) -> bytes:  # noqa: ANN401 -- JSON is any
    """Return `data` as JSON bytes, the same for the same data."""
    return (json.dumps(data, ensure_ascii=False, indent=1, check_circular=False) + "\n").encode()


def plain(value: Decimal) -> str:
    """Return a decimal without exponent or trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def glossary_of(
    brief: Brief, blocks: tuple[Block, ...], attached: Sequence[str], labels: Sequence[str]
) -> dict[str, Any]:
    """Return the names of lines used in `blocks`, and the words of the briefing's settings, for edition.json.

    `lines` has, by code, the full, short and head name, then the same three before a postposition. `uses` has, by code,
    what a line is for. `settings` has, by key, every form in which a setting's words are printed. `attached` are the
    addresses that a mail links to; `labels` are those of an editor's paragraphs.
    """
    settings = {
        "title": [brief.title],
        "publisher": [brief.publisher],
        "place": [brief.place, brief.place.upper()],
        "contact": [brief.contact],
        "address": [brief.address],
        "customs": _offices(brief),
        "group": [brief.group],
        "tag": [brief.tag],
        "theme": [theme.label for theme in brief.themes],
        "watch": [words for row in brief.watch for words in row],
        "remarks": [*labels],
        "attached": [*attached],
    }
    return {"lines": names_in(blocks, brief), "uses": uses_in(blocks, brief), "settings": settings}


def _offices(brief: Brief) -> list[str]:
    """Return every form in which the source, and that of the partner's report, are printed."""
    titles = [brief.customs, *([brief.mirror.title] if brief.mirror else [])]
    forms = [form for title in titles for form in (title, *passed_on(title))]
    return list(dict.fromkeys(forms))


def names_in(blocks: tuple[Block, ...], brief: Brief) -> dict[str, list[str]]:
    """Return, by code, the names of the lines that the texts of `blocks` name."""
    labels = {code: brief.label(code) for code in _codes_of(blocks, "line")}
    return {code: [label.full, label.short, label.head, *label.oblique] for code, label in labels.items()}


def uses_in(blocks: tuple[Block, ...], brief: Brief) -> dict[str, str]:
    """Return, by code, what the lines are for of which the texts of `blocks` say it."""
    return {code: brief.label(code).use for code in _codes_of(blocks, "use")}


def _codes_of(blocks: tuple[Block, ...], kind: str) -> list[str]:
    """Return the codes of the leaves of a kind in the texts of `blocks`."""
    trees = [text.tree for text in texts_of(blocks) if text.tree]
    return sorted({leaf[1] for tree in trees for leaf in leaves(tree) if leaf[0] == kind})
