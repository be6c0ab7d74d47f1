"""The frame of an edition: masthead, outside accounts, calendar, calls to action and foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from generator.story.brief import Brief
from generator.story.month import Month
from generator.story.plan import EVERYWHERE, PAGES, Call, DueDate, Foot, Masthead, Section, Text, WatchList
from generator.story.text import STOPS, leaf
from generator.story.words.numbers import way
from generator.story.words.speech import Noun
from generator.trade.codes import WORLD
from generator.trade.observation import Observation
from generator.trade.period import Period

ACCOUNTS = "earlier"  # the id of the section of other accounts


def masthead(month: Month, revision: int) -> Masthead:
    """Return who publishes what, as of when. Revision 0 is a draft or preview."""
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
        levels = [
            words.say("relayed.level", level=words.money(level), when=words.period(level.period)) for level in claims
        ]
        trade = f"relayed.{'world' if cell.partner == WORLD else 'pair'}.{way(cell.flow)}"
        sentence = words.say(
            "relayed.speaker" if cell.speaker else "relayed.publication",
            who=cell.speaker or cell.publication,
            publication=cell.publication,
            month=words.month(cell.published) if cell.published else "",
            name=Noun.of(month.brief.label(cell.code), "head"),
            trade=words.say(trade, land=words.land(cell.reporter), flow=words.flow(cell.flow)[0]),
            levels=words.listed(levels, "clauses"),
        )
        yield sentence, words.say("untraced.many" if len(cells) > 1 else "untraced.one")


def watch(month: Month) -> WatchList | None:
    """Return the coming dates that the briefing lists, or None."""
    rows = tuple(DueDate(_setting(when, "watch"), _setting(what, "watch")) for when, what in month.brief.watch)
    return WatchList(id="watch", shown=PAGES, label=month.words.label("watch"), rows=rows) if rows else None


def calls(month: Month, revision: int, attachment: str) -> Iterator[Call]:
    """Yield the mail's pointers to the PDF, attached or linked, in each form that readers may choose.

    The first is for the default mail and its text. Any other is only for the mail of that form.
    """
    brief, words = month.brief, month.words
    targets = {"pdf": ("attached", attachment), "link": ("linked", link(brief, month.period, revision))}
    for place, form in enumerate(brief.attach):
        if form in targets:
            label, where = targets[form]
            name, shown = (f"call-{form}", (f"mail-{form}",)) if place else ("call", ("mail", "txt"))
            yield Call(id=name, shown=shown, action=words.label(label), attached=_setting(where, "attached"))


def link(brief: Brief, period: Period, revision: int) -> str:
    """Return the address of the PDF on the publisher's site."""
    return f"{brief.site.rstrip('/')}/{brief.name}/{period}/r{revision}/{brief.language}.pdf"


def foot(month: Month, revision: int, *, relayed: bool) -> Foot:
    """Return the running foot and the end of page and mail; `relayed`: others than the office published the figures."""
    words, brief = month.words, month.brief
    key, when = "foot_left.revision" if revision else "foot_left.draft", words.period(month.period)
    contact, title = _setting(brief.contact, "contact"), _setting(brief.title, "title")
    reason = words.say("reason.stop" if brief.contact else "reason.open", title=title, contact=contact)
    origin = words.label("origin" if relayed else "customs_figures")
    return Foot(
        id="foot",
        shown=EVERYWHERE,
        left=replace(words.say(key, when=when, n=words.integer(revision)), shown=("pdf",)),
        middle=replace(month.warning or origin, shown=("pdf",)),
        page=replace(words.label("page"), shown=("pdf",)),
        contact=replace(contact, shown=("html", "mail", "txt", "md")),
        reason=replace(reason, shown=("mail", "txt")),
        address=_setting(brief.address, "address") if brief.address else None,
    )


def _setting(words: str, key: str) -> Text:
    return leaf(words, "setting", key)
