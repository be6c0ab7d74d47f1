"""A text with signs in place of what other rules judge: its figures, times and days, and the title of its picture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.audit.edition import Said
from generator.audit.finding import folded
from generator.audit.grounds import Grounds
from generator.audit.tongues.every import NOMENCLATURE
from generator.audit.when import Mention

FIGURE, TIME, DAY, TITLE = (
    "\ue000",
    "\ue001",
    "\ue002",
    "\ue003",
)  # private letters; a text that has one of them has another letter


_SIGNS = re.compile(f"[{FIGURE}{TIME}{DAY}{TITLE}]")
_Spans = list[tuple[int, int, str]]


class Signed(NamedTuple):
    """Words with signs in them, and what each sign stands for, in order."""

    words: str
    meant: Sequence[str]

    def part(self, start: int, end: int) -> str:
        """Return a part of the words with what its signs stand for."""
        meant = iter(self.meant[len(_SIGNS.findall(self.words[:start])) :])
        return _SIGNS.sub(lambda _: next(meant), self.words[start:end])


@dataclass(frozen=True)
class Masked:
    """A text: `plain` with signs for figures and a title alone, `timed` for its times and days too, and the times."""

    plain: Signed
    timed: Signed
    times: Sequence[Mention]


def masked(text: Said, grounds: Grounds, title: Said | None = None) -> Masked:
    """Return `text` with signs; of a picture whose `title` is a finding, that title is one sign.

    A time within that title, a figure, or the name of a line or of a nomenclature is none.
    """
    words = _SIGNS.sub("\N{REPLACEMENT CHARACTER}", text.words)
    at = words.find(title.words) if title is not None and title.marks else -1
    found: _Spans = [(at, at + len(title.words), TITLE)] if title is not None and at >= 0 else []
    found += _beside(found, [(mark.start, mark.end, FIGURE) for mark in text.marks])
    plain = _signed(words, found)
    names = (*found, *((*one.span(), "") for one in NOMENCLATURE.finditer(words)), *grounds.named(words))
    times = [one for one in grounds.mentions(words) if not any(a <= one.start < b for a, b, _ in names)]
    days = [(*one.span("day"), DAY) for one in grounds.lexicon.times.mention.finditer(words) if one["day"]]
    found += _beside(found, days)
    found += _beside(found, [(one.start, one.end, TIME) for one in times])
    return Masked(plain, _signed(words, found), times)


def _beside(found: _Spans, more: _Spans) -> _Spans:
    """Return those of `more` that share no letter with what is `found`."""
    return [one for one in more if not any(one[0] < end and start < one[1] for start, end, _ in found)]


def _signed(words: str, found: _Spans) -> Signed:
    rest, at = "", 0
    for start, end, sign in sorted(found):
        rest, at = rest + words[at:start] + sign, end
    return Signed(folded(rest + words[at:]).strip(), [words[start:end] for start, end, _ in sorted(found)])
