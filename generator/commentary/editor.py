"""Editor: judges each sentence that a person writes for an edition by the figures of the releases.

A sentence that the figures bear out prints their claims. A sentence that they contradict is refused, with the right
figure. Any other sentence is a comment: it is printed with the name of the person who vouches for it.
docs/commentary.md has the rules.
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
    """Judges everything in the editor's file in one language, and collects the verdicts."""

    month: Month
    written: EditorsText
    verdicts: list[SentenceVerdict] = field(default_factory=list)

    @cached_property
    def gate(self) -> Gate:
        """The gate. It is made for the first sentence, since most editions have no editor's text."""
        return Gate(self.month)

    def headline(self, remark: EditorParagraph) -> Text:
        """Return an editor's headline. It may have any length: the pages set a long one in smaller type."""
        return self._line(MergedParagraph("", [Piece(remark.words)], remark))

    def paragraph(self, remark: EditorParagraph) -> tuple[Text, ...]:
        """Return the sentences of a paragraph. Behind comments stands the name of the person who vouches for them."""
        return tuple(self.prose([Piece(sentence) for sentence in self.gate.words.sentences(remark.words)], remark))

    def prose(self, pieces: Sequence[Piece], remark: EditorParagraph, place: str = "paragraph") -> Iterator[Text]:
        """Yield sentences of the editor and of the program, and behind comments the name of who vouches for them."""
        yield from self._printed(self._judged(pieces, remark), remark, place)

    def _judged(self, pieces: Sequence[Piece], remark: EditorParagraph) -> list[tuple[Piece, SentenceJudgement]]:
        """Return the sentences of some prose, each with its judgement.

        A drafted sentence that relies on the previous sentence, but no longer follows it, is judged as the editor's.
        """
        judged: list[tuple[Piece, SentenceJudgement]] = []
        for piece in pieces:
            is_drafted = piece.text is not None and self._stands(piece, judged[-1:])
            if is_drafted or piece.words:
                kept_piece = piece if is_drafted else Piece(piece.words)
                judged.append((kept_piece, self._piece(kept_piece, remark, len(judged))))
        for number, (piece, judgement) in enumerate(judged):
            if judgement.outcome == CONTRADICTED and self._is_sourced(judgement.sentence, remark):
                following = judged[number + 1][1] if number + 1 < len(judged) else None
                judged[number] = piece, self._answered(judgement, following)
        return judged

    def _printed(
        self, judged: Sequence[tuple[Piece, SentenceJudgement]], remark: EditorParagraph, place: str
    ) -> Iterator[Text]:
        """Yield the sentences of some prose as they are printed, and record their verdicts."""
        for number, (piece, judgement) in enumerate(judged):
            self._keep(judgement, remark.where, place, remark.by)
            yield piece.text or Text(judgement.sentence, judgement.marks)
            next_outcome = judged[number + 1][1].outcome if number + 1 < len(judged) else ""
            if judgement.outcome in _VOUCHED and next_outcome not in _VOUCHED:
                yield self.month.words.say("commented", name=remark.by)

    def _line(self, line: MergedParagraph) -> Text:
        """Return a headline, or a point under it. A comment ends with the name of who vouches for it."""
        headline, *signatures = self.prose(line.pieces, line.remark, "headline")
        for signature in signatures:
            headline = self.month.words.say("signed", words=headline, signature=signature)
        return headline

    def _stands(self, piece: Piece, before: Sequence[tuple[Piece, SentenceJudgement]]) -> bool:
        """Whether a drafted sentence makes sense behind the previous one: it stands alone, or both share a subject."""
        passage = piece.passage
        if passage is None or passage.is_alone or not before:
            return passage is not None and passage.is_alone
        last, judgement = before[0]
        if last.text is not None:
            return piece.follows(last)
        claims = {claim.id: claim for claim in self.month.ledger.claims}
        return passage.subject in [claims[mark.claim].codes for mark in judgement.marks]

    def merge_text(self, manuscript: Manuscript, draft: DraftText) -> Merged:
        """Return an editor's whole text merged with the program's draft, with a judged text for every piece."""
        merged_text = merged(manuscript, draft, self.gate.words)
        for owed in left_out(merged_text):
            judgement = SentenceJudgement(owed.words, CONTRADICTED, (), _MISSING)
            self._keep(judgement, manuscript.headline.where, "paragraph")
        lines = [
            replace(line, pieces=[Piece("", self._line(line))]) for line in (merged_text.headline, *merged_text.things)
        ]
        paragraphs: list[MergedParagraph] = []
        for paragraph in merged_text.paragraphs:
            home = next((piece.passage for piece in paragraph.pieces if piece.passage), None)
            texts = self.prose(paragraph.pieces, paragraph.remark)
            paragraphs.append(replace(paragraph, pieces=[Piece("", text, home) for text in texts]))
        return replace(merged_text, headline=lines[0], things=tuple(lines[1:]), paragraphs=tuple(paragraphs))

    def statement(self, quote: EditorParagraph, answer: EditorParagraph) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
        """Return the sentences of a person's statement, and those of the answer to it (none: no words).

        If the figures contradict the statement, it needs an answer that prints a figure. A wrong figure in the answer
        is a fault of its own.
        """
        sentences = self.gate.words.sentences(quote.words)
        quoted = [self.gate.judge(sentence, follows=place > 0) for place, sentence in enumerate(sentences)]
        pieces = [Piece(sentence) for sentence in self.gate.words.sentences(answer.words)]
        answered = self._judged(pieces, answer)
        lack = _lack_of([judgement for _, judgement in answered])
        for judgement in quoted:
            recorded = replace(judgement, marks=(), outcome=SOURCED, why="")
            if judgement.outcome == CONTRADICTED:
                outcome = CONTRADICTED if lack else SOURCED
                recorded = replace(recorded, outcome=outcome, why=f"{judgement.why} {lack or _ANSWERED}")
            self._keep(recorded, quote.where, "quote")
        return tuple(map(Text, sentences)), tuple(self._printed(answered, answer, "paragraph"))

    def _piece(self, piece: Piece, remark: EditorParagraph, place: int) -> SentenceJudgement:
        if piece.text is None:
            return self._sentence(piece.words, remark, place)
        self.gate.judge(piece.text.words, follows=place > 0)  # the next sentence may refer back to it
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
        """Return a sentence without the source in brackets at its end."""
        bare = words.rstrip(STOPS)
        for source in remark.sources:
            for pair in _BRACKETS:
                bare = bare.removesuffix(pair.format(source))
        return bare.rstrip() if bare != words.rstrip(STOPS) else words

    def _is_sourced(self, words: str, remark: EditorParagraph) -> bool:
        """Whether a sentence ends with a source in brackets that is not the publisher of these figures."""
        bare = words.rstrip(STOPS)
        brief = self.month.brief
        for source in remark.sources:
            is_cited = any(bare.endswith(pair.format(source)) for pair in _BRACKETS)
            if is_cited and brief.customs not in source and brief.publisher not in source:
                return True
        return False

    def _answered(self, judgement: SentenceJudgement, following: SentenceJudgement | None) -> SentenceJudgement:
        """Return the judgement on a contradicted sentence with a source. It may stand if the next one is borne out."""
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
            language, place, sentence, judgement.outcome, claims, where, judgement.why, judgement.right, name, because
        )
        self.verdicts.append(verdict)


