"""The editor's blocks of an edition: headline, paragraphs, people's statements, or the whole text.

Other rooms call `edited_story`: it returns the program's story with the editor's text in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from generator.commentary.editor import Editor
from generator.commentary.editor_vocabulary import forms_of, vocabulary_of
from generator.commentary.editors_text import (
    NOTHING_WRITTEN,
    EditorParagraph,
    EditorSection,
    EditorsText,
    QuotedStatement,
)
from generator.commentary.goods_names import GoodsNames, names_in
from generator.commentary.manuscript import REMARKS, Merged, draft_of, placed, prose_of, sections_of
from generator.commentary.tokens import Token, tokens_of
from generator.movements import Movements
from generator.story.brief import Brief
from generator.story.claim_ledger import ClaimLedger
from generator.story.composing import compose
from generator.story.month import Month
from generator.story.patterns import lexicon_of
from generator.story.plan import (
    EVERYWHERE,
    PAGES,
    Block,
    KeyFinding,
    Section,
    SentenceVerdict,
    Statement,
    Story,
    Text,
    Voices,
)
from generator.story.text import Part, leaf, words_of
from generator.story.words import Words, speak
from generator.trade.figures import Figures


def edited_story(
    figures: Figures,
    movements: Movements,
    brief: Brief,
    ledger: ClaimLedger,
    written: EditorsText = NOTHING_WRITTEN,
    *,
    revision: int,
) -> Story:
    """Return the story of an edition in the language of `brief`, with the editor's text `written`.

    Its claims go into `ledger`. Its verdicts say how the figures judge the editor's sentences.
    Raise FiguresIncomplete if no line has a figure.
    """
    month = Month(figures, movements, brief, speak(brief.language), ledger)
    story = compose(month, Editorial(month, written), revision)
    blocks = tuple(_phrased(block, month) if isinstance(block, KeyFinding) else block for block in story.blocks)
    return replace(story, blocks=blocks, subject=phrased(story.subject, month))


def _phrased(block: KeyFinding, month: Month) -> KeyFinding:
    """Return the key finding with the places at which its lines in large type may break."""
    things = tuple(phrased(thing, month) for thing in block.things)
    return replace(block, headline=phrased(block.headline, month), things=things)


class Editorial:
    """The editor's blocks of an edition. story/composing.py asks for them in the order of its plan."""

    def __init__(self, month: Month, written: EditorsText) -> None:
        """Judge what is `written` by the figures of `month`."""
        self._month = month
        self._written = written
        self._editor = Editor(month, written)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that the editor gave to paragraphs."""
        return self._written.labels

    @property
    def verdicts(self) -> tuple[SentenceVerdict, ...]:
        """The verdicts on the sentences judged so far."""
        return tuple(self._editor.verdicts)

    def headline(self) -> Text | None:
        """Return the editor's headline; None if the program writes it."""
        remark = self._written.headline
        return self._editor.headline(remark) if remark else None

    def remarks(self) -> dict[str, list[Section]]:
        """Return the editor's paragraphs at the `top` and at the `end`, one section for each label."""
        sections: dict[str, list[Section]] = {"top": [], "end": []}
        for number, remarks in enumerate(self._written.remarks, 1):
            sections[remarks.place].append(self._section(number, remarks))
        return sections

    def _section(self, number: int, remarks: EditorSection) -> Section:
        words = self._month.words
        label = leaf(remarks.label, "setting", "remarks") if remarks.label else words.label("remarks")
        paragraphs = tuple(self._editor.paragraph(paragraph) for paragraph in remarks.paragraphs)
        name = f"{REMARKS}top-{number}" if remarks.place == "top" else f"{REMARKS}{number}"
        return Section(name, EVERYWHERE if remarks.mailed else PAGES, label=label, paragraphs=paragraphs)

    def voices(self) -> Voices | None:
        """Return the statements of named people, each with the editor's answer; None if nobody is quoted."""
        quotes = self._written.quotes
        if not quotes:
            return None
        statements = tuple(
            self._statement(quote, before) for quote, before in zip(quotes, (None, *quotes), strict=False)
        )
        return Voices(id="voices", shown=PAGES, label=self._month.words.label("voices"), statements=statements)

    def _statement(self, quote: QuotedStatement, before: QuotedStatement | None) -> Statement:
        """Return a statement. If the statement `before` is of the same speaker and occasion, the office is left out."""
        words = self._month.words
        paragraph = EditorParagraph(quote.words, (), quote.where)
        answer_where = quote.answer_where or quote.where
        sentences, answer = self._editor.statement(paragraph, EditorParagraph(quote.answer, (), answer_where, quote.by))
        if before is not None and _occasion(before) == _occasion(quote):
            speaker = words.say("said_again", speaker=quote.speaker)
        else:
            speaker = _speaker(words, quote)
        tongue = words.say(f"tongue.{quote.translated}") if quote.translated else ""
        if not quote.verbatim:
            speaker = words.say("said_by.paraphrased", said=speaker, tongue=tongue)
            return Statement(sentences, speaker, answer)
        form = "translated" if quote.translated else "verbatim"
        speaker = words.say(f"said_by.{form}", said=speaker, tongue=tongue)
        return Statement(_in_quotation_marks(words, sentences), speaker, answer)

    def rewritten(self, blocks: Sequence[Block | None]) -> Sequence[Block | None]:
        """Return the blocks, with the editor's whole text, if there is one, in place of the program's paragraphs."""
        manuscript = self._written.manuscript
        if manuscript is None:
            return blocks
        drafted = prose_of(blocks)
        merged_text = self._editor.merge_text(manuscript, draft_of(blocks))
        sections = sections_of(merged_text, drafted, PAGES, lambda words: leaf(words, "setting", "remarks"))
        return [
            _with_lines(block, merged_text) if isinstance(block, KeyFinding) else block
            for block in placed(blocks, drafted, sections)
        ]


