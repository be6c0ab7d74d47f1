"""English headlines: twelve words at most, so that long names give way; what was traded stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.story.brief import Line
from generator.story.languages.en.numbers import direction, goods_of, land, possessive, whence
from generator.story.plan import Text
from generator.story.text import capital
from generator.trade.figures import Selection

_WORDS = 12


def fitting(headlines: Iterable[Text]) -> Text:
    """Return the first of `headlines` that is short enough, else the last, with its first letter in capital."""
    said = [capital(text) for text in headlines]
    return next((text for text in said if len(text.words.split()) <= _WORDS), said[-1])


def of_line(line: Line, of: Selection) -> Iterator[str]:
    """Yield names of what was traded in one line, the fullest first: "China’s imports of Pakistani copper".

    The line gives way to its code, then the reporter and the partner do, which the series above it names. Of refined
    copper alone, "China’s imports rose" would be untrue.
    """
    noun, _, _ = direction(of.flow)
    whose, way = possessive(land(of.reporter)), whence(of)
    goods = goods_of(line, of)
    yield from (f"{whose} {noun} of {goods}", f"{noun} of {goods}")
    goods = f"{noun} of HS {line.code}"
    yield from (f"{whose} {goods}{way}", f"{goods}{way}", goods)
