"""English names of what an edition counts: all trade of two economies, a named group, some lines by name or by code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.story.brief import Trade
from generator.story.described import described
from generator.story.languages.en.numbers import direction, land, possessive, whence
from generator.story.text import listed
from generator.trade.codes import nomenclature
from generator.trade.editions import TOTAL

_CHAPTER, _HEADING = 2, 4  # digits
_NAMES, _LETTERS, _ALONE = 3, 44, 60  # names that a list has room for, and the letters of it or of a single one
_CODES, _RUN = 6, 3  # codes or runs of chapters that are named; chapters that make a run
_NAMELESS = "goods of HS "
_FISH = ("0301", "0302", "0303", "0304", "0305")
_KINDS = {
    "fish": _FISH,
    "fish and fish products": (*_FISH, "1604"),
}  # what headings are that have no chapter of their own


def traded(trade: Trade) -> str:
    """Return what is counted: "mineral imports", "imports of copper and aluminium", "imports of goods of HS 25 and 26".

    Of every chapter it is "imports"; headings of one chapter are "imports of selected fish", many codes of several
    "selected imports", never all of them.
    """
    return next(_said(trade))


def trade_of(trade: Trade) -> str:
    """Return what was measured: "China’s mineral imports from Pakistan", of all partners "China’s mineral imports"."""
    return f"{possessive(land(trade.of.reporter))} {traded(trade)}{whence(trade.of)}"


def trades(trade: Trade) -> Iterator[str]:
    """Yield names of what was measured for a headline, the fullest first.

    The reporter gives way before the goods do, the partner last: the series above a headline names both.
    """
    whose, way, goods = possessive(land(trade.of.reporter)), whence(trade.of), list(_said(trade))
    for one in goods:
        short = one.replace(_NAMELESS, "HS ")
        yield from (f"{whose} {short}{way}", f"{short}{way}")
    yield goods[-1]


def in_trade(trade: Trade) -> str:
    """Return what joins a sum to what is counted: "of mineral imports", "in imports of zinc (HS 79)"."""
    said = traded(trade)
    if not _is_listed(trade):
        return f"of {said}"
    codes = _codes(trade)
    return f"in {said}" if _NAMELESS in said or not codes else f"in {said} (HS {codes})"


def is_whole(codes: Sequence[str]) -> bool:
    """Say whether `codes` hold every chapter: then nothing that is traded is left out."""
    return TOTAL in codes or set(_chapters()) <= set(codes)


def _said(trade: Trade) -> Iterator[str]:
    """Yield what is counted, in words, then by its chapter or in codes, then as a selection."""
    noun, _, _ = direction(trade.of.flow)
    if not _is_listed(trade):
        yield f"{trade.group} {noun}" if trade.group else noun
        return
    if names := _names(trade):
        yield f"{noun} of {names}"
    if kind := _kind(trade):
        yield f"{noun} of {kind}"
    elif codes := _codes(trade):
        yield f"{noun} of {_NAMELESS}{codes}"
    yield f"selected {noun}"


def _is_listed(trade: Trade) -> bool:
    """Say whether the goods must be named one by one: a part without a name of its own."""
    return not trade.group and not is_whole(trade.of.whole)


def _names(trade: Trade) -> str:
    """Return the lines by name; "" where they are too many, or too long, or a list of lists."""
    labels = [line.label for line in trade.lines]
    for names in ([label.short for label in labels], [label.head for label in labels]):
        said = listed(names, "and").words
        if len(names) == 1 and len(said) <= _ALONE:
            return said
        plain = all(" and " not in name and "," not in name and not name.startswith(_NAMELESS) for name in names)
        if plain and len(names) <= _NAMES and len(said) <= _LETTERS:
            return said
    return ""


def _kind(trade: Trade) -> str:
    """Return what codes of one chapter are, "selected fish", "fish" where they are all of it; "" for other codes."""
    codes = set(trade.of.whole)
    chapters = {code[:_CHAPTER] for code in codes}
    kind = next((kind for kind, of in _KINDS.items() if {code[:_HEADING] for code in codes} <= set(of)), "")
    if len(codes) == 1 or (len(chapters) > 1 and not kind):
        return ""
    name = kind or described(chapters.pop()).short
    return name if codes >= set(_KINDS.get(kind, codes | {""})) else f"selected {name}"


def _codes(trade: Trade) -> str:
    """Return "74 and 76", chapters that follow one another as "01 to 24"; "" where they are too many to name."""
    runs: list[list[str]] = []
    order = {code: place for place, code in enumerate(_chapters())}
    for code in sorted(trade.of.whole):
        if runs and code in order and order[code] - order.get(runs[-1][-1], -1) == 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    parts = [part for run in runs for part in ([f"{run[0]} to {run[-1]}"] if len(run) >= _RUN else run)]
    return listed(parts, "and").words if len(parts) <= _CODES else ""


def _chapters() -> list[str]:
    return sorted(code for code in nomenclature() if len(code) == _CHAPTER)
