"""The claims of a file, each with its place and its rulings; docs/check.md has the rules."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import localcontext
from pathlib import Path
from typing import Any, NamedTuple

from generator.audit.trace.value_spans import PRECISION, growth
from generator.commentary.gate import BORNE_OUT, COMMENT, CONTRADICTED, SentenceJudgement
from generator.errors import SettingsError
from generator.factcheck.article import sentences
from generator.factcheck.claim_rows import NAMED, Where, claim_of, claims_of, has_figures, object_of, rows, text_of
from generator.factcheck.pairs import claims_in
from generator.factcheck.printed_claim import CHANGE, NEEDS, RATE, SHARE, SUM, PrintedClaim
from generator.factcheck.ruling import (
    INCONSISTENT,
    NOT_STATED,
    NOTHING,
    RULES,
    TRUNCATED,
    VERDICTS,
    Ruling,
    hints,
    ruling_of,
    shown,
)

TURNED = "the levels have opposite signs, so that a rate means nothing"
NO_BASE = "the base may be nothing, so that there is no rate"


def judge(claims: Sequence[PrintedClaim]) -> list[tuple[Ruling, ...]]:
    """Return the rulings on each claim of one text, the gravest first. Every claim has at least one ruling."""
    verdicts = []
    with localcontext() as context:
        context.prec = PRECISION
        for claim in claims:
            rulings, worded = [], claim
            for check in claim.checks():
                rulings.append(_checked(worded, check, claims))
                worded = replace(claim, qualifier="")  # the qualifier belongs to the first figure alone
            rulings = rulings or [_unstated(claim)]
            verdicts.append(tuple(sorted(rulings, key=lambda ruling: VERDICTS.index(ruling.verdict))))
    return verdicts


def _checked(claim: PrintedClaim, check: str, neighbours: Sequence[PrintedClaim]) -> Ruling:
    stated = claim.number(NEEDS[check][0])
    if check == RATE and claim.number("value").value * claim.number("comparison_value").value < 0:
        return Ruling(NOTHING, check, stated, remark=TURNED)
    try:
        computed = claim.worked_out(check)
    except ZeroDivisionError:
        return Ruling(NOTHING, check, stated, remark=NO_BASE)
    word = stated.mark or claim.qualifier
    verdict, remark = ruling_of(check, stated, computed, word)
    reasons = hints(claim, check, neighbours) if verdict == INCONSISTENT else ()
    return Ruling(verdict, check, stated, computed, word, remark, reasons)


def _unstated(claim: PrintedClaim) -> Ruling:
    """Return the ruling on a claim that has nothing to check: it has two levels but no rate, or lacks a figure."""
    if claim.has_levels and claim.stated_pct is None and claim.stated_abs_change is None:
        now = claim.span("value")
        base = claim.span("comparison_value")
        has_no_rate = now.value * base.value < 0 or base.low <= 0 <= base.high
        if has_no_rate:
            return Ruling(NOT_STATED, RATE, computed=None)
        return Ruling(NOT_STATED, RATE, computed=growth(now, base))
    return Ruling(NOTHING, remark=claim.missing())


STREAM = Path("-")
_SHEETS, _LINES = (".csv", ".tsv"), (".jsonl", ".ndjson", ".json")
_ARTICLES = (".txt", ".md", ".html", ".htm", ".pdf")


class ClaimPlace(NamedTuple):
    """Where a claim stands in its file."""

    line: int  # 0 in a PDF
    claim: int  # number of the claim within its line, from 1; 0 if the whole line is one claim
    page: int = 0  # of a PDF; otherwise 0
    sentence: str = ""  # of an article; otherwise empty


Text = list[tuple[ClaimPlace, PrintedClaim]]
Row = PrintedClaim | SettingsError  # the claim of a row, or the reason why it cannot be read


def read_texts(file: Path) -> list[Text]:
    """Return the texts of a file, each as a list of its claims.

    An article is one text. In a file of claims each piece is a text, and all single claims together are another. A row
    that cannot be read becomes a claim that says why. Raise SettingsError with line, key and remedy if the file is
    neither claims nor an article, or if none of its rows can be read.
    """
    name = "standard input" if file == STREAM else str(file)
    try:
        raw = sys.stdin.buffer.read() if file == STREAM else file.read_bytes()
    except OSError as fault:
        problem = f"it cannot be read: {fault.strerror or fault}."
        raise SettingsError(name, problem, "Name a text, a file of claims, or - for standard input.") from None
    ending = file.suffix.lower()
    if is_article(file, raw):
        return [list(_of_article(name, ending, raw))]
    content = text_of(name, raw)
    if ending in _SHEETS or (ending not in _LINES and content.lstrip()[:1] not in ("{", "[")):
        texts = [[(ClaimPlace(line, 0), _read(row, Where(name, line))) for line, row in rows(name, content)]]
    else:
        texts = _of_lines(name, content)
    read = [row for text in texts for _, row in text]
    if not read:
        raise SettingsError(name, "it holds no claim.", "Write one a line, as JSON or as the rows of a sheet.")
    faults = [row for row in read if isinstance(row, SettingsError)]
    if len(faults) == len(read):
        raise faults[0]
    if not any(has_figures(row) for row in read if isinstance(row, PrintedClaim)):
        raise SettingsError(name, "no claim in it has a figure.", NAMED)
    return [[(place, _claim(name, place, row)) for place, row in text] for text in texts if text]


def _claim(name: str, place: ClaimPlace, row: Row) -> PrintedClaim:
    """Return the claim of a row. A row that cannot be read becomes a claim without figures that says why."""
    if isinstance(row, PrintedClaim):
        return row
    return PrintedClaim(unread=str(row).removeprefix(f"{name}:{place.line}").lstrip(": "))


def is_article(file: Path, raw: bytes) -> bool:
    """Whether a file is an article, by the ending of its name. A .txt file that begins with "{" holds claims."""
    ending = file.suffix.lower()
    return ending in _ARTICLES and not (ending == ".txt" and raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{")


def _of_article(name: str, ending: str, raw: bytes) -> Iterator[tuple[ClaimPlace, PrintedClaim]]:
    """Yield the claims of an article, numbered within their line or page."""
    numbers: Counter[tuple[int, int]] = Counter()
    for sentence in sentences(name, ending, raw):
        at = sentence.page, sentence.line
        for claim in claims_in(sentence.words, sentence.before):
            numbers[at] += 1
            yield ClaimPlace(sentence.line, numbers[at], sentence.page, sentence.words), claim


def _of_lines(name: str, content: str) -> list[list[tuple[ClaimPlace, Row]]]:
    single: list[tuple[ClaimPlace, Row]] = []
    texts = [single]
    for line, text in enumerate(content.split("\n"), 1):
        where = Where(name, line)
        try:
            row = object_of(text, where) if text.strip() else None
            if row is not None and "claims" in row:
                claims = list(claims_of(row, where))
                texts.append([(ClaimPlace(line, at), _read(claim, place)) for at, claim, place in claims])
            elif row is not None:
                single.append((ClaimPlace(line, 0), _read(row, where)))
        except SettingsError as fault:
            single.append((ClaimPlace(line, 0), fault))
    return texts


def _read(row: object, where: Where) -> Row:
    """Return the claim of a row, or the reason why it cannot be read."""
    try:
        return row if isinstance(row, SettingsError) else claim_of(row, where)
    except SettingsError as fault:
        return fault


@dataclass(frozen=True)
class CheckedClaim:
    """A claim with its place in the file and the rulings on it."""

    place: ClaimPlace
    claim: PrintedClaim
    verdicts: tuple[Ruling, ...]  # the gravest first
    releases: SentenceJudgement | None = None  # judgement by a desk's figures; None if no desk was named

    @property
    def verdict(self) -> str:
        """The gravest verdict, which counts for the claim."""
        return self.verdicts[0].verdict

    @property
    def needs_a_look(self) -> bool:
        """Whether an editor should look at the sentence again."""
        return self.is_contradicted or any(ruling.needs_a_look for ruling in self.verdicts)

    @property
    def is_contradicted(self) -> bool:
        """Whether a desk's figures contradict the sentence."""
        return self.releases is not None and self.releases.outcome == CONTRADICTED