def _with_lines(block: KeyFinding, merged_text: Merged) -> KeyFinding:
    """Return the key finding with the headline and the points of an editor's text."""
    lines = [piece.text for line in (merged_text.headline, *merged_text.things) for piece in line.pieces]
    headline, *things = (text for text in lines if text is not None)
    return replace(block, headline=headline, things=tuple(things))


def _occasion(quote: QuotedStatement) -> tuple[object, ...]:
    return quote.speaker, quote.medium, quote.said


def _speaker(words: Words, quote: QuotedStatement) -> Text:
    """Return who speaks: name, role and office, to whom and when."""
    office: Part = quote.role or quote.organisation
    if quote.role and quote.organisation:
        office = words.say("said_by.office", role=quote.role, organisation=quote.organisation)
    to = words.say("said_by.to", medium=quote.medium)
    parts = [part for part in (quote.speaker, office, to, words.day(quote.said)) if words_of(part)]
    return words.listed(parts, "row")


def _in_quotation_marks(words: Words, sentences: Sequence[Text]) -> tuple[Text, ...]:
    first, *later = sentences
    opened = (words.say("quoted.begins", words=first), *later)
    return (*opened[:-1], words.say("quoted.ends", words=opened[-1]))


# Kinds after which a line may break before a figure or a word of movement. Other words belong to these: 大幅, 至少.
_ALONE = frozenset({"subject", "party", "foreign", "time", "day", "code", "comma", "clause", "figure", "turn", "whole"})
_MOVES = frozenset({"up", "down", "flat", "nil", "figure"})
_SIGNS = frozenset({"comma", "clause", "subject", "figure"})
_KNOWN = _ALONE | _MOVES | {"joins", "glue", "against", "to"}
_OPENING = frozenset("不自从对由向往为至到比占和与及约近在以因受继")  # letters that belong to the following word
_CLOSING = frozenset("的了后内中等年月日份类")  # letters that belong to the word before


def phrased(text: Text, month: Month) -> Text:
    """Return `text` with the places where its phrases end, unchanged in a language with spaces. Claims stay whole."""
    language = month.words.language
    if vocabulary_of(language).spaced:
        return text
    within = {place for mark in text.marks for place in range(mark.start + 1, mark.end)}
    ends = phrases_in(text.words, names_in(month), language)
    return replace(text, phrases=tuple(end for end in ends if end not in within))


def phrases_in(text: str, names: GoodsNames, language: str) -> tuple[int, ...]:
    """Return the offsets where the phrases of a text end, including the end of the text."""
    undivided = {place for start, end in _undivided_words(text, language) for place in range(start + 1, end)}
    tokens = _with_unknown_together(tokens_of(text, names))
    ends = {token.end for token, next_token in pairwise(tokens) if _is_parted(token, next_token)} | {len(text)}
    return tuple(sorted(ends - undivided))


def _with_unknown_together(tokens: Sequence[Token]) -> list[Token]:
    """Return the pieces, with adjacent pieces of unknown words joined into one."""
    joined: list[Token] = []
    for token in tokens:
        is_next = bool(joined) and joined[-1].end == token.start
        if is_next and joined[-1].kind not in _KNOWN and token.kind not in _KNOWN:
            joined[-1] = replace(joined[-1], end=token.end, words=joined[-1].words + token.words)
        else:
            joined.append(token)
    return joined


def _is_parted(token: Token, next_token: Token) -> bool:
    """Whether a line may break between two adjacent pieces."""
    if _is_letter(next_token) and next_token.words not in _OPENING:
        return False
    if _is_letter(token) and token.words not in _CLOSING:
        return False
    if token.kind == "joins" and token.words not in _CLOSING:
        return False
    return token.kind in _ALONE or token.kind == "word" or next_token.kind not in _MOVES


def _is_letter(token: Token) -> bool:
    """Whether a piece is a single letter, which stays with its neighbour. Names such as 铜 do not count."""
    return token.end - token.start == 1 and token.kind not in _SIGNS


def _undivided_words(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Yield where the words of movement and the economies of the lexicon stand: 增至两倍以上, 刚果（金）."""  # noqa: RUF002 -- a name
    return (match.span() for match in _words(language).finditer(text))


@cache
def _words(language: str) -> re.Pattern[str]:
    lexicon = lexicon_of(language)
    words: list[str] = []
    for directions in lexicon["verbs"].values():
        for verbs in directions.values():
            words.extend(verbs)
    for multiple in lexicon["multiples"].values():
        words.extend(_forms(multiple))
    words.extend(str(economy) for economy in lexicon["economies"].values())
    return re.compile(forms_of(words))


def _forms(word: str | dict[str, str]) -> list[str]:
    return [word] if isinstance(word, str) else list(word.values())