def _lack_of(answered: Sequence[SentenceJudgement]) -> str:
    """Return what an answer lacks, in words; "" if it prints a figure."""
    if not answered:
        return "Write answer: what they say to it."
    for judgement in answered:
        if judgement.outcome == CONTRADICTED or (judgement.outcome == BORNE_OUT and judgement.marks):
            return ""
    return "Its answer prints no figure that they have: write one."


def _folded(words: str) -> str:
    return " ".join(words.split())


def faults_of(verdicts: Iterable[SentenceVerdict], *, refuses_comments: bool) -> Iterator[SettingsError]:
    """Yield the faults of the editor's file: contradicted sentences, and comments if the desk refuses them."""
    for verdict in verdicts:
        if verdict.outcome == CONTRADICTED:
            remedy = f"The figures have {verdict.right}." if verdict.right else ""
            yield SettingsError(verdict.where, f"“{verdict.sentence}”: {verdict.why}", remedy)
        elif verdict.outcome in _VOUCHED and refuses_comments:
            problem = f"“{verdict.sentence}” is a comment, and this desk prints none."
            yield SettingsError(verdict.where, problem, "Leave it out, or write editorial: mark.")


def vouched(verdicts: Iterable[SentenceVerdict]) -> tuple[SentenceVerdict, ...]:
    """Return the verdicts on sentences that a person or a source vouches for, instead of the figures."""
    return tuple(verdict for verdict in verdicts if verdict.outcome in {COMMENT, SOURCED, ACCEPTED})
