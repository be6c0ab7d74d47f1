"""Texts as plain lines of 72 columns, and as Markdown. Each filter escapes for its own format.

An ideograph takes two columns. A direction mark takes none.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable

from markupsafe import Markup

from generator.charts.ruler import ideograph_units
from generator.page.markup import spaced_out
from generator.page.table_cells import table_lines, without_sparks
from generator.story.plan import Table, Text

WIDTH = 72
_NAME = 16  # columns: the least width of the names in a table that is too wide
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~&])")
_OPENING = re.compile(r"^(\s*)(\d+)([.)])(?=\s|$)|^(\s*)([-+=])", re.MULTILINE)
_WIDE = {"W", "F"}  # East Asian widths of signs that take two columns
_NO_COLUMN = {"Mn", "Cf", "Me"}  # categories of signs that take none


def wrapped(texts: Text | Iterable[Text | None] | None, indent: int = 0) -> Markup:
    """Return texts as one wrapped paragraph. A no-break space keeps its words on one line."""
    sentences = [text for text in ([texts] if isinstance(texts, Text) else texts or ()) if text is not None]
    words = re.sub(" {2,}", " ", "".join(f"{space}{text.words}" for space, text in spaced_out(sentences)))
    return Markup(_fill(words, " " * indent))  # noqa: S704 -- plain text has no markup


def listed(text: Text) -> Markup:
    """Return a text as an item of a list, with further lines indented."""
    return Markup("- " + _fill(text.words, "  ").lstrip())  # noqa: S704 -- plain text has no markup


def spaced(texts: Iterable[Text | None]) -> Markup:
    """Return labels on one line, two spaces apart, or each on its own line if they do not fit."""
    words = [text.words for text in texts if text is not None and text.words]
    line = "  ".join(words)
    return Markup(line if columns_of(line) <= WIDTH else "\n".join(_fill(part) for part in words))  # noqa: S704 -- plain text


def ruled(text: Text | None, sign: str) -> Markup:
    """Return a heading with a rule of `sign` under it."""
    if text is None:
        return Markup("")
    lines = _fill(text.words)
    return Markup(f"{lines}\n{sign * max(map(columns_of, lines.splitlines()))}")  # noqa: S704 -- plain text


def hung(label: Text, sentence: Text) -> Markup:
    """Return a date or label with its sentence in a column beside it."""
    room = 22
    lines = folded(sentence.words, WIDTH - room)
    head = padded(label.words, room) if columns_of(label.words) < room else f"{label.words}\n{' ' * room}"
    return Markup(head + f"\n{' ' * room}".join(lines))  # noqa: S704 -- plain text


def grid(table: Table) -> Markup:
    """Return a table in columns, with figures aligned to the right. A long name takes more lines.

    A head over several columns is aligned to the end of the last one.
    """
    table = without_sparks(table)
    body = [[line.name.words, *(cell.words for cell in line.cells)] for line in table_lines(table)]
    groups = [(str(wrapped(group.words)), group.columns) for group in table.groups]
    return _grid([[text.words for text in table.head], *body], groups)


def escaped(text: Text | None) -> Markup:
    """Return the words of `text`, escaped for Markdown."""
    if text is None:
        return Markup("")
    words = _SPECIAL.sub(r"\\\1", text.words)
    return Markup(_OPENING.sub(_closed, words))  # noqa: S704 -- Markdown's own escapes


def joined(texts: Iterable[Text]) -> Markup:
    """Return sentences as one run of text, escaped for Markdown."""
    return Markup("").join(Markup(space) + escaped(text) for space, text in spaced_out(texts))  # noqa: S704 -- a space


def _fill(words: str, indent: str = "") -> str:
    return "\n".join(f"{indent}{line}" for line in folded(words, WIDTH - len(indent)))


def _closed(opening: re.Match[str]) -> str:
    return f"{opening[1]}{opening[2]}\\{opening[3]}" if opening[2] else f"{opening[4]}\\{opening[5]}"


def _grid(rows: list[list[str]], groups: list[tuple[str, int]]) -> Markup:
    column_count = len(rows[0])
    rows = [row + [""] * (column_count - len(row)) for row in rows]
    widths = []
    for column in range(column_count):
        cells = [row[column] for row in rows]
        if column == 0:
            cells = [cell.rstrip() for cell in cells]
        widths.append(max(map(columns_of, cells)))
    _widen(widths, groups)
    figures = sum(widths[1:]) + 2 * (len(widths) - 1)
    widths[0] = min(widths[0], max(WIDTH - figures, _NAME))
    head, *body = (_line(row, widths) for row in rows)
    over = [_over(widths, groups)] if groups else []
    return Markup("\n".join([*over, head, "-" * (widths[0] + figures), *body]))  # noqa: S704 -- plain text has no markup


def _widen(widths: list[int], groups: list[tuple[str, int]]) -> None:
    """Widen the first column under each head that is wider than its columns."""
    first = 0
    for words, columns in groups:
        widths[first] += max(0, columns_of(words) - sum(widths[first : first + columns]) - 2 * (columns - 1))
        first += columns


def _over(widths: list[int], groups: list[tuple[str, int]]) -> str:
    line, first = "", 0
    for words, columns in groups:
        end = sum(widths[: first + columns]) + 2 * (first + columns - 1)
        line = line + padded(words, end - columns_of(line), before=True)
        first = first + columns
    return line.rstrip()


def _line(row: list[str], widths: list[int]) -> str:
    name = folded(row[0], widths[0]) or [""]
    figures = "".join(f"  {padded(cell, width, before=True)}" for cell, width in zip(row[1:], widths[1:], strict=True))
    return "\n".join([*name[:-1], (padded(name[-1], widths[0]) + figures).rstrip()])


def columns_of(words: str) -> int:
    """Return how many columns of a terminal `words` take."""
    return sum(0 if unicodedata.category(sign) in _NO_COLUMN else 1 + _is_wide(sign) for sign in words)


def padded(words: str, width: int, *, before: bool = False) -> str:
    """Return `words` with spaces after or `before` them, `width` columns in all."""
    room = " " * max(0, width - columns_of(words))
    return room + words if before else words + room


def folded(words: str, width: int) -> list[str]:
    """Return `words` in lines of at most `width` columns. A part without a break may be longer and has its own line."""
    has_ideographs = any(map(_is_wide, words))
    if not has_ideographs and len(words) == columns_of(words):
        return textwrap.wrap(words, width, break_long_words=False, break_on_hyphens=False)
    parts = ideograph_units(words) if has_ideographs else [(" ", word) for word in words.split()]
    lines: list[str] = []
    for space, part in parts:
        if lines and columns_of(lines[-1] + space + part) <= width:
            lines[-1] += space + part
        else:
            lines.append(part)
    return lines


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in _WIDE
