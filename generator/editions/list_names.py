"""Names: what the lists of a desk call the lines of an edition that nobody named, as they were known on its day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from generator.intake.side_figures import sources_of_names, vintage_of
from generator.settings.desk import Desk
from generator.settings.value_types import Language
from generator.settings.wiring import brief
from generator.store import FigureStore
from generator.story.brief import Brief
from generator.story.label import Label, from_list
from generator.trade.figures import Figures
from generator.trade.side_batches import LineName, NameList


@dataclass(frozen=True)
class Named:
    """A name from a list as an edition prints it: its forms, and the place where its words stand."""

    label: Label
    line: LineName


@dataclass(frozen=True)
class Names:
    """What lists name in each language of an edition, by code; `releases` are those that were asked, if any did."""

    lines: Mapping[Language, Mapping[str, Named]] = field(default_factory=dict)
    releases: tuple[str, ...] = ()

    def over(self, told: Brief, desk: Desk, store: FigureStore, language: Language) -> Brief:
        """Return `told` with the names that lists have in its language, and with their titles and days."""
        found = self.lines.get(language, {})
        if not found:
            return told
        used = dict.fromkeys(one.line.cell.release for one in found.values())
        known = {one.name: one for one in store.releases() if one.name in used}
        sources = desk.settings.sources
        lists = tuple((sources[known[name].source].title[language], known[name].released) for name in used)
        return replace(told, listed={code: one.label for code, one in found.items()}, lists=lists)

    def as_data(self, store: FigureStore) -> dict[str, Any]:
        """Return where each name stands, as edition.json has it: by language, then by code."""
        documents = {one.name: one.document for one in store.releases() if one.name in self.releases}
        return {
            language: {code: _place(one.line, documents) for code, one in found.items()}
            for language, found in self.lines.items()
        }


NO_NAMES = Names()


def names_for(desk: Desk, store: FigureStore, name: str, figures: Figures, kept: Sequence[str] | None = None) -> Names:
    """Return what lists call the lines of briefing `name` that neither the desk nor this program names.

    `kept` are the releases of which a recorded revision was made.
    """
    period, as_of, codes = str(figures.period), figures.vintage.as_of, figures.selection.codes
    lines: dict[Language, Mapping[str, Named]] = {}
    asked: list[NameList] = []
    for language in desk.settings.languages if sources_of_names(desk) else ():
        lists = lists_in(desk, store, language, as_of, kept)
        told = brief(desk, name, period, language)
        if found := _named(told, codes, lists, language):
            lines[language] = found
            asked += lists
    return Names(lines, tuple(dict.fromkeys(one.release for one in asked)))


def briefed(desk: Desk, store: FigureStore, name: str, figures: Figures, language: Language | None = None) -> Brief:
    """Return what the desk tells of a briefing in a language (None: its first), with the names that lists have."""
    in_words: Language = language or desk.settings.languages[0]
    told = brief(desk, name, str(figures.period), in_words)
    return names_for(desk, store, name, figures).over(told, desk, store, in_words)


def short_names(
    desk: Desk, store: FigureStore, name: str, figures: Figures, more: Sequence[str] = ()
) -> dict[str, str]:
    """Return what the lines of a briefing, and `more` codes within them, are called in short; "" for the code alone."""
    codes = tuple(dict.fromkeys((*figures.selection.codes, *more)))
    told = briefed(desk, store, name, replace(figures, selection=replace(figures.selection, codes=codes)))
    shown = {code: told.label(code).short for code in codes}
    return {code: "" if code in name else name for code, name in shown.items()}


def lists_in(
    desk: Desk, store: FigureStore, language: Language, as_of: date, kept: Sequence[str] | None = None
) -> tuple[NameList, ...]:
    """Return the newest list of each source that has one in `language`, in the order in which they are asked."""
    every = (store.names(source, language, vintage_of(store, source, as_of, kept)) for source in sources_of_names(desk))
    return tuple(one for one in every if one.lines)


def _named(told: Brief, codes: Sequence[str], lists: Sequence[NameList], language: Language) -> dict[str, Named]:
    """Return the names that can be printed; of lines that would go by one name, none has it from a list."""
    found: dict[str, Named] = {}
    for code in codes:
        if not told.is_named(code) and (named := next(_printable(code, lists, language), None)):
            found[code] = named
    forms = {code: (found[code].label if code in found else told.label(code)).forms() for code in codes}
    often = Counter(form.casefold() for own in forms.values() for form in own)
    return {code: one for code, one in found.items() if all(often[form.casefold()] == 1 for form in forms[code])}


def _printable(code: str, lists: Sequence[NameList], language: Language) -> Iterator[Named]:
    for known in lists:
        line = known.of(code)
        label = from_list(line.words, code, language) if line and not known.shares_its_words(line) else None
        if line and label:
            yield Named(label, line)


def _place(line: LineName, documents: Mapping[str, str]) -> dict[str, Any]:
    cell = line.cell
    return {
        "words": line.words,
        "line": line.code,
        "raw": cell.raw,
        "release": cell.release,
        "name": documents[cell.release],
        "row": cell.row,
        "column": cell.column,
    }
