"""The rule on dates: a day or a month that stands without a figure is one of the edition's own.

Over a picture, in a table's subtitle, in the note and at the foot nothing is claimed of a month, and a reader takes the
month from there. A picture names what it draws: the first and the last month of its panels, both wholes that it
parts, the years that it adds up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from generator.audit.allowed import addresses
from generator.audit.edition import HEADS, Data, Said, said, texts
from generator.audit.finding import Finding
from generator.audit.grounds import Grounds
from generator.audit.passages import PASSED_ON
from generator.audit.readers import reader_of
from generator.audit.terms import period_of
from generator.audit.tongues import any_of
from generator.audit.tongues.every import NOMENCLATURE
from generator.audit.when import Mention
from generator.trade.period import Period

EDITION = "edition.json"
_OWN_WORDS = frozenset({"voices", "earlier", "watch", "correction"})  # of others, or of what comes
_WITH_FINDING = frozenset({"dumbbell", "trend", "waterfall", "heatmap"})  # forms whose alternative text has it
_ALT = 150  # letters of an alternative text
_YEAR, _YEARS = 12, re.compile(r"\d{4}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_HOLIDAY = (0, 2)  # "January and February", in which the Lunar New Year moves


def framed(story: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield the texts without a claim that name a day or a month which is none of the edition's."""
    now = period_of(grounds.edition["period"])
    yield from _days(story, grounds)
    for key in HEADS:
        yield from _only(said(story[key]), [now] if key == "title" else list(spans_of(grounds)), grounds)
    for block in story["blocks"]:
        if block["kind"] == "finding":
            yield from _only(said(block["period"]), [now], grounds)
        elif block["kind"] == "foot":
            yield from _only(said(block["left"]), [now], grounds)
        elif block["kind"] == "call":
            yield from _attached(said(block["attached"]).words, grounds)
        elif block["kind"] == "chart":
            yield from _chart(block, grounds)
        elif block["kind"] == "table":
            yield from _only(said(block["subtitle"]), [now], grounds)
        if not block["id"].startswith((*PASSED_ON, "remarks")):
            yield from _known(block, grounds)


