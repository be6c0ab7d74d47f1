"""Other accounts: outside reports and relayed figures; attributed, and never computed with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator.story.brief import OutsideAccount
from generator.story.month import Month
from generator.story.plan import EVERYWHERE, Section, Text
from generator.story.text import STOPS
from generator.story.words.numbers import way
from generator.story.words.speech import Noun
from generator.trade.codes import WORLD
from generator.trade.observation import Observation

ACCOUNTS = "earlier"  # the id of the section


def section(month: Month) -> Section | None:
    """Return outside accounts and relayed figures with their sources; None where there are none."""
    paragraphs: list[tuple[Text, ...]] = [(_background(month, account),) for account in month.brief.background]
    paragraphs += [tuple(_relayed(month, cells)) for cells in _statements(month)]
    if not paragraphs:
        return None
    return Section(ACCOUNTS, EVERYWHERE, label=month.words.label("earlier"), paragraphs=tuple(paragraphs))


def _background(month: Month, account: OutsideAccount) -> Text:
    """Return an outside account's sentence with its source."""
    sentence = Text(account.words.rstrip(STOPS))
    day = month.words.day(account.published)
    return month.words.say("attributed", words=sentence, medium=account.medium, day=day)


def _statements(month: Month) -> Iterator[list[Observation]]:
    def source(cell: Observation) -> tuple[str, ...]:
        return (str(cell.published), cell.speaker, cell.publication, cell.code)

    cells = sorted(month.figures.relayed, key=lambda cell: (*source(cell), cell.period))
    for _, group in groupby((cell for cell in cells if cell.value is not None and cell.published), key=source):
        yield sorted(group, key=lambda cell: cell.period, reverse=True)


def _relayed(month: Month, cells: list[Observation]) -> Iterator[Text]:
    """Yield figures that were passed on, with who said them, and why nothing is computed from them.

    Of the World's trade nobody can say whose exports it is.
    """
    words, cell = month.words, cells[0]
    levels = [month.ledger.cell_level(one) for one in cells]
    parts = [words.say("relayed.level", level=words.money(level), when=words.period(level.period)) for level in levels]
    whose = "world" if cell.partner == WORLD else "pair"
    yield words.say(
        "relayed.speaker" if cell.speaker else "relayed.publication",
        who=cell.speaker or cell.publication,
        publication=cell.publication,
        month=words.month(cell.published) if cell.published else words.say("relayed.undated"),
        name=Noun.of(month.named(cell.code).label, "head"),
        trade=words.say(
            f"relayed.{whose}.{way(cell.flow)}", land=words.land(cell.reporter), flow=words.flow(cell.flow)[0]
        ),
        levels=words.listed(parts, "clauses"),
    )
    yield words.say("untraced.many" if len(cells) > 1 else "untraced.one")
