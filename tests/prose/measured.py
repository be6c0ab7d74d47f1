"""Measures what `check` makes of prose: `python -m tests.prose.measured FOLDER` prints what is paired, found, refused.

In an article `[12.2|118.0>132.4]` is a rate with base and level, `[20|7/35]` a share of a whole, and `[14.4|a>b|abs]` a
difference. A rate with `!` is wrong as it was published; `far` has a figure in another sentence, `word` is a word.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from generator.factcheck.article import sentences
from generator.factcheck.claim_file import judge
from generator.factcheck.pairs import claims_in
from generator.factcheck.printed_claim import PrintedClaim, PrintedNumber

_MARK = re.compile(r"\[([^\]|]+?)(!?)\|([\d.]+)([>/])([\d.]+)(?:\|(\w+))?\]")
_FACTORS = ("0.5", "0.8", "1.25", "1.6", "2.5")  # none of them within any rounding of these rates


@dataclass(frozen=True)
class Rate:
    """A rate as an article marks it: the words printed, its levels, and how it is marked."""

    words: str
    is_wrong: bool
    levels: tuple[Decimal, Decimal]
    sign: str
    note: str

    def fits(self, claim: PrintedClaim) -> bool:
        """Say whether a claim has these levels: their quotient, whatever unit they are in."""
        other = claim.comparison_value if self.sign == ">" else claim.denominator
        value = claim.value
        if not isinstance(value, PrintedNumber) or not isinstance(other, PrintedNumber):
            return False
        first, second = self.levels if self.sign == ">" else self.levels[::-1]
        return abs(value.value / other.value - second / first) < Decimal("0.0005")


def article(file: Path, seed: int | None = None) -> tuple[str, list[Rate]]:
    """Return the text of an article and its rates; with a seed each rate of digits is another, and wrong."""
    draw = random.Random(seed)  # noqa: S311 -- repeatable on purpose
    rates: list[Rate] = []

    def printed(match: re.Match[str]) -> str:
        words, wrong, one, sign, two, note = match.groups()
        is_changed = seed is not None and note not in {"word", "far"} and not wrong
        if is_changed:
            number = Decimal(words.replace(",", ""))
            words = str((number * Decimal(draw.choice(_FACTORS))).quantize(number) if number > 1 else number * 3)
        rates.append(Rate(words, bool(wrong) or is_changed, (Decimal(one), Decimal(two)), sign, note or ""))
        return words

    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    return _MARK.sub(printed, "\n".join(lines)), rates


def measured(file: Path, seed: int | None = None) -> tuple[Counter[str], list[str]]:
    """Return counts and what went wrong: pairs found, wrong rates found, claims refused that are right."""
    text, rates = article(file, seed)
    counts: Counter[str] = Counter()
    told: list[str] = []
    found: list[tuple[PrintedClaim, str, str]] = []
    for one in sentences(file.name, ".txt", text.encode()):
        claims = claims_in(one.words, one.before)
        found += [
            (claim, verdicts[0].verdict, one.words) for claim, verdicts in zip(claims, judge(claims), strict=True)
        ]
    counts["refused"] = sum(verdict == "inconsistent" for _, verdict, _ in found)
    matched: list[tuple[PrintedClaim, str, str]] = []
    for rate in rates:
        match = [entry for entry in found if rate.fits(entry[0]) and _prints(entry[0], rate)]
        near = rate.note != "far"
        counts["rates"] += near
        counts["paired"] += near and bool(match)
        is_refused = any(verdict == "inconsistent" for _, verdict, _ in match)
        counts["wrong"] += rate.is_wrong
        counts["found"] += rate.is_wrong and is_refused
        counts["right"] += not rate.is_wrong
        matched += match[:1]
        if not match:
            told.append(f"{file.name}: not paired: {rate}")
        elif rate.is_wrong != is_refused:
            told.append(f"{file.name}: {match[0][1]}: {rate} {match[0][2]}")
        counts["false"] += not rate.is_wrong and is_refused
    for claim, verdict, words in found:
        if (claim, verdict, words) in matched:
            continue
        if verdict == "inconsistent":
            counts["false"] += 1
            told.append(f"{file.name}: refused: {claim} {words}")
    return counts, told


def _prints(claim: PrintedClaim, rate: Rate) -> bool:
    if rate.note == "word":
        return claim.stated_pct is not None
    number = abs(Decimal(rate.words.replace(",", "")))
    stated = claim.stated_abs_change if rate.note == "abs" else claim.stated_pct
    if rate.note == "abs":
        return isinstance(stated, PrintedNumber)
    return isinstance(stated, PrintedNumber) and abs(stated.value) == number


def main(folder: Path) -> None:
    """Print the measures of a folder of articles, as they are and with each rate wrong, by three seeds."""
    for seed in (None, 1, 2, 3):
        total: Counter[str] = Counter()
        for file in sorted(folder.glob("*.txt")):
            counts, told = measured(file, seed)
            total += counts
            if seed is None:
                print(*told, sep="\n", end="\n" * bool(told))  # noqa: T201 -- a report
        print(seed, dict(total))  # noqa: T201 -- a report


if __name__ == "__main__":
    main(Path(sys.argv[1]))
