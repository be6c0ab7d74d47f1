"""The evidence of each figure on a page, written in the story's language from claims.json.

On the web page a figure opens its evidence. On paper all evidence may stand at the end, with the page of each figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from generator.story.plan import Block, Chart, Story, Text
from generator.story.record import cells_of, texts_of
from generator.story.text import words_of
from generator.trade.currency import is_money
from generator.trade.period import TIME_UNITS, Period

if TYPE_CHECKING:
    from generator.story.words import Words
    from generator.story.words.speech import Slot

FEW = 4  # cells that are shown; of more cells, three and the number of the others
_ROLES = {
    "difference": ("now", "before"),
    "growth": ("now", "before"),
    "average_growth": ("now", "before"),
    "unit_value": ("value", "quantity"),
    "share": ("part", "whole"),
    "market_share": ("part", "whole"),
    "supplier_share": ("part", "whole"),
    "share_gain": ("now", "before"),
    "contribution": ("now", "before", "whole"),
    "multiple": ("this", "over"),
    "opposed": ("line", "beside"),
}
_WHOLE = re.compile(r"(?<![\d.,])[1-9]\d{3,}")  # digits of a number before its decimal point, without thousands marks
_DIRECTIONS = re.compile("[\u2066-\u2069]")
_UNSEEN = frozenset(("alt", "more", "description", "head", "rows"))  # fields of a picture that paper does not show
_NAMED = 4  # codes that are listed beside a figure; of more codes, their number
_FOUR_DECIMALS = Decimal("0.0001")
_PLAIN = ("count", *TIME_UNITS)  # units that are not printed
_COMMON = {  # fields of Proofs that all figures share, with the keys of their patterns
    "hint": "hint", "close": "close", "formula": "worked", "cells": "cells", "release": "release",
    "rounding": "rounding", "full": "full",
    "title": "title", "intro": "intro",
}  # fmt: skip
Data = Mapping[str, Any]


@dataclass(frozen=True)
class CellProof:
    """One cell of the evidence."""

    what: str  # what the cell is about
    text: str  # what is printed in it
    where: str  # where it is printed: publisher, day, file and line
    line: str  # its line in the file, or what it is the sum of


@dataclass(frozen=True)
class Proof:
    """The evidence of one claim."""

    id: str
    figure: str
    of: str
    formula: str
    parts: tuple[tuple[str, str], ...]  # the parts of its formula: role and value
    grounds: tuple[CellProof, ...]
    files: tuple[str, ...]  # the files that its cells are in, each once
    more: str
    rounded: str
    explain: str


@dataclass(frozen=True)
class Proofs:
    """The evidence of every figure of a page, and the labels that it shares."""

    hint: str
    close: str
    formula: str
    cells: str
    release: str
    rounding: str
    full: str
    title: str  # for paper, like `intro`
    intro: str
    page: str  # for paper: a pattern
    each: tuple[Proof, ...]  # templates copied into a desk use this name, so it must stay


def proofs_of(story: Story, claims: Data, labels: Mapping[str, str], form: str = "html") -> Proofs:
    """Return the evidence of each figure that `form` of the story shows, in the order of the story.

    `form` is `html`, or `pdf` for paper. `claims` is the content of claims.json. `labels` are the full names of lines
    by code. If the source's cells must stay with the desk, no cell and no exact value is shown.
    """
    from generator.story.words import speak

    words, rows = speak(story.language), {claim["id"]: claim for claim in claims["claims"]}
    evidence = _Evidence(words, claims, labels)
    return Proofs(
        **{name: words.plainly(f"proof.{key}") for name, key in _COMMON.items()},
        page=words.plainly("proof.page", page="{page}"),
        each=tuple(evidence.proof(rows[name], prints) for name, prints in _figures(story, form).items()),
    )


def _figures(story: Story, form: str) -> dict[str, list[str]]:
    """Return the claims that `form` prints, each with its different prints, in order of first use.

    Prints that differ only in signs of writing direction count as the same, since an editor does not type these signs.
    """
    figures: dict[str, dict[str, str]] = {}
    for text in _texts_shown(story, form):
        for mark in text.marks:
            shown = " ".join(text.words[mark.start : mark.end].split())
            figures.setdefault(mark.claim, {}).setdefault(_DIRECTIONS.sub("", shown), shown)
    return {claim: list(prints.values()) for claim, prints in figures.items()}


def _texts_shown(story: Story, form: str) -> Iterator[Text]:
    """Yield the texts of `story` that `form` shows."""
    for block in story.blocks:
        if form not in block.shown:
            continue
        for text in _texts(block, form):
            if not text.shown or form in text.shown:
                yield text


def _texts(block: Block, form: str) -> Iterator[Text]:
    hidden = _UNSEEN if isinstance(block, Chart) and form == "pdf" else frozenset[str]()
    for item in fields(block):
        if item.name not in hidden:
            yield from texts_of(getattr(block, item.name))


class _Evidence:
    """The evidence of the claims of one edition, in the words of one language."""

    def __init__(self, words: Words, claims: Data, labels: Mapping[str, str]) -> None:
        self.words = words
        self.claims = claims
        self.labels = labels
        self.every_cell: Mapping[str, Data] = claims["cells"] | claims.get("context", {})
        documents = claims["documents"].values()
        self.is_open = all(document.get("redistribution") != "none" for document in documents)
        self.values = {name: Decimal(cell["value"]) for name, cell in self.every_cell.items()}
        self.ground = cache(self._ground)  # many figures use the same cells

    def proof(self, claim: Data, prints: list[str]) -> Proof:
        """Return the evidence of a claim; `prints` are its prints on the page."""
        names = list(dict.fromkeys(cells_of(claim["formula"])))
        names_shown = names if len(names) <= FEW else names[: FEW - 1]
        hidden = len(names) - len(names_shown)
        more = self.words.plainly("proof.more", n=str(hidden)) if hidden else ""
        edition = f"{self.claims['briefing']}/{self.claims['period']}"
        revision = f"/r{self.claims['revision']}" if self.claims["revision"] else ""
        return Proof(
            id=claim["id"],
            figure=prints[0],
            of=self._of(claim),
            formula=self._formula(claim["formula"][0]),
            parts=tuple(self._parts(claim, names)) if self.is_open else (),
            grounds=tuple(map(self.ground, names_shown)) if self.is_open else (),
            files=tuple(dict.fromkeys(self._files(names_shown))) if self.is_open else (),
            more=more if self.is_open else self.words.plainly("proof.kept"),
            rounded=self._rounded(claim, self.words.listed(prints).words),
            explain=f"tradebrief explain {edition}{revision} {claim['id']}",
        )

    def _of(self, claim: Data) -> str:
        """Return what a figure is about: "Zinc ores (HS 2608), December 2025, against December 2024"."""
        goods, when = self._goods(claim["codes"]), self._span(Period.parse(claim["period"]))
        if not claim["compare_period"]:
            return self.words.say("proof.of.alone", goods=goods, when=when).words
        compared_with = self._span(Period.parse(claim["compare_period"]))
        return self.words.say("proof.of.against", goods=goods, when=when, then=compared_with).words

    def _goods(self, codes: Sequence[str]) -> str:
        name = self.labels.get(codes[0], "") if len(codes) == 1 else ""
        if not codes:
            return self.words.plainly("proof.statement")
        if len(codes) > _NAMED:
            return self.words.plainly("proof.lines", n=str(len(codes)))
        if name:
            return words_of(self.words.with_code(name, codes[0]))
        return self.words.plainly("hs", codes=self.words.codes(codes))

    def _span(self, when: Period) -> str:
        """Return a period in words. If it spans two years, both are named."""
        if when.year == when.last.year:
            return self.words.period(when).words
        first, last = self.words.period(Period(when.first, 1)), self.words.period(when.last)
        return self.words.plainly("proof.span", first=first, last=last)

    def _formula(self, head: str) -> str:
        return self.words.grammar.begin(self.words.say(f"proof.formula.{head}")).words

    def _parts(self, claim: Data, names: list[str]) -> Iterator[tuple[str, str]]:
        """Yield role and value of each part of a formula."""
        head, *parts = claim["formula"]
        unit = self.every_cell[names[0]].get("measure", claim["unit"]) if names else claim["unit"]
        for role, part in zip(_ROLES.get(head, ()), parts, strict=False):
            value = self._value(part)
            value_in_words = self._formula(part[0])
            if value is not None:
                value_in_words = self._exactly(value, "kg" if role == "quantity" else unit)
            yield self.words.plainly(f"proof.role.{role}"), value_in_words

    def _value(self, formula: Any) -> Decimal | None:  # noqa: ANN401 -- a nested list
        """Return the value of an amount in a formula. None for a part that is itself computed."""
        head, *parts = formula
        if head == "cell":
            return self.values[parts[0]]
        if head == "nil":
            return Decimal(0)
        values = [self._value(part) for part in parts] if head in {"sum", "market"} else [None]
        known_values = [value for value in values if value is not None]
        return sum(known_values, Decimal(0)) if len(known_values) == len(values) else None

    def _ground(self, name: str) -> CellProof:
        """Return a cell as evidence: its printed digits, the scale of its table, and its place."""
        words = self.words
        cell = self.every_cell[name]
        text = "" if cell.get("parts") else _WHOLE.sub(lambda digits: f"{int(digits[0]):,}", str(cell["text"]))
        factor = Decimal(cell.get("multiplier", 1))
        if text and factor != 1:
            text = words.plainly("proof.scaled", n=text, factor=f"{factor:,f}")
        unit = str(cell.get("measure", cell.get("unit", "usd")))
        if text and not is_money(unit):
            text = self._measured(text, unit)
        when = self._span(Period.parse(cell["period"]))
        if "series" in cell:
            what = words.plainly("proof.series", when=when, name=cell["series"])
        else:
            what = words.plainly("proof.cell", when=when, code=cell["code"])
        return CellProof(what, text, self._where(cell), self._line(cell))

    def _where(self, cell: Data) -> str:
        """Return who published a cell, when, and its place in the file."""
        if cell.get("parts"):
            return self._line(cell)
        return self.words.plainly("proof.where", n=str(cell["row"]), **self._release(cell))

    def _line(self, cell: Data) -> str:
        """Return the line of a cell in its file, or of how many lines it is the sum."""
        parts = str(cell.get("parts", "")).split()
        if parts:
            return self.words.plainly("proof.summed", n=str(len(parts)))
        return self.words.plainly("proof.line", n=str(cell["row"]))

    def _files(self, names: Sequence[str]) -> Iterator[str]:
        """Yield the file of each cell, with who published it and when."""
        for name in names:
            cell = self.every_cell[name]
            if not cell.get("parts"):
                yield self.words.plainly("proof.file", **self._release(cell))

    def _release(self, cell: Data) -> dict[str, Slot]:
        """Return who published a cell, when, and in which file."""
        document = self.claims["documents"].get(cell["raw"], {})
        by = str(cell.get("publication") or document.get("source", ""))
        day = self.words.day(date.fromisoformat(cell.get("published") or document["released"]))
        return {"by": by, "day": day, "file": str(document["name"])}

    def _rounded(self, claim: Data, figure: str) -> str:
        """Return how a figure was rounded: its smallest, exact and largest value."""
        if not self.is_open:
            return self.words.plainly("proof.rounded.kept", figure=figure)
        if claim["kind"] == "quoted":
            return self.words.plainly("proof.rounded.stated", figure=figure)
        low, value, high = (self._exactly(Decimal(claim[end]), claim["unit"]) for end in ("low", "value", "high"))
        kind = claim["qualifier"]
        if kind == "exact" and low != high:
            kind = "range"
        return self.words.plainly(f"proof.rounded.{kind}", figure=figure, low=low, value=value, high=high)

    def _exactly(self, value: Decimal, unit: str) -> str:
        """Return a number with at most four decimals, and its unit."""
        if value == value.to_integral():
            digits = f"{abs(value):,.0f}"
        else:
            digits = f"{abs(value.quantize(_FOUR_DECIMALS)):,f}".rstrip("0").rstrip(".")
        sign = "\N{MINUS SIGN}" if value < 0 else ""
        return self._measured(sign + digits, unit)

    def _measured(self, digits: str, unit: str) -> str:
        """Return digits with their unit: "$290,000", "22.35%", "6,890 kg", "$8,112 a tonne"."""
        words = self.words
        money = unit.removesuffix("_per_t")
        if money in _PLAIN:
            return words.plainly("proof.unit.plain", n=digits)
        if is_money(money):
            key = "proof.unit.dollar" if money == "usd" else "proof.unit.money"
            amount = words.plainly(key, n=digits, money=money.upper())
            return words.plainly("proof.unit.a_tonne", n=amount) if money != unit else amount
        key = f"proof.unit.{money}"
        if key in words.sentences:
            return words.plainly(key, n=digits)
        return words.plainly("proof.unit.of", n=digits, of=money)
