"""The frame: masthead, what to watch, call and foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.story.brief import Brief
from generator.story.month import Month
from generator.story.plan import EVERYWHERE, PAGES, Call, DueDate, Foot, Masthead, Text, WatchList
from generator.story.text import leaf
from generator.trade.period import Period


def masthead(month: Month, revision: int) -> Masthead:
    """Return who publishes what, as of when; a draft or preview, 0, has no revision."""
    words, brief = month.words, month.brief
    day = words.day(month.figures.vintage.as_of)
    return Masthead(
        id="masthead",
        shown=EVERYWHERE,
        publisher=_setting(brief.publisher, "publisher"),
        place=_setting(brief.place, "place"),
        issue=words.label(month.period.frequency),
        tag=month.warning,
        dated=words.say("dated.revision" if revision else "dated.draft", day=day, n=words.integer(revision)),
    )


def watch(month: Month) -> WatchList | None:
    """Return the calendar facts of the briefing; None where it has none."""
    rows = tuple(DueDate(_setting(when, "watch"), _setting(what, "watch")) for when, what in month.brief.watch)
    return WatchList(id="watch", shown=PAGES, label=month.words.label("watch"), rows=rows) if rows else None


def calls(month: Month, revision: int, attachment: str) -> Iterator[Call]:
    """Yield what the mail carries beside itself, or where it leads, in each of the forms that readers may choose.

    The first is that of the mail and its text; another stands in the mail of that form alone.
    """
    brief, words = month.brief, month.words
    said = {"pdf": ("attached", attachment), "link": ("linked", link(brief, month.period, revision))}
    for place, form in enumerate(brief.attach):
        if form in said:
            label, where = said[form]
            name, shown = (f"call-{form}", (f"mail-{form}",)) if place else ("call", ("mail", "txt"))
            yield Call(id=name, shown=shown, action=words.label(label), attached=_setting(where, "attached"))


def link(brief: Brief, period: Period, revision: int) -> str:
    """Return the address of the PDF on the publisher's site."""
    return f"{brief.site.rstrip('/')}/{brief.name}/{period}/r{revision}/{brief.language}.pdf"


def foot(month: Month, revision: int, *, relayed: bool) -> Foot:
    """Return the running foot and the end of page and mail; `relayed`: others than the office printed the figures."""
    words, brief = month.words, month.brief
    left = words.say(
        "foot_left.revision" if revision else "foot_left.draft",
        when=words.period(month.period),
        n=words.integer(revision),
    )
    contact = _setting(brief.contact, "contact")
    reason = words.say(
        "reason.stop" if brief.contact else "reason.open", title=_setting(brief.title, "title"), contact=contact
    )
    origin = words.label("origin" if relayed else "customs_figures")
    return Foot(
        id="foot",
        shown=EVERYWHERE,
        left=replace(left, shown=("pdf",)),
        middle=replace(month.warning or origin, shown=("pdf",)),
        page=replace(words.label("page"), shown=("pdf",)),
        contact=replace(contact, shown=("html", "mail", "txt", "md")),
        reason=replace(reason, shown=("mail", "txt")),
        address=_setting(brief.address, "address") if brief.address else None,
    )


def _setting(words: str, key: str) -> Text:
    return leaf(words, "setting", key)
