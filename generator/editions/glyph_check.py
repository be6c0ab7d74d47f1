"""A check before any page is made: a character that no typeface of the desk draws is refused with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.charts.faces import characters_without_a_glyph
from generator.errors import SettingsError
from generator.settings.desk import Desk
from generator.store import FigureStore
from generator.story.plan import Story
from generator.story.record import texts_of
from generator.trade.figures import Figures

_VARIANTS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # of the sign before them
_KEY = re.compile(r"[\s-]*(\w+):")
_SHOWN = 40  # letters of the text in which it stands


def refuse_undrawable(
    desk: Desk, store: FigureStore, figures: Figures, stories: Iterable[Story], names: Mapping[str, Mapping[str, Any]]
) -> None:
    """Raise SettingsError where a text has a character that no face of its story's language draws.

    What another of the stories' languages draws may be given in each: a name of a person who signs both. `names` are
    the places of names from lists, as edition.json has them.
    """
    told = tuple(stories)
    known = [story.language for story in told]
    for story in told:
        for words in dict.fromkeys(text.words for text in texts_of(story)):
            found = lacking(words, story.language)
            if not found:
                continue
            places = (
                *_in_files(desk.folder, found[0]),
                *_in_lists(names.get(story.language, {}), found[0]),
                *_in_rows(store, figures, found[0]),
            )
            where = next(iter(places), f"the {story.language} edition")
            problem = f"no face of {story.language} draws {', '.join(map(_called, found))} in {_short(words)!r}."
            others = [language for language in known if not lacking(found, language)]
            raise SettingsError(where, problem, _remedy(desk.folder, where, story.language, others))


def lacking(words: str, language: str) -> str:
    """Return the characters that no face draws, of those that are drawn at all; an accent goes with its letter."""
    drawn = "".join(sign for sign in unicodedata.normalize("NFC", words) if not _is_silent(sign))
    return characters_without_a_glyph(drawn, language)


def _remedy(folder: Path, where: str, language: str, others: Sequence[str]) -> str:
    """Return what to do: words in a language's own script stand in a setting under that language alone."""
    file, _, line = where.rpartition(":")
    if not others or not line.isdigit():
        return "Take it out, or say it in words."
    written = _KEY.match((folder / file).read_text("utf-8").splitlines()[int(line) - 1])
    if written is None:
        return "Take it out, or say it in words."
    each = ", ".join(f"{tag}: …" for tag in (language, *others))
    return f"Write it for each language, {written[1]}: {{{each}}}."


def _is_silent(sign: str) -> bool:
    return unicodedata.category(sign) == "Cf" or sign in _VARIANTS


def _called(sign: str) -> str:
    name = unicodedata.name(sign, "")
    return f"{sign} (U+{ord(sign):04X}{f' {name}' if name else ''})"


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def _in_files(folder: Path, sign: str) -> Iterator[str]:
    ours = (path for kind in ("briefings/*.yaml", "commentary/**/*.md") for path in sorted(folder.glob(kind)))
    for file in (folder / "desk.yaml", *ours):
        lines = file.read_text("utf-8", errors="replace").splitlines() if file.is_file() else []
        yield from (f"{file.relative_to(folder)}:{number}" for number, line in enumerate(lines, 1) if sign in line)


def _in_rows(store: FigureStore, figures: Figures, sign: str) -> Iterator[str]:
    for cell in (*figures.relayed, *figures.cells.values()):
        if any(sign in words for words in (cell.speaker, cell.publication, cell.wording)):
            yield f"{store.document(cell.cell.release)['name']}, row {cell.cell.row}"


def _in_lists(names: Mapping[str, Any], sign: str) -> Iterator[str]:
    for code, place in names.items():
        if sign in place["words"]:
            yield f"{place['name']}, row {place['row']}, column {place['column']} (HS {code})"
