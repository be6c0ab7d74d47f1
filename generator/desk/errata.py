"""Errata: which of the sentences and rows that a correction prints otherwise its box tells of, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from generator.desk.differences import Pair, Said
from generator.desk.rows import Rows, as_text
from generator.story.correcting import Texts
from generator.trade.currency import is_money

MOST = 6  # errata that a box has room for
_EDITORS = ("remarks", "earlier")  # what the blocks of an editor's sentences begin with
_LIKE = 0.6  # of the words of both
_TOP, _PROSE, _ROW = "finding", frozenset({"finding", "section", "voices"}), "table"
_FIGURES = frozenset({"strip", _ROW})
_COUNTED = frozenset({"level", "sum", "quantity"})  # what a release says itself
_Claims = Sequence[Mapping[str, Any]]
_Both = tuple[Said, Said | None]


def told(
    pairs: Sequence[Pair], restated: Sequence[str], before: Rows, now: Rows
) -> tuple[list[tuple[Texts, Texts]], bool]:
    """Return what a box tells of one language, as it was printed and as it is now; and whether more is another now.

    A row is told by those of its figures that are others now; so is the line of a sentence that is gone, where a row of
    it still stands. `before` and `now` have the rows of both editions.

    First come headline and things, then the lines that were `restated`, each by its sentence, or by its row where
    no sentence is about it; then the other sentences. Key figures and other rows stand where there is none of all that.
    """
    changed = _changed(_rejoined(pairs))
    prose = _prose(changed)
    rows = [pair for pair in changed if pair[0].kind == _ROW]
    lines = [next((pair for pair in (*prose, *rows) if pair[0].codes == {code}), None) for code in restated]
    first = [pair for pair in prose if pair[0].kind == _TOP]
    other = [pair for pair in changed if pair[0].kind in _FIGURES]
    found = _once([*first, *filter(None, lines), *prose]) or other
    shown = found[:MOST]
    is_more = any(pair not in shown and _is_another(*pair) for pair in (*found, *other))
    return [_both(was, right, before, now) for was, right in shown], is_more


def _both(was: Said, right: Said | None, before: Rows, now: Rows) -> tuple[Texts, Texts]:
    if was.kind == _ROW:
        old, new = before.of(was), now.of(right) if right else now.of_lines(was)
        return old.told(new), new.told(old)
    return _of(was), _of(right) if right else now.of_lines(was).told()


def restated(before: _Claims, now: _Claims) -> list[str]:
    """Return the codes of which the release says another amount than was printed, the largest difference first.

    Weights come after money; a line that has no amount any more, since it was withheld, comes to nothing.
    """
    was, new = _amounts(before), _amounts(now)
    lines = {code for code, _, _ in new}
    apart: dict[str, tuple[bool, Decimal]] = {}
    for (code, period, unit), value in was.items():
        right = new.get((code, period, unit), value if code in lines else Decimal(0))
        if right != value:
            apart[code] = max(apart.get(code, (False, Decimal(0))), (is_money(unit), abs(right - value)))
    return sorted(apart, key=lambda code: apart[code], reverse=True)


def _amounts(claims: _Claims) -> dict[tuple[str, str, str], Decimal]:
    own = (one for one in claims if one["kind"] in _COUNTED and len(one["codes"]) == 1)
    return {(one["codes"][0], one["period"], one["unit"]): Decimal(one["value"]) for one in own}


def _rejoined(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs, with what is gone beside what is new in its place: a sentence that lost half of its figures."""
    gone = [was for was, now in pairs if was and now is None]
    found: list[Pair] = []
    for was, now in pairs:
        alike = [(_likeness(one, now), at) for at, one in enumerate(gone) if was is None and now]
        likeness, at = max(alike, default=(0.0, 0))
        like = gone[at] if likeness > _LIKE else None
        if like:
            gone.remove(like)
        found.append((was or like, now))
    return [(was, now) for was, now in found if now or was in gone]


def _likeness(was: Said, now: Said) -> float:
    """Return the part of their words that two sentences of one block have in common.

    What stands in the place of a headline or a standfirst is its like, whatever it says.
    """
    if (was.kind, was.block) != (now.kind, now.block):
        return 0.0
    ratio = SequenceMatcher(None, was.form, now.form, autojunk=False).ratio()
    return ratio + 1 if was.kind == _TOP else ratio


def _changed(pairs: Sequence[Pair]) -> list[_Both]:
    """Return each sentence or row that stands nowhere any more, once, with what stands in its place."""
    standing = {now.words for _, now in pairs if now}
    lost = {was.words: (was, now) for was, now in reversed(pairs) if was and was.words not in standing}
    return [(was, now) for was, now in pairs if was and lost.get(was.words) == (was, now)]


def _prose(changed: Sequence[_Both]) -> list[_Both]:
    """Return the sentences that say other figures now; where there is none, those that say the same otherwise."""
    every = [(was, now) for was, now in changed if was.kind in _PROSE and not _is_label(was)]
    return [(was, now) for was, now in every if now is None or not _is_reworded(was, now)] or every


def _is_label(was: Said) -> bool:
    """Say whether it is a label or the codes of a section of the program's own: it claims nothing."""
    return was.kind == "section" and not was.block.startswith(_EDITORS) and not was.claims


def _is_reworded(was: Said, now: Said) -> bool:
    """Say whether a sentence of the program's own prints the same figures in other words: nothing in it was wrong."""
    is_own = was.kind == "section" and not was.block.startswith(_EDITORS)
    return is_own and bool(_prints(was)) and _prints(was) == _prints(now)


def _is_another(was: Said, now: Said | None) -> bool:
    return bool(was.claims) and (now is None or _prints(was) != _prints(now))


def _prints(said: Said) -> set[str]:
    return {form for form in _marked(said) if any(map(str.isdigit, form))}


def _marked(said: Said) -> Iterator[str]:
    for text in _of(said):
        yield from (" ".join(text.words[mark.start : mark.end].split()) for mark in text.marks)


def _once(pairs: Iterable[_Both]) -> list[_Both]:
    found: list[_Both] = []
    for pair in pairs:
        if pair not in found:
            found.append(pair)
    return found


def _of(said: Said) -> Texts:
    return tuple(as_text(one) for one in said.texts if one["words"].strip())
