"""Levels: the lines that a rate would mislead on: those that began, ended, or come from little."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.story.news.parts import Part
from generator.story.news.report import Report
from generator.story.plan import Text
from generator.story.words.speech import Slot


def kind(report: Report, part: Part) -> str | None:
    """Return what keeps a line out of the paragraphs: `began`, `ended` or `low`; None where nothing does."""
    item = report.item(part.code)
    if item.began:
        return "began"
    if item.ended:
        return "ended"
    return "low" if item.low or item.growth is None else None


def sentences(report: Report, parts: Sequence[Part]) -> Iterator[Text]:
    """Yield a sentence for each of them."""
    for part in parts:
        if said := _said(report, part):
            yield said


def _said(report: Report, part: Part) -> Text | None:
    words, item = report.words, report.item(part.code)
    slots: dict[str, Slot] = {"line": report.name(part.code), "then": words.year_earlier(item.span)}
    match kind(report, part):
        case "began" if item.now:
            return report.say("body.list.began", level=words.worth(item.now), **slots)
        case "ended" if item.base:
            return report.say("body.list.ended", base=words.worth(item.base), **slots)
        case "low" if item.now and item.base:
            now, base, _ = words.both(item)
            if base is not None:
                return report.say("body.list.low", level=now, base=base, **slots)
        case "low" if item.now:
            return report.say("body.list.alone", level=words.worth(item.now), **slots)
    return None