def checked(file: Path) -> list[CheckedClaim]:
    """Return the claims of a file in file order, each with its rulings; `-` is standard input.

    Raise SettingsError with file, line, key and remedy if nothing in the file can be read.
    """
    claims: list[CheckedClaim] = []
    for text in read_texts(file):
        verdicts = judge([claim for _, claim in text])
        claims += [CheckedClaim(*placed, rulings) for placed, rulings in zip(text, verdicts, strict=True)]
    return sorted(claims, key=lambda claim: (claim.place.page, claim.place.line))


def counts(claims: Sequence[CheckedClaim]) -> dict[str, int]:
    """Return how many claims have each verdict, the gravest first. Verdicts without a claim are left out."""
    numbers = Counter(claim.verdict for claim in claims)
    return {verdict: numbers[verdict] for verdict in VERDICTS if numbers[verdict]}


def failed(claims: Sequence[CheckedClaim]) -> bool:
    """Whether any claim is inconsistent or contradicted by a desk's figures."""
    return any(claim.verdict == INCONSISTENT or claim.is_contradicted for claim in claims)


def as_json(file: Path, claims: Sequence[CheckedClaim]) -> bytes:
    """Return the claims of a file as a JSON list in file order; docs/check.md explains the keys."""
    return (json.dumps([_claim_data(file, claim) for claim in claims], ensure_ascii=False, indent=2) + "\n").encode()


