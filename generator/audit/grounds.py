"""Grounds: what the rules on sentences look things up in, for one language of one edition."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property

from generator.audit.edition import Data, Mark
from generator.audit.evidence import Evidence
from generator.audit.formulas import Bench
from generator.audit.kept import asked, kept
from generator.audit.numerals import Print, read_print
from generator.audit.passages import Passage
from generator.audit.quarters import quarters
from generator.audit.tongues import AFTER, LEXICONS, Lexicon, is_han
from generator.audit.tongues.every import YEAR
from generator.audit.tongues.heard import Vocabulary, heard, vocabulary
from generator.audit.when import Mention, mentions
from generator.trade.currency import is_money
from generator.trade.editions import label
from generator.trade.period import Period


@dataclass(frozen=True)
class Grounds:
    """An edition's claims, cells, labels and words in one `language`."""

    edition: Data
    evidence: Evidence
    language: str

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of the language."""
        return LEXICONS[self.language]

    @cached_property
    def labels(self) -> dict[str, str]:
        """Each label in small letters, to the code that it names; any line may be called "HS 2710"."""
        by_code = {f"{goods}hs {code}".lower(): code for code in self._table for goods in ("", "goods of ")}
        return by_code | {label.lower(): code for code, labels in self._table.items() for label in labels}

    @cached_property
    def setting(self) -> str:
        """The sources and subtitles of tables and pictures in small letters: they name the office and the goods."""
        blocks = self.edition["stories"][self.language]["blocks"]
        told = [block[key]["words"] for block in blocks for key in ("source", "subtitle") if block.get(key)]
        return "\n".join(told).casefold()

    @property
    def bench(self) -> Bench:
        """Works the claims' formulas out."""
        return self.evidence.bench

    @property
    def _table(self) -> Data:
        table: Data = self.edition.get("labels", {}).get(self.language, {})
        return table

    @cached_property
    def title(self) -> str:
        """What the briefing is called over its headline, "" where no letter is in it."""
        story = self.edition["stories"].get(self.language, {})
        found = (block["series"]["words"] for block in story.get("blocks", ()) if block["kind"] == "finding")
        title = next(found, "")
        return title if any(map(str.isalpha, title)) else ""

    @cached_property
    def codes(self) -> frozenset[str]:
        """Every code that the edition knows."""
        return frozenset(self._table) | frozenset(self.edition.get("codes", ()))

    @cached_property
    def chapters(self) -> frozenset[str]:
        """The chapters of those codes: a section about several lines of one may be called "HS 03"."""
        return frozenset(code[:2] for code in self.codes)

    @cached_property
    def chapter_names(self) -> frozenset[str]:
        """What tables of trade/ call those chapters, over a section: Urdu's of HS 54 has the word for "in a row"."""
        return frozenset(name for code in self.chapters if (name := label(code, self.language)))

    @cached_property
    def parties(self) -> frozenset[tuple[str, str, str]]:
        """Reporter, partner and flow of every figure of customs."""
        cells = (cell for cell in self.evidence.cells.values() if cell["standing"] == "customs")
        return frozenset((cell["reporter"], cell["partner"], cell["flow"]) for cell in cells)

    @cached_property
    def periods(self) -> frozenset[str]:
        """The edition's periods and its claims'."""
        told = [*self.evidence.claims.values(), self.edition]
        found = (item.get(key) for item in told for key in ("period", "compare_period"))
        return frozenset(str(period) for period in found if period)

    @cached_property
    def bounded(self) -> frozenset[str]:
        """The periods in which a figure is but a bound: which line is the largest is open there.

        None in an edition of a year, whose text and pictures go by how far a bound is read to reach.
        """
        if Period.parse(self.edition["period"]).frequency == "annual":
            return frozenset()
        return frozenset(claim["period"] for claim in self.evidence.claims.values() if claim["qualifier"] != "exact")

    @cached_property
    def years(self) -> frozenset[str]:
        """The years of those periods."""
        return frozenset(found.group() for period in self.periods for found in YEAR.finditer(period))

    @asked
    def named(self, words: str) -> Sequence[tuple[int, int, str]]:
        """Return where some words name a line, and its code; of a name within a name the longer counts.

        Of two names that share a word the later counts: "refined copper bars" are bars.
        """
        if not self.labels or (self.lexicon.spaced and not self._names.may_be_in(self.heard(words))):
            return ()
        pattern, at = self._names.pattern, 0
        found: list[tuple[int, int, str]] = []
        while item := pattern.search(words, at):
            code = self.labels[" ".join(item.group().lower().split())]
            if found and item.end() <= found[-1][1]:
                pass  # a name within the one before
            elif found and item.start() < found[-1][1]:
                found[-1] = (*item.span(), code)
            else:
                found.append((*item.span(), code))
            at = item.start() + 1
        return found

    @cached_property
    def _names(self) -> Vocabulary:
        return vocabulary(tuple(sorted(self.labels)))

    def found(self, words: str, said: Iterable[str]) -> list[re.Match[str]]:
        """Return where `words` have one of `said`, a table of the lexicon's."""
        return self._vocabulary(said).found(words, self.heard(words))

    @kept
    def _vocabulary(self, said: Iterable[str]) -> Vocabulary:
        return vocabulary(tuple(said))

    @asked
    def heard(self, words: str) -> frozenset[str]:
        """Return the words that a text has, in small letters."""
        return heard(words)

    def beyond_names(self, words: str, said: Iterable[str]) -> list[re.Match[str]]:
        """Return where `words` have one of `said`, outside of the lines' names: "not cut in pieces" is no fall."""
        found = self.found(words, said)
        names = self.named(words) if found else []
        return [item for item in found if not any(first <= item.start() < last for first, last, _ in names)]

    def claim(self, mark: Mark) -> Data:
        """Return the claim that `mark` prints."""
        return self.evidence.claims[mark.claim]

    @kept
    def marked(self, passage: Passage) -> Sequence[tuple[Mark, Data]]:
        """Return the marks of a passage with their claims, in order; the trace rule sees to marks without one."""
        known = [mark for mark in passage.said.marks if mark.claim in self.evidence.claims]
        return [(mark, self.claim(mark)) for mark in sorted(known, key=lambda mark: mark.start)]

    def print(self, passage: Passage, mark: Mark) -> Print | None:
        """Return what the print under `mark` comes to."""
        unit, scale = self.claim(mark)["unit"], Decimal(1)
        if is_money(unit):
            scale = self.lexicon.scales.get(passage.scale, Decimal(1))
        elif unit == "kg" and passage.scale:  # a bare weight in a chart or a table is in tonnes
            scale = Decimal(1000)
        return self._read(passage.said.printed(mark), scale)

    @asked
    def _read(self, said: str, scale: Decimal) -> Print | None:
        return read_print(said, self.language, scale)

    @asked
    def mentions(self, words: str) -> Sequence[Mention]:
        """Return every time that some words name, in order."""
        own, found = self.quarters(words), mentions(words, self.lexicon)
        beside = (one for one in found if not any(each.start <= one.start < each.end for each in own))
        return sorted((*own, *beside)) if own else found

    @asked
    def quarters(self, words: str) -> Sequence[Mention]:
        """Return every quarter that some words name, in order; none where the edition is not of a quarter."""
        return quarters(words, self.lexicon, self._now, self.edition.get("year_start", 1))

    @cached_property
    def _now(self) -> Period:
        return Period.parse(self.edition["period"])


