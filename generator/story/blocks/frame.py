"""The frame of an edition: masthead, outside accounts, calendar, calls to action and foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from generator.story.amounts import Claim
from generator.story.brief import Brief
from generator.story.month import Month
from generator.story.plan import EVERYWHERE, PAGES, Call, DueDate, Foot, Masthead, Section, Text, WatchList
from generator.story.text import STOPS, leaf
from generator.story.words.numbers import way
from generator.story.words.speech import Noun, Slot
from generator.trade.codes import WORLD
from generator.trade.observation import Observation
from generator.trade.period import Period

ACCOUNTS = "earlier"  # the id of the section of other accounts


def masthead(month: Month, revision: int) -> Masthead:
    """Return who publishes what, as of when. Revision 0 is a draft or preview."""
    words = month.words
    brief = month.brief
    day = words.day(month.figures.vintage.as_of)
    date_key = "dated.revision" if revision else "dated.draft"
    return Masthead(
        id="masthead",
        shown=EVERYWHERE,
        publisher=_setting(brief.publisher, "publisher"),
        place=_setting(brief.place, "place"),
        issue=words.label(month.period.frequency),
        tag=month.warning,
        dated=words.say(date_key, day=day, n=words.integer(revision)),
    )


def accounts(month: Month) -> Section | None:
    """Return outside accounts and relayed figures with their sources, or None. Nothing is computed from them."""
    paragraphs = [*_background(month), *_relayed(month)]
    if not paragraphs:
        return None
    return Section(ACCOUNTS, EVERYWHERE, label=month.words.label("earlier"), paragraphs=tuple(paragraphs))


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


def watch(month: Month) -> WatchList | None:
    """Return the coming dates that the briefing lists, or None."""
    rows = tuple(DueDate(_setting(when, "watch"), _setting(what, "watch")) for when, what in month.brief.watch)
    return WatchList(id="watch", shown=PAGES, label=month.words.label("watch"), rows=rows) if rows else None


def calls(month: Month, revision: int, attachment: str) -> Iterator[Call]:
    """Yield the mail's pointers to the PDF, attached or linked, in each form that readers may choose.

    The first is for the default mail and its text. Any other is only for the mail of that form.
    """
    targets = {
        "pdf": ("attached", attachment),
        "link": ("linked", link(month.brief, month.period, revision)),
    }
    for place, form in enumerate(month.brief.attach):
        if form not in targets:
            continue
        label, target = targets[form]
        action = month.words.label(label)
        attached = _setting(target, "attached")
        if place == 0:
            yield Call(id="call", shown=("mail", "txt"), action=action, attached=attached)
        else:
            yield Call(id=f"call-{form}", shown=(f"mail-{form}",), action=action, attached=attached)


def link(brief: Brief, period: Period, revision: int) -> str:
    """Return the address of the PDF on the publisher's site."""
    return f"{brief.site.rstrip('/')}/{brief.name}/{period}/r{revision}/{brief.language}.pdf"


def foot(month: Month, revision: int) -> Foot:
    """Return the running foot, which has the source of the figures, and the end of page and mail."""
    words = month.words
    brief = month.brief
    middle = None
    if revision > 1:
        middle = words.say("foot.revision", when=words.period(month.period), n=words.integer(revision))
    contact = _setting(brief.contact, "contact")
    reason_key = "reason.stop" if brief.contact else "reason.open"
    reason = words.say(reason_key, title=_setting(brief.title, "title"), contact=contact)
    address = _setting(brief.address, "address") if brief.address else None
    return Foot(
        id="foot",
        shown=EVERYWHERE,
        left=replace(month.source(), shown=("pdf",)),
        middle=replace(middle, shown=("pdf",)) if middle else None,
        page=replace(words.label("page"), shown=("pdf",)),
        contact=replace(contact, shown=("html", "mail", "txt", "md")),
        reason=replace(reason, shown=("mail", "txt")),
        address=address,
    )


def _setting(words: str, key: str) -> Text:
    return leaf(words, "setting", key)
