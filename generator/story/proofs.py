"""Proofs: what a page shows of a figure, put together from claims.json in the story's language.

On the web page a figure opens it; on paper all of it may stand at the end, each figure with its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from generator.story.plan import Block, Chart, Story, Text
from generator.story.record import cells_of, texts_of
from generator.trade.period import Period

if TYPE_CHECKING:
    from generator.story.words import Words

FEW = 4  # cells that are shown; of more three, and the number of the others
_ROLES = {
    "difference": ("now", "before"),
    "growth": ("now", "before"),
    "average_growth": ("now", "before"),
    "unit_value": ("value", "quantity"),
    "share": ("part", "whole"),
    "contribution": ("now", "before", "whole"),
    "multiple": ("this", "over"),
    "opposed": ("line", "beside"),
}
_HEADS = ("hint", "close", "worked", "cells", "rounding", "full", "title", "intro")
_DIRECTIONS = re.compile("[\u2066-\u2069]")
_UNSEEN = frozenset(("alt", "more", "description", "head", "rows"))  # of a picture, on paper
Data = Mapping[str, Any]


@dataclass(frozen=True)
class Ground:
    """One cell: what it is of, what is printed in it, and where it stands."""

    what: str
    text: str
    where: str


@dataclass(frozen=True)
class Proof:
    """The evidence of one claim; `parts` are the parts of its formula, each with its role."""

    id: str
    figure: str
    of: str
    formula: str
    parts: tuple[tuple[str, str], ...]
    grounds: tuple[Ground, ...]
    more: str
    rounded: str
    explain: str


@dataclass(frozen=True)
class Proofs:
    """The evidence of every figure of a page, and the words that all of it has in common.

    `title`, `intro` and `page` (a pattern) are of paper.
    """

    hint: str
    close: str
    formula: str
    cells: str
    rounding: str
    full: str
    each: tuple[Proof, ...]
    title: str = ""
    intro: str = ""
    page: str = ""


def proofs_of(story: Story, claims: Data, labels: Mapping[str, str], form: str = "html") -> Proofs:
    """Return the evidence of each figure that the page (`pdf`: the paper) of `story` shows, in the order of the story.

    `claims` is the content of claims.json, `labels` are the full names of lines by code. Of a source whose cells stay
    with the desk no cell and no exact value is shown.
    """
    from generator.story.words import speak

    words, rows = speak(story.language), {claim["id"]: claim for claim in claims["claims"]}
    known = _Known(words, claims, labels)
    each = tuple(known.proof(rows[name], forms) for name, forms in _figures(story, form).items())
    hint, close, formula, cells, rounding, full, title, intro = (words.plainly(f"proof.{head}") for head in _HEADS)
    of_paper = {"title": title, "intro": intro, "page": words.plainly("proof.page", page="{page}")}
    return Proofs(hint, close, formula, cells, rounding, full, each, **of_paper)


def _figures(story: Story, form: str) -> dict[str, list[str]]:
    """Return the claims that `form` prints, each with the ways in which it does, the first one first.

    Two that differ in nothing that is seen are one: an editor does not type the signs that set a direction of writing.
    """
    found: dict[str, dict[str, str]] = {}
    for block in story.blocks:
        for text in _texts(block, form) if form in block.shown else ():
            for claim, printed in _marked(text, form):
                found.setdefault(claim, {}).setdefault(_DIRECTIONS.sub("", printed), printed)
    return {claim: [*forms.values()] for claim, forms in found.items()}


def _texts(block: Block, form: str) -> Iterator[Text]:
    hidden = _UNSEEN if isinstance(block, Chart) and form == "pdf" else frozenset[str]()
    for item in fields(block):
        if item.name not in hidden:
            yield from texts_of(getattr(block, item.name))


def _marked(text: Text, shown: str) -> Iterator[tuple[str, str]]:
    if not text.shown or shown in text.shown:
        yield from ((mark.claim, " ".join(text.words[mark.start : mark.end].split())) for mark in text.marks)


@dataclass(frozen=True)
class _Known:
    words: Words
    claims: Data
    labels: Mapping[str, str]
    _grounds: dict[str, Ground] = field(default_factory=dict)  # many figures stand on the same cells

    @cached_property
    def is_open(self) -> bool:
        return not any(one.get("redistribution") == "none" for one in self.claims["documents"].values())

    def proof(self, claim: Data, forms: list[str]) -> Proof:
        words, names, formula = self.words, cells_of(claim["formula"]), claim["formula"]
        head, ids = formula[0], list(dict.fromkeys(names))
        shown = ids if len(ids) <= FEW else ids[: FEW - 1]
        period, then = Period.parse(claim["period"]), claim["compare_period"]
        return Proof(
            id=claim["id"],
            figure=forms[0],
            of=words.evidence_of(self._name(claim), claim["codes"], period, Period.parse(then) if then else None),
            formula=words.worked(head),
            parts=tuple(self._parts(claim, ids)) if self.is_open else (),
            grounds=tuple(map(self._ground, shown)) if self.is_open else (),
            more=self._more(len(ids) - len(shown)),
            rounded=self._rounded(claim, self.words.listed(forms).words),
            explain=self._explain(claim["id"]),
        )

    def _more(self, count: int) -> str:
        """Return how many cells are not shown, or that none may be."""
        if not self.is_open:
            return self.words.plainly("proof.kept")
        return self.words.plainly("proof.more", n=str(count)) if count else ""

    def _name(self, claim: Data) -> str:
        codes = claim["codes"]
        return self.labels.get(codes[0], "") if len(codes) == 1 else ""

    def _explain(self, name: str) -> str:
        edition = f"{self.claims['briefing']}/{self.claims['period']}"
        revision = f"/r{self.claims['revision']}" if self.claims["revision"] else ""
        return f"tradebrief explain {edition}{revision} {name}"

    def _cell(self, name: str) -> Data:
        found: Data = self.claims["cells"].get(name) or self.claims["context"][name]
        return found

    @cached_property
    def _values(self) -> dict[str, Decimal]:
        every = self.claims["cells"] | self.claims.get("context", {})
        return {name: Decimal(cell["value"]) for name, cell in every.items()}

    def _ground(self, name: str) -> Ground:
        if name not in self._grounds:
            self._grounds[name] = self._ground_of(self._cell(name))
        return self._grounds[name]

    def _ground_of(self, cell: Data) -> Ground:
        text = "" if cell.get("parts") else self.words.as_printed(cell)
        where = self.words.stands(cell, self.claims["documents"].get(cell["raw"], {}))
        return Ground(self.words.cell_of(cell), text, where)

    def _parts(self, claim: Data, ids: list[str]) -> Iterator[tuple[str, str]]:
        head, *parts = claim["formula"]
        unit = self._cell(ids[0]).get("measure", claim["unit"]) if ids else claim["unit"]
        for role, part in zip(_ROLES.get(head, ()), parts, strict=False):
            of = "kg" if role == "quantity" else unit
            value = self._value(part)
            said = self.words.worked(part[0]) if value is None else self.words.exactly(value, of)
            yield self.words.plainly(f"proof.role.{role}"), said

    def _value(self, formula: Any) -> Decimal | None:  # noqa: ANN401 -- a nested list
        """Return what an amount comes to; None for a part that is worked out itself."""
        head, *parts = formula
        if head == "cell":
            return self._values[parts[0]]
        if head != "sum":
            return Decimal(0) if head == "nil" else None
        values = [self._values[part[1]] if part[0] == "cell" else self._value(part) for part in parts]
        known = [value for value in values if value is not None]
        return sum(known, Decimal(0)) if len(known) == len(values) else None

    def _rounded(self, claim: Data, figure: str) -> str:
        if claim["kind"] == "quoted" or not self.is_open:
            return self.words.plainly("proof.rounded.stated" if self.is_open else "proof.rounded.kept", figure=figure)
        ends = [Decimal(claim[end]) for end in ("low", "value", "high")]
        return self.words.rounded(figure, ends, claim["unit"], claim["qualifier"])
