"""The claims of a file, each with its place and the ruling on it; docs/check.md has the rules."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import localcontext
from pathlib import Path
from typing import NamedTuple

from generator.audit.trace.value_spans import PRECISION, Span, growth
from generator.commentary.gate import CONTRADICTED, SentenceJudgement
from generator.errors import SettingsError
from generator.factcheck.article import sentences
from generator.factcheck.claim_rows import NAMED, Where, claim_of, claims_of, has_figures, object_of, rows, text_of
from generator.factcheck.hints import hints
from generator.factcheck.pairs import claims_in
from generator.factcheck.printed_claim import NEEDS, RATE, PrintedClaim
from generator.factcheck.ruling import INCONSISTENT, NOT_STATED, NOTHING, VERDICTS, Ruling, ruling_of

TURNED = "the levels have opposite signs, so that a rate means nothing"
NO_BASE = "the base may be nothing, so that there is no rate"


def judge(claims: Sequence[PrintedClaim]) -> list[tuple[Ruling, ...]]:
    """Return the verdicts on each of the claims of one text, the gravest first; there is at least one of each."""
    with localcontext() as context:
        context.prec = PRECISION
        verdicts = [_judged(claim, claims) for claim in claims]
        return [tuple(sorted(found, key=lambda one: VERDICTS.index(one.verdict))) for found in verdicts]


def _judged(claim: PrintedClaim, others: Sequence[PrintedClaim]) -> Iterator[Ruling]:
    checks = claim.checks()
    for place, check in enumerate(checks):
        yield _checked(claim if place == 0 else replace(claim, qualifier=""), check, others)
    if not checks:
        yield _unstated(claim)


def _checked(claim: PrintedClaim, check: str, others: Sequence[PrintedClaim]) -> Ruling:
    stated = claim.number(NEEDS[check][0])
    if check == RATE and claim.number("value").value * claim.number("comparison_value").value < 0:
        return Ruling(NOTHING, check, stated, remark=TURNED)
    try:
        found = claim.worked_out(check)
    except ZeroDivisionError:
        return Ruling(NOTHING, check, stated, remark=NO_BASE)
    word = stated.mark or claim.qualifier
    verdict, remark = ruling_of(check, stated, found, word)
    reasons = hints(claim, check, others) if verdict == INCONSISTENT else ()
    return Ruling(verdict, check, stated, found, word, remark, reasons)


def _unstated(claim: PrintedClaim) -> Ruling:
    """Return the verdict on a claim without a check: two levels without a rate, or what it lacks."""
    if claim.has_levels and claim.stated_pct is None and claim.stated_abs_change is None:
        return Ruling(NOT_STATED, RATE, found=_growth(claim))
    return Ruling(NOTHING, remark=claim.missing())


def _growth(claim: PrintedClaim) -> Span | None:
    now, base = claim.span("value"), claim.span("comparison_value")
    turned = now.value * base.value < 0 or base.low <= 0 <= base.high
    return None if turned else growth(now, base)


STREAM = Path("-")
_SHEETS, _LINES = (".csv", ".tsv"), (".jsonl", ".ndjson", ".json")
_ARTICLES = (".txt", ".md", ".html", ".htm", ".pdf")


class ClaimPlace(NamedTuple):
    """A line of a file, and which claim of its piece or line, counted from 1; 0 where the line is a claim.

    A claim of an article has its sentence, and in a PDF its page in place of the line.
    """

    line: int
    claim: int
    page: int = 0
    sentence: str = ""


Text = list[tuple[ClaimPlace, PrintedClaim]]
Row = PrintedClaim | SettingsError  # what a row writes, or why it cannot be read


def read_texts(file: Path) -> list[Text]:
    """Return the texts of a file, each with its claims: every piece is one, and all single claims together are one.

    An article is one text. A row that cannot be read is a claim that says why. Raise SettingsError with line, key and
    remedy where it is no file of claims and no article, or where none of its rows can be read.
    """
    name = "standard input" if file == STREAM else str(file)
    raw = _bytes(file, name)
    if is_article(file, raw):
        return [list(_of_article(name, file.suffix.lower(), raw))]
    content = text_of(name, raw)
    found = [text for text in (_of_sheet if _is_sheet(file, content) else _of_lines)(name, content) if text]
    rows = [row for text in found for _, row in text]
    if not rows:
        raise SettingsError(name, "it holds no claim.", "Write one a line, as JSON or as the rows of a sheet.")
    faults = [row for row in rows if isinstance(row, SettingsError)]
    if len(faults) == len(rows):
        raise faults[0]
    if not any(has_figures(row) for row in rows if isinstance(row, PrintedClaim)):
        raise SettingsError(name, "no claim in it has a figure.", NAMED)
    return [[(place, _claim(name, place, row)) for place, row in text] for text in found]


def _claim(name: str, place: ClaimPlace, row: Row) -> PrintedClaim:
    """Return the claim of a row; of one that cannot be read, a claim without figures that says why."""
    if isinstance(row, PrintedClaim):
        return row
    return PrintedClaim(unread=str(row).removeprefix(f"{name}:{place.line}").lstrip(": "))


def is_article(file: Path, raw: bytes) -> bool:
    """Say whether a file is a text as it stands, by the end of its name; .txt may hold claims as JSON Lines, too."""
    ending = file.suffix.lower()
    return ending in _ARTICLES and not (ending == ".txt" and raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{")


def _of_article(name: str, ending: str, raw: bytes) -> Iterator[tuple[ClaimPlace, PrintedClaim]]:
    """Yield the claims of an article, counted by line or page; a sentence without one has none."""
    numbers: Counter[tuple[int, int]] = Counter()
    for sentence in sentences(name, ending, raw):
        at = sentence.page, sentence.line
        for claim in claims_in(sentence.words, sentence.before):
            numbers[at] += 1
            yield ClaimPlace(sentence.line, numbers[at], sentence.page, sentence.words), claim


def _bytes(file: Path, name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == STREAM else file.read_bytes()
    except OSError as fault:
        problem = f"it cannot be read: {fault.strerror or fault}."
        raise SettingsError(name, problem, "Name a text, a file of claims, or - for standard input.") from None


def _is_sheet(file: Path, content: str) -> bool:
    """Say whether a file is a table: by the end of its name, else by its first sign."""
    ending = file.suffix.lower()
    return ending in _SHEETS or (ending not in _LINES and content.lstrip()[:1] not in ("{", "["))


def _of_sheet(name: str, content: str) -> list[list[tuple[ClaimPlace, Row]]]:
    return [[(ClaimPlace(line, 0), _read(row, Where(name, line))) for line, row in rows(name, content)]]


def _of_lines(name: str, content: str) -> list[list[tuple[ClaimPlace, Row]]]:
    alone: list[tuple[ClaimPlace, Row]] = []
    texts = [alone]
    for line, text in enumerate(content.split("\n"), 1):
        where = Where(name, line)
        try:
            found = object_of(text, where) if text.strip() else None
            if found is not None and "claims" in found:
                claims = list(claims_of(found, where))
                texts.append([(ClaimPlace(line, at), _read(one, there)) for at, one, there in claims])
            elif found is not None:
                alone.append((ClaimPlace(line, 0), _read(found, where)))
        except SettingsError as fault:
            alone.append((ClaimPlace(line, 0), fault))
    return texts


def _read(given: object, where: Where) -> Row:
    """Return the claim that a row writes, or why it cannot be read."""
    try:
        return given if isinstance(given, SettingsError) else claim_of(given, where)
    except SettingsError as fault:
        return fault


@dataclass(frozen=True)
class CheckedClaim:
    """A claim, where it stands in its file, and the verdicts on it, the gravest first.

    `releases` is what the figures of a desk say to its sentence, where a desk was asked.
    """

    place: ClaimPlace
    claim: PrintedClaim
    verdicts: tuple[Ruling, ...]
    releases: SentenceJudgement | None = None

    @property
    def verdict(self) -> str:
        """The verdict that counts."""
        return self.verdicts[0].verdict

    @property
    def needs_a_look(self) -> bool:
        """Whether an editor should look at the sentence again."""
        return self.is_contradicted or any(one.needs_a_look for one in self.verdicts)

    @property
    def is_contradicted(self) -> bool:
        """Whether the figures of a desk contradict its sentence."""
        return self.releases is not None and self.releases.outcome == CONTRADICTED


def checked(file: Path) -> list[CheckedClaim]:
    """Return the claims of a file in its order, each with its verdicts; `-` is standard input.

    Raise SettingsError with file, line, key and remedy where nothing in the file can be read.
    """
    found: list[CheckedClaim] = []
    for text in read_texts(file):
        verdicts = judge([claim for _, claim in text])
        found += [CheckedClaim(place, claim, one) for (place, claim), one in zip(text, verdicts, strict=True)]
    return sorted(found, key=lambda one: (one.place.page, one.place.line))


def counts(found: Sequence[CheckedClaim]) -> dict[str, int]:
    """Return how many claims have each verdict, the gravest first; verdicts that none has are left out."""
    told = Counter(one.verdict for one in found)
    return {verdict: told[verdict] for verdict in VERDICTS if told[verdict]}


def failed(found: Sequence[CheckedClaim]) -> bool:
    """Say whether a claim does not hold, or the figures of a desk contradict it."""
    return any(one.verdict == INCONSISTENT or one.is_contradicted for one in found)
