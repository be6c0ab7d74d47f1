"""Numbers that are no figures: codes, dates, the edition's own years, title, revision and page, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from generator.audit.grounds import Grounds
from generator.audit.numerals import numerals, read_print
from generator.audit.passages import SPOKEN, Passage
from generator.audit.signs import sign_before
from generator.audit.tongues import any_of
from generator.audit.tongues.every import BARE_CODES, HS, MONTHS, NOMENCLATURE, PAGE, YEAR

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IN_ADDRESS = ("@", "://", "www.")  # each has one of these
_QUARTER = re.compile(
    r"\b(?:first|second|third|fourth) quarter (?:of )?(?=\d{4})|\bQ[1-4]\b|\AThe quarter\Z", re.IGNORECASE
)
_POSTAL = re.compile(r"(?<![\w$€¥£.])\d+(?:[-/]\d+)?[A-Za-z]?(?![\w%])(?!\s(?:%|per cent|million|billion|thousand))")
_TERMS = re.compile(r"(?<![A-Za-z])CC BY 4\.0(?!\d)")
_AT_MOST = re.compile(r"\bat (most)\b", re.IGNORECASE)
_REACH = re.compile(r"\bup to a (twentieth) higher\b")  # how far a bound reaches is the method's: the note says so
_FISCAL = re.compile(  # from July to June; 年 is a letter to \w
    r"(?<![\d.,$-])(?P<begins>(?:19|20)\d{2})-(?P<ends>\d{2})(?:(?=财?年)|(?![\w-]))"
)


def trace(passage: Passage, grounds: Grounds) -> Iterator[str]:
    """Yield every number that is neither a claim's print nor known to be no figure, and every mark without a claim."""
    if passage.role == "scale":
        return  # along an axis stand no claims; the rule on axes judges them
    words = passage.words
    for mark in passage.said.marks:
        if mark.claim not in grounds.evidence.claims:
            yield f"it prints the claim {mark.claim}, which claims.json does not have"
        if not 0 <= mark.start < mark.end <= len(words):
            yield f"the mark of {mark.claim} lies outside of it"
    marked = [(mark.start, mark.end) for mark in passage.said.marks]
    numbers = [span for span in numerals(words, grounds.language) if not _is_within(span, marked)]
    free, more = list[tuple[int, int]](), no_figures(words, grounds, passage)
    for start, end in numbers:
        if passage.role in SPOKEN and not any(map(str.isdigit, words[start:end])):
            continue  # "most of it", "ten times": the speaker's, and the editor's file has it word for word
        shown = read_print(words[start:end], grounds.language) if passage.counts else None
        if (shown is None or shown.value not in passage.counts) and not _is_free((start, end), free, more):
            yield f"{words[start:end]!r} is the print of no claim"


def _is_within(span: tuple[int, int], free: Sequence[tuple[int, int]]) -> bool:
    return any(first <= span[0] and span[1] <= last for first, last in free)


def _is_free(span: tuple[int, int], free: list[tuple[int, int]], more: Iterator[tuple[int, int]]) -> bool:
    """Say whether a number lies in one of the `free` ranges, to which are added as many of `more` as it takes."""
    while not _is_within(span, free):
        if (found := next(more, None)) is None:
            return False
        free.append(found)
    return True


def no_figures(words: str, grounds: Grounds, passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield the ranges of `words` in which a number is no figure."""
    for pattern in (grounds.lexicon.times.dates, NOMENCLATURE, PAGE, _QUARTER, _TERMS):
        yield from (found.span() for found in pattern.finditer(words))
    yield from (found.span() for found in addresses(words))
    yield from ((one.start, one.end) for one in grounds.quarters(words))
    years = grounds.years
    ahead = passage.block == "watch"  # what comes is of any year
    told = (found for found in YEAR.finditer(words) if sign_before(words, found.start()) is None)
    yield from (found.span() for found in told if ahead or found.group() in years)
    for found in (*HS.finditer(words), *_only_codes(words, passage)):
        known = grounds.codes | grounds.chapters if found.span() == (0, len(words)) else grounds.codes
        if set(re.findall(r"\d+", found["codes"])) <= known:
            yield found.span()
    yield from (found.span(found.lastgroup or 0) for found in MONTHS.finditer(words))
    yield from ((first, last) for first, last, _ in grounds.named(words))  # "doubling machines"
    if grounds.title:
        yield from (found.span() for found in any_of((grounds.title,)).finditer(words))
    for pattern in _own(grounds):
        yield from (found.span() for found in pattern.finditer(words))
    if passage.role == "address":
        yield from (found.span() for found in _POSTAL.finditer(words))
    fiscal = (found for found in _FISCAL.finditer(words) if (int(found["begins"]) + 1) % 100 == int(found["ends"]))
    yield from (found.span() for found in fiscal if years & {found["begins"], str(int(found["begins"]) + 1)})
    yield from (found.span(1) for pattern in (_AT_MOST, _REACH) for found in pattern.finditer(words))


def addresses(words: str) -> Iterator[re.Match[str]]:
    """Return where `words` have the address of a page or of a mailbox."""
    return _ADDRESS.finditer(words) if any(map(words.__contains__, _IN_ADDRESS)) else iter(())


def _own(grounds: Grounds) -> tuple[re.Pattern[str], ...]:
    """Return what names the edition's own file and its revision."""
    edition = grounds.edition
    attached = f"{edition['briefing']}-{edition['period']}-{grounds.language}.pdf"
    revision = grounds.lexicon.revision.replace("{n}", str(edition["revision"]))
    folder = f"{edition.get('site', '').rstrip('/')}/{edition['briefing']}/{edition['period']}/r{edition['revision']}"
    linked = f"{folder}/{grounds.language}.pdf"
    return _pattern(re.escape(attached)), _pattern(re.escape(linked)), _pattern(f"(?i:{revision})")


@lru_cache(maxsize=64)
def _pattern(said: str) -> re.Pattern[str]:
    return re.compile(said)


def years_in(words: str) -> list[str]:
    """Return the years that `words` names, in order."""
    return [found.group() for found in YEAR.finditer(words)]


def bare_years(words: str, grounds: Grounds) -> list[tuple[int, str]]:
    """Return the years of `words` and their places, where no part of a date, address, code or nomenclature's name."""
    named = (pattern.finditer(words) for pattern in (grounds.lexicon.times.dates, NOMENCLATURE))
    taken = [found.span() for some in (*named, addresses(words)) for found in some]
    taken += [found.span() for found in HS.finditer(words) if set(re.findall(r"\d+", found["codes"])) <= grounds.codes]
    found = [(item.start(), item.group()) for item in YEAR.finditer(words)]
    return [(at, year) for at, year in found if not any(first <= at < last for first, last in taken)]


def dated_months(words: str, grounds: Grounds) -> list[str]:
    """Return every month with its year that `words` names, as "May 2024"."""
    return [f"{found['month']} {found['year']}" for found in grounds.lexicon.times.month_year.finditer(words)]


def _only_codes(words: str, passage: Passage) -> Iterator[re.Match[str]]:
    """Yield the codes of a line that holds nothing else: a section's codes, a column of a table."""
    found = BARE_CODES.fullmatch(words.strip())
    if found and (passage.column.strip().upper() == "HS" or "codes" in passage.said.path or not passage.said.marks):
        whole = BARE_CODES.search(words)
        if whole:
            yield whole
