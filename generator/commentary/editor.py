"""Editor: what a person writes into an edition, each sentence judged beside the figures of the releases.

A sentence that the figures bear out prints their claims. One that they contradict is refused, with the right figure.
One to which they say nothing is a comment: it is printed, and a reader sees who vouches for it (docs/commentary.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator.commentary.editors_text import EditorParagraph, EditorsText, Manuscript
from generator.commentary.gate import BORNE_OUT, COMMENT, CONTRADICTED, Gate, SentenceJudgement
from generator.commentary.manuscript import DraftText, Merged, MergedParagraph, Piece, left_out, merged
from generator.errors import SettingsError
from generator.story.month import Month
from generator.story.plan import SentenceVerdict, Text
from generator.story.text import STOPS

SOURCED, ACCEPTED = "sourced", "accepted"
_BRACKETS = ("({})", "\N{FULLWIDTH LEFT PARENTHESIS}{}\N{FULLWIDTH RIGHT PARENTHESIS}")
_MISSING = "it must stand in the text, since readers would be misled without it. Put it back."
_ANSWERED = "The answer behind it says what they have."
_CORRECT = "Correct it, or leave it out."
_VOUCHED = frozenset({COMMENT, ACCEPTED})


@dataclass
class Editor:
    """Judges all that the editor's file says in one language."""

    month: Month
    written: EditorsText
    verdicts: list[SentenceVerdict] = field(default_factory=list)

    @cached_property
    def gate(self) -> Gate:
        """The gate, which is opened for the first sentence: most editions have none."""
        return Gate(self.month)

    def headline(self, remark: EditorParagraph) -> Text:
        """Return an editor's headline, which may be of any length: the pages set a long one in smaller type."""
        return self._line(MergedParagraph("", [Piece(remark.words)], remark))

    def paragraph(self, remark: EditorParagraph) -> tuple[Text, ...]:
        """Return the sentences of a paragraph, with who vouches for those that are comments."""
        return tuple(self.prose([Piece(sentence) for sentence in self.gate.words.sentences(remark.words)], remark))

    def prose(self, pieces: Sequence[Piece], remark: EditorParagraph, place: str = "paragraph") -> Iterator[Text]:
        """Yield the sentences of a `place`, some of which are the program's, and who vouches for comments."""
        yield from self._told(self._judged(pieces, remark), remark, place)

    def _judged(self, pieces: Sequence[Piece], remark: EditorParagraph) -> list[tuple[Piece, SentenceJudgement]]:
        """Return the sentences of some prose, each with what the figures say to it.

        A drafted sentence that is about what the one before it names, and no more stands behind it, is the editor's.
        """
        found: list[tuple[Piece, SentenceJudgement]] = []
        for piece in pieces:
            is_drafted = piece.text is not None and self._stands(piece, found[-1:])
            if is_drafted or piece.words:
                own = piece if is_drafted else Piece(piece.words)
                found.append((own, self._piece(own, remark, len(found))))
        for number, (piece, judgement) in enumerate(found):
            if judgement.outcome == CONTRADICTED and self._is_sourced(judgement.sentence, remark):
                following = found[number + 1][1] if number + 1 < len(found) else None
                found[number] = piece, self._answered(judgement, following)
        return found

    def _told(
        self, found: Sequence[tuple[Piece, SentenceJudgement]], remark: EditorParagraph, place: str
    ) -> Iterator[Text]:
        """Yield the sentences of some prose as they are printed, and keep what the figures say to them."""
        for number, (piece, judgement) in enumerate(found):
            self._keep(judgement, remark.where, place, remark.by)
            yield piece.text or Text(judgement.sentence, judgement.marks)
            after = found[number + 1][1].outcome if number + 1 < len(found) else ""
            if judgement.outcome in _VOUCHED and after not in _VOUCHED:
                yield self.month.words.say("commented", name=remark.by)

    def _line(self, line: MergedParagraph) -> Text:
        """Return a headline, or a thing under it; a comment has behind it who vouches for it."""
        said, *signatures = self.prose(line.pieces, line.remark, "headline")
        for signature in signatures:
            said = self.month.words.say("signed", words=said, signature=signature)
        return said

    def _stands(self, piece: Piece, before: Sequence[tuple[Piece, SentenceJudgement]]) -> bool:
        """Say whether a drafted sentence can stand behind the one before it: it is about the same line, or names it."""
        passage = piece.passage
        if passage is None or passage.is_alone or not before:
            return passage is not None and passage.is_alone
        last, judgement = before[0]
        if last.text is not None:
            return piece.follows(last)
        claims = {claim.id: claim for claim in self.month.ledger.claims}
        return passage.subject in [claims[mark.claim].codes for mark in judgement.marks]

    def whole(self, manuscript: Manuscript, draft: DraftText) -> Merged:
        """Return an editor's whole text over the program's draft, every piece of it a text."""
        found = merged(manuscript, draft, self.gate.words)
        for owed in left_out(found):
            judgement = SentenceJudgement(owed.words, CONTRADICTED, (), _MISSING)
            self._keep(judgement, manuscript.headline.where, "paragraph")
        lines = [replace(line, pieces=[Piece("", self._line(line))]) for line in (found.headline, *found.things)]
        paragraphs: list[MergedParagraph] = []
        for paragraph in found.paragraphs:
            home = next((piece.passage for piece in paragraph.pieces if piece.passage), None)
            texts = self.prose(paragraph.pieces, paragraph.remark)
            paragraphs.append(replace(paragraph, pieces=[Piece("", text, home) for text in texts]))
        return replace(found, headline=lines[0], things=tuple(lines[1:]), paragraphs=tuple(paragraphs))

    def statement(self, said: EditorParagraph, answer: EditorParagraph) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
        """Return the sentences of a person's, and those of the answer, which has no words where there is none.

        A sentence that the figures contradict needs an answer that prints a figure. One with a figure that is wrong is
        a fault of its own.
        """
        sentences = self.gate.words.sentences(said.words)
        quoted = [self.gate.judge(sentence, follows=place > 0) for place, sentence in enumerate(sentences)]
        pieces = [Piece(sentence) for sentence in self.gate.words.sentences(answer.words)]
        answered = self._judged(pieces, answer)
        lack = _lack_of([judgement for _, judgement in answered])
        for judgement in quoted:
            kept = replace(judgement, marks=(), outcome=SOURCED, why="")
            if judgement.outcome == CONTRADICTED:
                outcome = CONTRADICTED if lack else SOURCED
                kept = replace(kept, outcome=outcome, why=f"{judgement.why} {lack or _ANSWERED}")
            self._keep(kept, said.where, "quote")
        return tuple(map(Text, sentences)), tuple(self._told(answered, answer, "paragraph"))

    def _piece(self, piece: Piece, remark: EditorParagraph, place: int) -> SentenceJudgement:
        if piece.text is None:
            return self._sentence(piece.words, remark, place)
        self.gate.judge(piece.text.words, follows=place > 0)  # the next sentence may go on about the same
        return SentenceJudgement(piece.text.words, BORNE_OUT, piece.text.marks)

    def _sentence(self, words: str, remark: EditorParagraph, place: int) -> SentenceJudgement:
        judgement = replace(self.gate.judge(self._without_source(words, remark), follows=place > 0), sentence=words)
        if judgement.outcome == CONTRADICTED and _folded(words) in self.written.accepted:
            return SentenceJudgement(words, ACCEPTED)
        if judgement.outcome == CONTRADICTED and judgement.right is None:
            return replace(judgement, why=f"{judgement.why} {_CORRECT}")
        if judgement.outcome == COMMENT and self._is_sourced(words, remark):
            return replace(judgement, outcome=SOURCED)
        return judgement

    def _without_source(self, words: str, remark: EditorParagraph) -> str:
        """Return a sentence without the source at its end."""
        said = words.rstrip(STOPS)
        for source in remark.sources:
            for pair in _BRACKETS:
                said = said.removesuffix(pair.format(source))
        return said.rstrip() if said != words.rstrip(STOPS) else words

    def _is_sourced(self, words: str, remark: EditorParagraph) -> bool:
        """Say whether a sentence ends with its source, which is not the office whose figures these are."""
        said, brief = words.rstrip(STOPS), self.month.brief
        own = [source for source in remark.sources if any(said.endswith(pair.format(source)) for pair in _BRACKETS)]
        return any(brief.customs not in source and brief.publisher not in source for source in own)

    def _answered(self, judgement: SentenceJudgement, following: SentenceJudgement | None) -> SentenceJudgement:
        """Return a sourced sentence that the figures contradict: right where the next sentence is borne out by them."""
        if following is not None and following.outcome == BORNE_OUT:
            return replace(judgement, outcome=SOURCED, why="", right=None)
        why = f"{judgement.why} Its source says otherwise: write behind it what the figures say."
        return replace(judgement, why=why)

    def _keep(self, judgement: SentenceJudgement, where: str, place: str, by: str = "") -> None:
        claims = tuple(mark.claim for mark in judgement.marks)
        language, sentence = self.month.words.language, judgement.sentence
        because = self.written.accepted.get(_folded(sentence), "") if judgement.outcome == ACCEPTED else ""
        name = by if judgement.outcome in _VOUCHED else ""
        verdict = SentenceVerdict(
            language, where, place, sentence, judgement.outcome, claims, judgement.why, judgement.right, name, because
        )
        self.verdicts.append(verdict)


