"""Called: what each line of a briefing is called in one language, and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast, get_args

from generator.editions.list_names import briefed, lists_in
from generator.errors import SettingsError
from generator.intake.period_choice import figures_for
from generator.settings.desk import Desk
from generator.settings.value_types import Language
from generator.settings.wiring import labels
from generator.store import FigureStore
from generator.story.label import typed
from generator.trade.editions import label, name_of
from generator.trade.side_batches import NameList

_DESK, _PROGRAM, _NOMENCLATURE = "the desk", "tradebrief", "the nomenclature"


def language_of(option: str, text: str) -> Language:
    """Return the language that `text` names, or raise SettingsError."""
    if text not in (known := get_args(Language)):
        where, remedy = f"{option} {text}", f"Write {', '.join(known)}."
        raise SettingsError(where, "this is no language that is known.", remedy)
    return cast("Language", text)


def called(
    desk: Desk, store: FigureStore, name: str, period: str | None, as_of: date | None, language: Language
) -> list[dict[str, Any]]:
    """Return for each line of a briefing its name in `language`, who gave it, and what an edition prints of it.

    A list's words are told as they stand in it, printed or not. `named_by` is the desk, this program, the release of a
    list, or the nomenclature; "" where nobody names the line.
    """
    figures = figures_for(desk, store, name, period, as_of)
    own = labels(desk.briefing(name), language)
    lists = lists_in(desk, store, language, figures.vintage.as_of)
    printed = briefed(desk, store, name, figures, language) if language in desk.settings.languages else None

    def row(code: str) -> dict[str, Any]:
        said = [(_DESK, own[code].full)] if code in own else []
        by, words = next(iter([*said, *_said(code, language, lists)]), ("", ""))
        edition = printed.label(code).full if printed else ""
        return {"code": code, "language": language, "name": words, "named_by": by, "printed": edition}

    return [row(code) for code in figures.selection.codes]


def _said(code: str, language: Language, lists: tuple[NameList, ...]) -> Iterator[tuple[str, str]]:
    """Yield who names `code` and how, the first of whom counts."""
    known = typed(code, language) if language == "en" else None
    if words := known.full if known else label(code, language):
        yield _PROGRAM, words
    for one in lists:
        if line := one.of(code):
            yield line.cell.release, line.words
    if language == "en":
        yield _NOMENCLATURE, name_of(code)
