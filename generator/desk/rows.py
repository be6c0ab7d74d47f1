"""Rows: the figures of a table one by one, each with what it is, as the box of a correction tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.desk.differences import Said
from generator.story.correcting import Texts
from generator.story.plan import Mark, Text
from generator.story.words import Words
from generator.trade.codes import is_within
from generator.trade.period import Period
from generator.trade.trees import leaves, read

Data = Mapping[str, Any]
_NEWS = frozenset({"level", "sum", "change"})
Column = tuple[str, str, str | None]  # kind, period and base of a claim


@dataclass(frozen=True)
class Row:
    """The figures of one row by what they are; `name` is what it is called."""

    name: Text
    figures: Mapping[Column, tuple[Text, Text]]

    def told(self, other: Row | None = None) -> Texts:
        """Return the name, and level and change of its first period, each with what it is behind it.

        Where `other` has both alike they are the figures that it has otherwise. Nothing of a row without a figure.
        """
        first = next((period for _, period, _ in self.figures), "")
        news = [column for column in self.figures if column[0] in _NEWS and column[1] == first]
        others = [column for column in self.figures if other and not self._is_same(column, other)]
        kept = news if other is None or set(news) & set(others) else others
        texts = [text for column in kept for text in self.figures[column]]
        return (self.name, *texts) if texts else ()

    def _is_same(self, column: Column, other: Row) -> bool:
        return column in other.figures and other.figures[column][0].words == self.figures[column][0].words


NOTHING = Row(Text(""), {})


@dataclass(frozen=True)
class Rows:
    """The rows of the tables of one story, `claims` by their id; `words` are those of its language."""

    story: Data
    claims: Mapping[str, Data]
    words: Words

    def of(self, said: Said) -> Row:
        """Return the row that a sentence of the differences is."""
        return next((self._row(row) for row in self._rows() if _words(row) == said.words), NOTHING)

    def of_lines(self, said: Said) -> Row:
        """Return the row of the line that a sentence names, or of what it is within; nothing of several lines."""
        wanted = list(dict.fromkeys(code for text in said.texts for code in _lines(text)))
        rows = [(_lines(row["cells"][0]), row) for row in self._rows()]
        known = [(own, row) for own, row in rows if len(own) == len(wanted) == 1 and is_within(wanted[0], own[0])]
        return self._row(max(known, key=lambda pair: len(pair[0][0]))[1]) if known else NOTHING

    def _rows(self) -> Iterator[Data]:
        tables = (block for block in self.story.get("blocks", ()) if block["kind"] == "table")
        yield from (row for table in tables if table["shown"] != ["mail"] for row in table["rows"])

    def _row(self, row: Data) -> Row:
        name, *cells = row["cells"]
        figures: dict[Column, tuple[Text, Text]] = {}
        for cell in cells:
            claims = [self.claims[mark["claim"]] for mark in cell.get("marks", ()) if mark["claim"] in self.claims]
            label = self._label(claims[0]) if len(claims) == 1 else None
            if label is not None:
                claim = claims[0]
                column = (claim["kind"], claim["period"], claim["compare_period"])
                figures.setdefault(column, (as_text(cell), label))
        return Row(self.words.say("corrected.row", name=as_text(name)), figures)

    def _label(self, claim: Data) -> Text | None:
        base = Period.parse(claim["compare_period"]) if claim["compare_period"] else None
        return self.words.erratum_column(claim["kind"], claim["unit"], Period.parse(claim["period"]), base)


def as_text(data: Data) -> Text:
    """Return a text of an edition's data as the story has it."""
    marks = tuple(Mark(mark["claim"], mark["start"], mark["end"]) for mark in data.get("marks", ()))
    return Text(data["words"], marks, tree=read(data["said"]) if data.get("said") else None)


def _lines(text: Data) -> tuple[str, ...]:
    tree = text.get("said")
    return tuple(str(leaf[1]) for leaf in leaves(read(tree)) if leaf[0] in {"line", "code"}) if tree else ()


def _words(row: Data) -> tuple[str, ...]:
    return tuple(word for cell in row["cells"] for word in cell["words"].split())
