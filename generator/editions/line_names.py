"""Names of a briefing's lines: by the desk, by this program, by lists of names, or by the nomenclature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast, get_args

from generator.errors import SettingsError
from generator.intake.period_choice import figures_for
from generator.intake.side_figures import sources_of_names, vintage_of
from generator.settings.desk import Desk
from generator.settings.value_types import Language
from generator.settings.wiring import brief, labels, source_title
from generator.store import FigureStore
from generator.story.brief import Brief
from generator.story.label import Label, from_list, typed
from generator.trade.editions import name_of
from generator.trade.figures import Figures
from generator.trade.side_batches import LineName, NameList


@dataclass(frozen=True)
class ListedName:
    """A name from a list, as an edition prints it."""

    label: Label  # its forms
    line: LineName  # its row in the list


@dataclass(frozen=True)
class Names:
    """The names that an edition takes from lists."""

    lines: Mapping[Language, Mapping[str, ListedName]] = field(default_factory=dict)  # by language, then by code
    releases: tuple[str, ...] = ()  # the lists that were searched; empty if no name was found

    def over(self, named_brief: Brief, desk: Desk, store: FigureStore, language: Language) -> Brief:
        """Return `named_brief` with the listed names of its language, and with the titles and days of those lists."""
        listed = self.lines.get(language, {})
        if not listed:
            return named_brief
        used = dict.fromkeys(name.line.cell.release for name in listed.values())
        releases = {release.name: release for release in store.releases.all() if release.name in used}
        sources = desk.settings.sources
        lists = tuple(
            (source_title(sources[releases[name].source], language), releases[name].released) for name in used
        )
        return replace(named_brief, listed={code: name.label for code, name in listed.items()}, lists=lists)

    def as_data(self, store: FigureStore) -> dict[str, Any]:
        """Return the place of each name, as edition.json has it: by language, then by code."""
        documents = {
            release.name: release.document for release in store.releases.all() if release.name in self.releases
        }
        places: dict[str, Any] = {}
        for language, names in self.lines.items():
            places[language] = {}
            for code, name in names.items():
                line, cell = name.line, name.line.cell
                places[language][code] = {
                    "words": line.words,
                    "line": line.code,
                    "raw": cell.raw,
                    "release": cell.release,
                    "name": documents[cell.release],
                    "row": cell.row,
                    "column": cell.column,
                }
        return places


NO_NAMES = Names()


def names_for(
    desk: Desk, store: FigureStore, name: str, figures: Figures, recorded: Sequence[str] | None = None
) -> Names:
    """Return names from lists for the lines of briefing `name` that neither the desk nor this program names.

    `recorded` are the releases that a recorded revision used (None: those known now).
    """
    lines: dict[Language, Mapping[str, ListedName]] = {}
    used_lists: list[NameList] = []
    languages = desk.settings.languages if sources_of_names(desk) else ()
    for language in languages:
        lists = lists_in(desk, store, language, figures.vintage.as_of, recorded)
        named_brief = brief(desk, name, str(figures.period), language)
        listed = _from_lists(named_brief, figures.selection.codes, lists, language)
        if listed:
            lines[language] = listed
            used_lists += lists
    return Names(lines, tuple(dict.fromkeys(used_list.release for used_list in used_lists)))


def briefed(desk: Desk, store: FigureStore, name: str, figures: Figures, language: Language | None = None) -> Brief:
    """Return the brief of a briefing in a language (None: the desk's first), with names from lists."""
    in_words: Language = language or desk.settings.languages[0]
    settings = brief(desk, name, str(figures.period), in_words)
    return names_for(desk, store, name, figures).over(settings, desk, store, in_words)


def short_names(
    desk: Desk, store: FigureStore, name: str, figures: Figures, more: Sequence[str] = ()
) -> dict[str, str]:
    """Return the short names of a briefing's lines and of `more` codes within them; "" for a code without a name."""
    codes = tuple(dict.fromkeys((*figures.selection.codes, *more)))
    selection = replace(figures.selection, codes=codes)
    settings = briefed(desk, store, name, replace(figures, selection=selection))
    short = {code: settings.label(code).short for code in codes}
    return {code: "" if code in label else label for code, label in short.items()}


def lists_in(
    desk: Desk, store: FigureStore, language: Language, as_of: date, recorded: Sequence[str] | None = None
) -> tuple[NameList, ...]:
    """Return the newest list in `language` of each source that has one, in the order in which they are searched."""
    lists = (
        store.names(source, language, vintage_of(store, source, as_of, recorded)) for source in sources_of_names(desk)
    )
    return tuple(listing for listing in lists if listing.lines)


def _from_lists(
    named_brief: Brief, codes: Sequence[str], lists: Sequence[NameList], language: Language
) -> dict[str, ListedName]:
    """Return the listed names that can be printed. A name that two lines would share is dropped for both."""
    listed: dict[str, ListedName] = {}
    for code in codes:
        if named_brief.is_named(code):
            continue
        name = _first_name(code, lists, language)
        if name is not None:
            listed[code] = name

    uses: Counter[str] = Counter()
    for code in dict.fromkeys(codes):
        label = listed[code].label if code in listed else named_brief.label(code)
        uses.update(form.casefold() for form in label.forms())

    def is_unique(label: Label) -> bool:
        return all(uses[form.casefold()] == 1 for form in label.forms())

    return {code: name for code, name in listed.items() if is_unique(name.label)}


def _first_name(code: str, lists: Sequence[NameList], language: Language) -> ListedName | None:
    """Return the name that the first list gives which has words of its own for the line; None where none has."""
    for names in lists:
        line = names.of(code)
        if line is None or names.shares_its_words(line):
            continue
        label = from_list(line.words, code, language)
        if label:
            return ListedName(label, line)
    return None


_DESK, _PROGRAM, _NOMENCLATURE = "the desk", "tradebrief", "the nomenclature"


def language_of(option: str, text: str) -> Language:
    """Return the language that `text` names, or raise SettingsError."""
    languages = get_args(Language)
    if text not in languages:
        where, remedy = f"{option} {text}", f"Write {', '.join(languages)}."
        raise SettingsError(where, "this is not a known language.", remedy)
    return cast("Language", text)


def called(
    desk: Desk, store: FigureStore, name: str, period: str | None, as_of: date | None, language: Language
) -> list[dict[str, Any]]:
    """Return for each line of a briefing its name in `language`, who gave it, and the name that an edition prints.

    A list's name is returned even if no edition can print it. `named_by` is the desk, this program, the release of a
    list, or the nomenclature; "" if the line has no name.
    """
    figures = figures_for(desk, store, name, period, as_of)
    briefing_labels = labels(desk.briefing(name), language)
    lists = lists_in(desk, store, language, figures.vintage.as_of)
    printed = briefed(desk, store, name, figures, language) if language in desk.settings.languages else None
    rows = []
    for code in figures.selection.codes:
        names = [(_DESK, briefing_labels[code].full)] if code in briefing_labels else []
        by, words = next(iter([*names, *_named(code, language, lists)]), ("", ""))
        edition = printed.label(code).full if printed else ""
        rows.append({"code": code, "language": language, "name": words, "named_by": by, "printed": edition})
    return rows


def _named(code: str, language: Language, lists: tuple[NameList, ...]) -> Iterator[tuple[str, str]]:
    """Yield pairs of who names `code` and the name. The first pair counts."""
    typed_name = typed(code, language)
    if typed_name:
        yield _PROGRAM, typed_name.full
    for names in lists:
        line = names.of(code)
        if line:
            yield line.cell.release, line.words
    if language == "en":
        yield _NOMENCLATURE, name_of(code)