Rule = Callable[[Passage, Grounds], Iterator[str]]
_Ends = tuple[re.Pattern[str], re.Pattern[str]]


def beside(passage: Passage, mark: Mark, lexicon: Lexicon) -> set[str]:
    """Return the kinds of qualifier (over, at_least, about, under) in the print, just before or just after it."""
    words = passage.words
    inside, after = words[mark.start : mark.end], words[mark.start :]
    head, tail = words[: mark.end].removesuffix(inside), after[len(inside) :]
    before, behind, firsts = _qualifiers(lexicon)
    if words.isascii() and not any(map(words.lower().__contains__, firsts)):
        return set()
    found = {kind for kind, (at_end, begins) in before.items() if at_end.search(head) or begins.match(inside)}
    return found | {kind for kind, (at_end, begins) in behind.items() if begins.match(tail) or at_end.search(inside)}


@cache
def _qualifiers(lexicon: Lexicon) -> tuple[Mapping[str, _Ends], Mapping[str, _Ends], frozenset[str]]:
    """Return the words of each kind as they stand at the end and at the beginning of a text: before a print, after.

    With them come the words with which one of them begins.
    """
    every = (word for kinds in (lexicon.before, lexicon.after) for words in kinds.values() for word in words)
    return (
        {kind: _at_both_ends(map(_before, words)) for kind, words in lexicon.before.items()},
        {kind: _at_both_ends(map(_after, words)) for kind, words in lexicon.after.items()},
        frozenset(word.lower().split()[0] for word in every),
    )


def _before(word: str) -> str:
    edge = r"(?<!\w)" if word[0].isalpha() and not is_han(word[0]) else ""
    return rf"{edge}{re.escape(word)}\s*"


def _after(word: str) -> str:
    return rf"\s*{re.escape(word)}{'' if is_han(word[-1]) else AFTER}"


def _at_both_ends(patterns: Iterable[str]) -> _Ends:
    spaced = f"(?:{'|'.join(patterns)})".replace(r"\ ", r"\s+")
    return re.compile(f"{spaced}$", re.IGNORECASE), re.compile(spaced, re.IGNORECASE)
