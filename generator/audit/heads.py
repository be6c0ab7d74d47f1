"""Rules on heads: codes and name over a section, the line of an alt text, columns and rows of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from generator.audit.edition import Data, said, texts
from generator.audit.finding import Finding
from generator.audit.gathered import number
from generator.audit.grounds import Grounds
from generator.audit.terms import period_of
from generator.audit.tongues import any_of
from generator.audit.tongues.every import BARE_CODES
from generator.trade.codes import is_within

EDITION, _CHAPTER = "edition.json", 2
_LEVELS = frozenset({"level", "sum", "background", "quantity"})


def headed(story: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield heads of sections, pictures and columns that are not of what is under them, and rows not of their cells."""
    for block in story["blocks"]:
        if block["kind"] == "section" and block.get("codes"):
            yield from _section(block, grounds)
        if block["kind"] == "chart":
            yield from _alt(block, grounds)
        if block.get("rows") and block["kind"] in {"chart", "table"}:
            yield from _columns(block, grounds)
            yield from _rows(block, grounds)
        if block["kind"] == "table":
            yield from _summed(block, grounds)


def _section(block: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield codes over a section that none of its figures is of, figures of none of them, and another line's name."""
    words = block["codes"]["words"]
    found = BARE_CODES.search(words)
    codes = re.findall(r"\d+", found["codes"]) if found else []
    marks = [mark.claim for text in texts(block["paragraphs"]) for mark in text.marks]
    claims = [claim for key in marks if (claim := grounds.evidence.claims.get(key))]
    told = {code for claim in claims for code in claim["codes"]}
    named = {code for text in texts(block["paragraphs"]) for *_, code in grounds.named(text.words)}
    for code in codes:
        if not any(is_within(one, code) or is_within(code, one) for one in told | named):
            yield Finding(EDITION, words, "code", f"nothing in its section is of {code}")
    for code in sorted(
        {claim["codes"][0] for claim in claims if len(claim["codes"]) == 1 and claim["kind"] == "level"}
    ):
        if not any(is_within(code, one) or is_within(one, code) for one in codes):
            yield Finding(EDITION, words, "code", f"its section prints a figure of {code}")
    label = said(block["label"]).words if block.get("label") else ""
    chapters = {one[:_CHAPTER] for one in codes} if len(codes) > 1 else set()
    for *_, code in grounds.named(label):
        if code[:_CHAPTER] not in chapters and not any(is_within(code, one) or is_within(one, code) for one in codes):
            yield Finding(EDITION, label, "name", f"it names {code} over {words}")


def _alt(block: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield an alt text that names another line than the first bar's, or turns the order of the bars round."""
    bars, words = block.get("bars", ()), said(block["alt"]).words
    first = {code for *_, code in grounds.named(bars[0]["label"]["words"])} if bars else set()
    of_trade = {code for *_, code in grounds.named(said(block["subtitle"]).words)}
    if first and (others := {code for *_, code in grounds.named(words)} - first - of_trade):
        yield Finding(EDITION, words, "name", f"the first bar is that of {sorted(first)}, it names {sorted(others)}")
    if bars and any_of(grounds.lexicon.places["low"]).search(words):
        yield Finding(EDITION, words, "judgement", "bars stand the largest first")
    description, ways = said(block["description"]).words, (grounds.lexicon.up, grounds.lexicon.down)
    told = [bool(grounds.beyond_names(description, way)) for way in ways]
    if block["form"] == "contributions" and told[0] != told[1]:
        yield Finding(EDITION, description, "direction", "bars go both ways, the words say one")


def _columns(block: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield the cells that are of another kind or time than the others of their column, where each row is a line's."""
    lines = [row for row in block["rows"] if block.get("form") != "waterfall" or row.get("weight") != "total"]
    rows = [[_claim(cell, grounds) for cell in row["cells"]] for row in lines]
    by_time = any(curve["role"] in {"this", "last"} for curve in block.get("curves", ()))
    for place in range(max(map(len, rows), default=0)):
        told = [(row[place], at) for at, row in enumerate(rows) if place < len(row) and row[place]]
        kinds = Counter(_kind(claim, by_time=by_time) for claim, _ in told if claim)
        common = kinds.most_common(1)[0][0] if kinds else ()
        for claim, at in told:
            if claim and _kind(claim, by_time=by_time) != common:
                words = lines[at]["cells"][place]["words"]
                label = lines[at]["cells"][0]["words"]
                problem = f"in the row {label!r} it is {claim['kind']} of {claim['period']}, the column holds {common}"
                yield Finding(EDITION, words, "column", problem)


def _rows(block: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield the cells whose figure is of a line that is none of their row's; a total may have had fewer."""
    for row in block["rows"]:
        own = set(row.get("codes", ()))
        for cell in row["cells"]:
            claim = _claim(cell, grounds)
            if own and claim and not own.issuperset(claim["codes"]):
                label = row["cells"][0]["words"]
                problem = f"it is a figure of {sorted(claim['codes'])}, its row {label!r} of {sorted(own)}"
                yield Finding(EDITION, cell["words"], "row", problem)


def _summed(block: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield the edition's total where it is more than its rows come to, and no note counts lines without a row.

    Of a longer span a line may have a part that is not traded now, and then it has no row.
    """
    *lines, last = block["rows"] or [{}]
    if last.get("weight") != "total" or any(note.get("marks") for note in block.get("notes", ())):
        return
    for place, cell in enumerate(last["cells"]):
        whole = _claim(cell, grounds)
        parts = [one for row in lines if (one := _claim(row["cells"][place], grounds))]
        is_sure = whole and len(parts) == len(lines) and all(one["qualifier"] == "exact" for one in (whole, *parts))
        if not is_sure or whole is None or whole["kind"] not in _LEVELS or whole["period"] != grounds.edition["period"]:
            continue
        rest = number(whole["low"]) - sum(number(one["high"]) for one in parts)
        if rest > len(lines) * period_of(whole["period"]).months:  # one each: the lines are rounded
            yield Finding(EDITION, cell["words"], "row", f"its rows lack {rest:f} of it, and no note counts them")


def _claim(cell: Data, grounds: Grounds) -> Data | None:
    marks = cell.get("marks", ())
    found = grounds.evidence.claims.get(marks[0]["claim"]) if marks else None
    is_nil = found is not None and not number(found["high"]) and found["kind"] == "level"
    return None if is_nil else found


def _kind(claim: Data, *, by_time: bool) -> tuple[str, ...]:
    kind = "level" if claim["kind"] in _LEVELS else str(claim["kind"])
    return (kind,) if by_time else (kind, str(claim["period"]), str(claim["compare_period"]))
