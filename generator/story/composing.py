"""The plan of an edition: which blocks it has, in which order, and which module writes each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from generator.errors import FiguresIncomplete
from generator.story.blocks import frame, note, strip, table, trade_balance
from generator.story.month import Month
from generator.story.news import line_paragraphs, opening
from generator.story.news.report import report_of
from generator.story.picture import PictureSources, is_part_of_year
from generator.story.pictures import arranged, charts_at
from generator.story.plan import Block, Foot, KeyFinding, Masthead, Section, SentenceVerdict, Story, Text, Voices
from generator.story.prices import PriceParagraphs
from generator.story.record import glossary_of, texts_of
from generator.story.text import leaf
from generator.story.words import speak
from generator.trade.trees import leaves

PAGE, MAIL = "html", "mail"


def named(blocks: Iterable[Block | None], form: str) -> frozenset[str]:
    """Return the codes of the lines that the prose of `form` (the page or the mail) names."""
    prose = (block for block in blocks if isinstance(block, KeyFinding | Section) and form in block.shown)
    texts = (text for block in prose for text in texts_of(block))
    trees = (text.tree for text in texts if text.tree)
    return frozenset(str(leaf[1]) for tree in trees for leaf in leaves(tree) if leaf[0] == "line")


def as_draft(story: Story) -> Story:
    """Return `story` marked as a draft in its own language, at its head and at the foot of each page."""
    words, blocks = speak(story.language), list[Block]()
    draft = words.label("draft")
    for block in story.blocks:
        match block:
            case Masthead():
                blocks.append(replace(block, draft=draft, reason=words.label("unapproved")))
            case Foot():
                blocks.append(replace(block, middle=replace(draft, shown=("pdf",))))
            case _:
                blocks.append(block)
    return replace(story, blocks=tuple(blocks))


class EditorsBlocks(Protocol):
    """What an editor adds to an edition, already checked. Called in this order (commentary/editorial.py)."""

    def headline(self) -> Text | None:
        """Return the editor's headline, or None where the program writes it."""

    def remarks(self) -> Mapping[str, Sequence[Section]]:
        """Return the editor's paragraphs at the `top` and at the `end` of the program's text."""

    def voices(self) -> Voices | None:
        """Return the statements of people, or None."""

    def rewritten(self, blocks: Sequence[Block | None]) -> Sequence[Block | None]:
        """Return the blocks, with the editor's text in place of the program's if the editor wrote all of it."""

    @property
    def labels(self) -> Sequence[str]:
        """The labels of the editor's paragraphs."""

    @property
    def verdicts(self) -> tuple[SentenceVerdict, ...]:
        """The check of each of the editor's sentences against the figures."""


def compose(month: Month, editor: EditorsBlocks, revision: int) -> Story:
    """Return the story of one edition in one language; `month` keeps its claims.

    Raise FiguresIncomplete without figures.
    """
    words, brief, period = month.words, month.brief, month.period
    blocks = arranged(tuple(_blocks(month, editor, revision)), brief.charts)
    blocks = tuple(opening.labelled(month, block) if isinstance(block, KeyFinding) else block for block in blocks)
    finding = next(block for block in blocks if isinstance(block, KeyFinding))
    summary = finding.headline
    addresses = [frame.link(brief, period, revision, ending) for ending in ("html", "pdf")]
    if finding.things:
        summary = words.say("summary", headline=finding.headline, thing=finding.things[0])
    return Story(
        language=words.language,
        direction=words.grammar.DIRECTION,
        subject=finding.headline,
        preheader=finding.things[0] if finding.things else finding.headline,
        title=words.listed([leaf(brief.title, "setting", "title"), words.period(period)], "row"),
        summary=summary,
        blocks=blocks,
        glossary=glossary_of(brief, blocks, addresses, editor.labels),
        verdicts=editor.verdicts,
    )


def _blocks(month: Month, editor: EditorsBlocks, revision: int) -> Iterator[Block]:
    """Yield the blocks in order: the finding, the lines, the year, the table, outside accounts, the note.

    Each picture's plan says where it stands and whether an edition has it by default.
    """
    total = month.total(month.period)
    if total is None or not total.value:
        msg = f"{month.period}: no line of {month.brief.name} has a figure."
        raise FiguresIncomplete(msg)
    month.choice.check((*month.every_line, *month.lines))
    report = report_of(month)
    prices = PriceParagraphs(month, report.news.span)
    first = opening.finding(report, editor.headline())
    lede = opening.lede(report)
    paragraphs = line_paragraphs.sections(report, prices)
    prose = (first, lede, *paragraphs)
    notes = editor.remarks()
    sources = PictureSources(report, named(prose, PAGE), named(prose, MAIL))
    lines = (table.section(month, sources.page),)  # in a year they stand first, with bars in place of a picture
    blocks: tuple[Block | None, ...] = (
        frame.masthead(month, revision),
        first,
        *opening.mailed_correction(report),
        *strip.strips(report),
        *frame.calls(month, revision),
        lede,
        *notes["top"],
        *charts_at("opening", sources),
        *(() if is_part_of_year(month) else lines),
        *paragraphs[:1],
        *charts_at("first paragraph", sources),
        *paragraphs[1:],
        *charts_at("lines", sources),
        line_paragraphs.prices_section(report, prices),
        line_paragraphs.closing_section(report),
        *charts_at("paragraphs", sources),
        trade_balance.section(month),
        *charts_at("balance", sources),
        *(lines if is_part_of_year(month) else ()),
        table.mail(month),
        *notes["end"],
        editor.voices(),
        frame.accounts(month),
        *frame.watch(month),
    )
    blocks = tuple(editor.rewritten(blocks))
    printed = {mark.claim for text in texts_of(blocks) for mark in text.marks}
    blocks = (
        *blocks,
        note.section(report, printed),
        frame.foot(month, revision, note.counted(month)),
    )
    yield from (block for block in blocks if block is not None)