def _days(story: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield the days that are neither the edition's nor that of a publication it stands on."""
    lexicon, own = grounds.lexicon, str(grounds.edition.get("as_of", ""))
    others = {own, *_published(grounds), reader_of(grounds).get("day", ""), *_listed(grounds)}
    of_head, of_all = ({lexicon.dated(date.fromisoformat(day)) for day in known if day} for known in ({own}, others))
    for block in story["blocks"]:
        names = of_head if block["kind"] == "masthead" else of_all
        for text in grounds.evidence.texts(block) if not block["id"].startswith(("remarks", *_OWN_WORDS)) else ():
            for item in lexicon.times.mention.finditer(text.words) if _YEARS.search(text.words) else ():
                if item["day"] and _YEARS.search(item["day"]) and " ".join(item["day"].split()) not in names:
                    yield Finding(EDITION, text.words, "date", f"{item['day']} is no day of the edition's")


def _attached(name: str, grounds: Grounds) -> Iterator[Finding]:
    """Yield the name of an attached PDF that is not that of the edition; an address has a folder before it."""
    own = f"{grounds.edition['briefing']}-{grounds.edition['period']}-{grounds.language}.pdf"
    if name.endswith(".pdf") and "/" not in name and name != own:
        yield Finding(EDITION, name, "date", f"the edition's PDF is called {own}")


def _listed(grounds: Grounds) -> Iterator[str]:
    """Yield the days of the lists by whose names lines go."""
    names = grounds.edition.get("names", {}).get(grounds.language, {})
    yield from (found.group() for row in names.values() for found in _DAY.finditer(str(row["release"])))


def _published(grounds: Grounds) -> Iterator[str]:
    for document in grounds.evidence.documents.values():
        yield from (str(document[key]) for key in ("released", "updated") if document.get(key))
    yield from (cell["published"] for cell in grounds.evidence.cells.values() if cell.get("published"))


def _chart(block: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield a subtitle and an alt text that name other times than those of the picture, or one twice."""
    curves, stacks = block.get("curves", ()), block.get("stacks", ())
    own = [period_of(grounds.edition["period"])]
    match block["form"]:
        case "panels" | "trend" | "heatmap":
            expected = list(_reach(curves[0]["spans"]))
        case "shares":
            expected = [period_of(stack["span"]) for stack in stacks]
            for stack, span in zip(stacks, expected, strict=True):
                yield from _called(said(stack["label"]), span, grounds)
        case "contributions" | "dumbbell" | "waterfall":
            expected = [*own, base := period_of(grounds.edition["compare_period"])]
            for text in texts(block.get("aside", [])) if block["form"] == "contributions" else ():
                yield from _only(text, [base], grounds)  # what a change is divided by
        case "cumulative":
            ends = sorted((period_of(curve["spans"][-1]) for curve in curves), key=lambda one: one.first)
            expected = [ends[0], ends[-1]]
        case _:
            return
    yield from _only(said(block["subtitle"]), expected, grounds, each=True)
    alt, finding = said(block["alt"]), said(block["title"])
    is_heard = finding.words in alt.words or len(alt.words) + len(finding.words) >= _ALT
    if block["form"] in _WITH_FINDING and finding.marks and not is_heard:
        yield Finding(EDITION, alt.words, "alt text", f"it does not say what the picture shows: {finding.words}")
    alone = Said(alt.words.replace(finding.words, "")) if finding.words in alt.words else alt
    yield from _only(alone, expected, grounds, each=True)


def _called(label: Said, span: Period, grounds: Grounds) -> Iterator[Finding]:
    """Yield the label of a bar that names another span than its own, whose year is that of its end."""
    yield from _only(label, [span, span.last], grounds)
    for one in grounds.mentions(label.words):
        if not one.is_fiscal and one.year not in {None, span.last.year}:
            yield Finding(EDITION, label.words, "date", f"its bar is of {span}")


def _only(text: Said, expected: Sequence[Period], grounds: Grounds, *, each: bool = False) -> Iterator[Finding]:
    """Yield a text that names a time beyond the `expected` ones, or, of `each`, leaves one out."""
    if text.marks:
        return
    named = grounds.mentions(text.words)
    for one in named:
        if not any(_is(one, period) for period in expected):
            yield Finding(EDITION, text.words, "date", f"{text.words[one.start : one.end]} is not {expected[0]}")
    for period in expected if each and (len(named) > 1 or len(expected) == 1) else ():
        if not any(_is(one, period) for one in named):
            yield Finding(EDITION, text.words, "date", f"it does not name {period}, which is drawn")


def _is(one: Mention, period: Period) -> bool:
    return one.fits(period) and (one.month is not None or period.months > 1)


def _known(block: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield the times in texts without a claim that are no span of the edition's, nor of what a picture draws."""
    spans = [*spans_of(grounds), *_drawn(block)]
    now = period_of(grounds.edition["period"])
    spans += [span.last for span in spans]  # "to February 2025"
    for text in grounds.evidence.texts(block):
        is_code = text.words.strip() in grounds.codes  # HS 2009 in its column: the rule on codes has it
        if text.marks or is_code or "steps" in text.path or _is_told_elsewhere(text.words, grounds):
            continue
        if found := any_of(grounds.lexicon.earlier["month"]).search(text.words):
            yield Finding(EDITION, text.words, "date", f"{found.group()!r} is said of no figure")
        is_of_values = grounds.lexicon.valued.now.search(text.words)
        fitting = [now] if is_of_values else spans
        for one in grounds.mentions(text.words):
            if (one.month, one.months) == _HOLIDAY or any(_may_be(one, span) for span in fitting):
                continue
            if not any(item.start() <= one.start < item.end() for item in _names(text.words)):
                yield Finding(EDITION, text.words, "date", f"{text.words[one.start : one.end]} is no time of it")


def _names(words: str) -> Iterator[re.Match[str]]:
    """Yield the names and addresses in which digits are no time."""
    yield from (*NOMENCLATURE.finditer(words), *addresses(words))


def _may_be(one: Mention, span: Period) -> bool:
    return one.touches(span) if one.month is None else one.fits(span)


def spans_of(grounds: Grounds) -> Iterator[Period]:
    """Yield the edition's period, what it is compared with, and the longer spans to its end."""
    now = period_of(grounds.edition["period"])
    start = grounds.edition.get("year_start", 1)
    for span in (now, now.year_to_date(start), now.twelve_months()) if now.months < _YEAR else (now,):
        yield from (span, span.year_before())
    if now.frequency == "quarterly":
        yield from now.split()  # of one of which a release, or a leap year's day, may be told
    if compare := grounds.edition.get("compare_period"):
        yield period_of(compare)


def _drawn(block: Data) -> Iterator[Period]:
    curves, stacks = block.get("curves", ()), block.get("stacks", ())
    ends = [span for curve in curves for span in _told(curve)]
    ends += [*block.get("spans", ())[:1], *block.get("spans", ())[-1:]]
    yield from (period_of(span) for span in (*ends, *(stack["span"] for stack in stacks)))
    yield from (end for curve in curves for end in _reach(curve["spans"]))


def _reach(spans: Sequence[str]) -> tuple[Period, Period]:
    """Return the first and the last of the periods along a line; of quarters the first and the last month."""
    first, last = period_of(spans[0]), period_of(spans[-1])
    return (first.split()[0], last.last) if last.frequency == "quarterly" else (first, last)


def _told(curve: Data) -> Sequence[str]:
    """Return the spans of a curve that its texts may name: its ends, or each that has a figure of its own."""
    spans: Sequence[str] = curve["spans"]
    return spans if curve.get("cells") else (spans[0], spans[-1])


def _is_told_elsewhere(words: str, grounds: Grounds) -> bool:
    """Say whether a sentence speaks of months that another rule judges: missing ones, and those valued otherwise."""
    missing, valued = grounds.lexicon.missing, grounds.lexicon.valued
    forms = (missing.base, missing.gaps, missing.withheld, missing.idle, missing.broken, valued.before, valued.base)
    return any(form.search(words) for form in forms)