def _claim_data(file: Path, checked: CheckedClaim) -> dict[str, Any]:
    first, *further = (_check(verdict) for verdict in checked.verdicts)
    place = checked.place
    releases = None
    if checked.releases:
        outcome = checked.releases
        releases = {"outcome": outcome.outcome, "why": outcome.why, "right": outcome.right}
    return {
        "file": str(file),
        "line": place.line or None,
        "page": place.page or None,
        "claim": place.claim,
        "id": checked.claim.id,
        "sentence": place.sentence or None,
        **first,
        "also": further,
        "releases": releases,
    }


def _check(ruling: Ruling) -> dict[str, Any]:
    least, computed, most = shown(ruling)
    stated = ruling.stated.text if ruling.stated else None
    possible_range = [least, most] if computed else None
    rule = f"{NEEDS[ruling.check][0]} = {RULES[ruling.check]}" if ruling.check else None
    return {
        "verdict": ruling.verdict,
        "stated": stated,
        "computed": computed or None,
        "possible_range": possible_range,
        "right": ruling.right or None,
        "rule": rule,
        "remark": ruling.remark or None,
        "would_be_right_if": list(ruling.likely),
    }


def in_words(checked: CheckedClaim) -> str:
    """Return the rulings on a claim as sentences for an editor, one check after another."""
    verdicts = " ".join(". ".join(_sentences(checked.claim, verdict)) + "." for verdict in checked.verdicts)
    if checked.place.sentence:
        return " ".join([*_of_releases(checked), f"{verdicts} “{checked.place.sentence}”"])
    return f"{checked.claim.id}: {verdicts}" if checked.claim.id else verdicts


def _of_releases(checked: CheckedClaim) -> Iterator[str]:
    """Yield the judgement of a desk's figures on the sentence, unless it is a mere comment."""
    releases = checked.releases
    if releases is not None and releases.outcome != COMMENT:
        right = f" The releases have {releases.right}." if releases.right else ""
        yield "The releases bear it out." if releases.outcome == BORNE_OUT else f"Contradicted: {releases.why}{right}"


def _sentences(claim: PrintedClaim, ruling: Ruling) -> Iterator[str]:
    """Yield the printed figure with the computed one, then the remark, then the hints."""
    if ruling.check:
        yield "; ".join([*_printed(claim, ruling), _computation(claim, ruling)])
    if ruling.remark:
        yield ruling.remark
    if ruling.likely:
        yield "Would be right if " + ", or if ".join(ruling.likely)


def _printed(claim: PrintedClaim, ruling: Ruling) -> Iterator[str]:
    if ruling.stated:
        word = f"{ruling.word} " if ruling.word and not ruling.stated.mark else ""
        yield f"{word}{ruling.stated.text.removesuffix('%').rstrip()}{_unit(claim, ruling)} is printed"


def _computation(claim: PrintedClaim, ruling: Ruling) -> str:
    """Return the figures of a check and their result with its range: "50.0 to 41.5 mn is -17%"."""
    least, value, most = shown(ruling)
    figures = _figures(claim, ruling)
    if not value:
        return figures
    unit = _unit(claim, ruling)
    ends = f" ({least} to {most})" if least != most else ""
    wrong = ruling.verdict in (INCONSISTENT, TRUNCATED) and ruling.check not in (CHANGE, SUM)
    right = f", rounded {ruling.right}{unit}" if wrong else ""
    return f"{figures} is {value}{unit}{ends}{right}"


def _figures(claim: PrintedClaim, ruling: Ruling) -> str:
    unit = f" {claim.unit}".rstrip()
    if ruling.check == SUM:
        first, *terms = (part.text for part in claim.parts)
        return " ".join([first, *(text if text[:1] in "+-−" else f"+{text}" for text in terms)]) + unit
    now = claim.number("value").text
    if ruling.check == SHARE:
        return f"{now} of {claim.number('denominator').text}{unit}"
    return f"{claim.number('comparison_value').text} to {now}{unit}"


def _unit(claim: PrintedClaim, ruling: Ruling) -> str:
    return f" {claim.unit}".rstrip() if ruling.check in (CHANGE, SUM) else "%"