def _lack_of(answered: Sequence[SentenceJudgement]) -> str:
    """Return what must be written into an answer, "" for one that prints a figure."""
    if not answered:
        return "Write answer: what they say to it."
    if any(one.outcome == CONTRADICTED or (one.outcome == BORNE_OUT and one.marks) for one in answered):
        return ""
    return "Its answer prints no figure that they have: write one."


def _folded(words: str) -> str:
    return " ".join(words.split())


def faults_of(verdicts: Iterable[SentenceVerdict], *, refuses_comments: bool) -> Iterator[SettingsError]:
    """Yield what must be mended in the editor's file: what the figures contradict, and comments that nobody wants."""
    for verdict in verdicts:
        if verdict.outcome == CONTRADICTED:
            remedy = f"The figures have {verdict.right}." if verdict.right else ""
            yield SettingsError(verdict.where, f"“{verdict.sentence}”: {verdict.why}", remedy)
        elif verdict.outcome in _VOUCHED and refuses_comments:
            problem = f"“{verdict.sentence}” is a comment, and this desk prints none."
            yield SettingsError(verdict.where, problem, "Leave it out, or write editorial: mark.")


def vouched(verdicts: Iterable[SentenceVerdict]) -> tuple[SentenceVerdict, ...]:
    """Return the verdicts on sentences for which a person or a source vouches, and no figure."""
    return tuple(one for one in verdicts if one.outcome in {COMMENT, SOURCED, ACCEPTED})
