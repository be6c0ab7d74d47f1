"""The frame of an edition: masthead, outside accounts, calendar, calls to action and foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from generator.story.amounts import Claim
from generator.story.brief import Brief
from generator.story.month import Month
from generator.story.plan import (
    EVERYWHERE,
    MAIL,
    PAGES,
    Call,
    DueDate,
    Foot,
    Masthead,
    NoteRun,
    Section,
    Text,
    WatchList,
)
from generator.story.text import STOPS, leaf
from generator.story.words.numbers import way
from generator.story.words.speech import Noun, Slot
from generator.trade.codes import WORLD
from generator.trade.observation import Observation
from generator.trade.period import Period

ACCOUNTS = "earlier"  # the id of the section of other accounts


def masthead(month: Month, revision: int) -> Masthead:
    """Return who publishes what, as of when, and which revision, if it is not the first.

    Revision 0 is a draft or preview. Of all that, a mail has the warning.
    """
    words = month.words
    brief = month.brief
    day = words.day(month.figures.vintage.as_of)
    date_key = "dated.revision" if revision > 1 else "dated.day"
    return Masthead(
        id="masthead",
        shown=EVERYWHERE,
        publisher=replace(_setting(brief.publisher, "publisher"), shown=PAGES),
        place=replace(_setting(brief.place, "place"), shown=PAGES),
        issue=replace(words.label(month.period.frequency), shown=PAGES),
        tag=month.warning,
        dated=replace(words.say(date_key, day=day, n=words.integer(revision)), shown=PAGES),
    )


def accounts(month: Month) -> Section | None:
    """Return outside accounts and relayed figures with their sources, or None. Nothing is computed from them."""
    paragraphs = [*_background(month), *_relayed(month)]
    if not paragraphs:
        return None
    return Section(ACCOUNTS, PAGES, label=month.words.label("earlier"), paragraphs=tuple(paragraphs))


def _background(month: Month) -> Iterator[tuple[Text]]:
    """Yield the sentence of each outside account with its source."""
    for account in month.brief.background:
        sentence = Text(account.words.rstrip(STOPS))
        day = month.words.day(account.published)
        yield (month.words.say("attributed", words=sentence, medium=account.medium, day=day),)


def _relayed(month: Month) -> Iterator[tuple[Text, Text]]:
    """Yield relayed figures with who stated them, and why nothing is computed from them.

    The figures of one statement share a sentence, the newest first. For the World's trade no exporter is named.
    """

    def statement(cell: Observation) -> tuple[str, ...]:
        return (str(cell.published), cell.speaker, cell.publication, cell.code)

    words = month.words
    dated = [cell for cell in month.figures.relayed if cell.value is not None and cell.published]
    for _, group in groupby(sorted(dated, key=statement), key=statement):
        cells = sorted(group, key=lambda cell: cell.period, reverse=True)
        cell = cells[0]
        claims = [month.ledger.cell_level(level) for level in cells]
        levels = [_relayed_level(month, claim) for claim in claims]
        partner = "world" if cell.partner == WORLD else "pair"
        land = words.land(cell.reporter)
        flow = words.flow(cell.flow)[0]
        published: Slot = ""
        if cell.published:
            published = words.month(cell.published)
        key = "relayed.speaker" if cell.speaker else "relayed.publication"
        sentence = words.say(
            key,
            who=month.brief.local_name(cell.speaker or cell.publication),
            publication=month.brief.local_name(cell.publication),
            month=published,
            name=Noun.of(month.brief.label(cell.code), "head"),
            trade=words.say(f"relayed.{partner}.{way(cell.flow)}", land=land, flow=flow),
            levels=words.listed(levels, "clauses"),
        )
        reason = "untraced.many" if len(cells) > 1 else "untraced.one"
        yield sentence, words.say(reason)


def _relayed_level(month: Month, claim: Claim) -> Text:
    """Return a figure that was passed on, with its period."""
    words = month.words
    return words.say("relayed.level", level=words.money(claim), when=words.period(claim.period))


def watch(month: Month) -> Iterator[WatchList]:
    """Yield the coming dates that the briefing lists, if any: all for the pages, the first for the mail."""
    rows = tuple(DueDate(_setting(when, "watch"), _setting(what, "watch")) for when, what in month.brief.watch)
    if rows:
        yield WatchList(id="watch", shown=PAGES, label=month.words.label("watch"), rows=rows)
        yield WatchList(id="watch-mail", shown=MAIL, label=month.words.label("next"), rows=rows[:1])


def calls(month: Month, revision: int) -> Iterator[Call]:
    """Yield the mail's pointers to the edition, in each form that readers may choose: PDF attached, linked, or neither.

    The first is for the default mail and its text. Any other is only for the mail of that form.
    """
    words, brief = month.words, month.brief
    action, address = None, None
    if has_page(brief, revision):
        action = words.label("read")
        address = replace(_setting(link(brief, month.period, revision, "html"), "attached"), shown=("txt",))
    targets = {}
    if "pdf" in brief.formats:
        targets["pdf"] = words.label("attached")
        targets["link"] = _setting(link(brief, month.period, revision, "pdf"), "attached")
    for place, form in enumerate(brief.attach):
        attached = targets.get(form)
        if attached is None and action is None:
            continue
        name, shown = ("call", ("mail", "txt")) if place == 0 else (f"call-{form}", (f"mail-{form}",))
        yield Call(id=name, shown=shown, action=action, address=address, attached=attached)


def has_page(brief: Brief, revision: int) -> bool:
    """Say whether the edition has a page on the publisher's site. A draft has none."""
    return bool(brief.site and revision and "html" in brief.formats)


def link(brief: Brief, period: Period, revision: int, ending: str) -> str:
    """Return the address of a file of the edition on the publisher's site."""
    return f"{brief.site.rstrip('/')}/{brief.name}/{period}/r{revision}/{brief.language}.{ending}"


def foot(month: Month, revision: int, counted: NoteRun) -> Foot:
    """Return the running foot with the source of the figures, and the end of page and mail, with what is `counted`."""
    words = month.words
    brief = month.brief
    middle = None
    if revision > 1:
        middle = words.say("foot.revision", when=words.period(month.period), n=words.integer(revision))
    contact = _setting(brief.contact, "contact")
    reason_key, contact_key = ("reason.stop", "contact.full") if brief.contact else ("reason.open", "contact.alone")
    publisher = _setting(brief.publisher, "publisher")
    imprint = words.say(contact_key, publisher=publisher, place=_setting(brief.place, "place"), contact=contact)
    reason = words.say(reason_key, publisher=publisher, title=_setting(brief.title, "title"), contact=contact)
    address = _setting(brief.address, "address") if brief.address else None
    return Foot(
        id="foot",
        shown=EVERYWHERE,
        left=replace(month.source(), shown=("pdf",)),
        middle=replace(middle, shown=("pdf",)) if middle else None,
        page=replace(words.label("page"), shown=("pdf",)),
        counted=_mailed(counted),
        method=replace(words.label("method"), shown=MAIL) if has_page(brief, revision) else None,
        contact=replace(imprint, shown=PAGES),
        reason=replace(reason, shown=("mail", "txt")),
        address=address,
    )


def _mailed(run: NoteRun) -> NoteRun:
    """Return a run of the note with its first sentence alone, and only for the mail."""
    return NoteRun(replace(run.head, shown=MAIL), (replace(run.sentences[0], shown=MAIL),))


def _setting(words: str, key: str) -> Text:
    return leaf(words, "setting", key)
