"""Freely: what an editor's sentence says without a figure, held against the releases themselves.

A headline, an answer and a paragraph without a source of its own may say that a line rose or fell; the releases then
have that line in both periods, and it went that way. Nobody's headline is exempt: ours stands on its claim as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generator.audit.edition import Data
from generator.audit.evidence import Evidence
from generator.audit.finding import Finding
from generator.audit.grounds import Grounds
from generator.audit.passages import Passage, is_free, passages
from generator.audit.releases import Parties, Releases
from generator.audit.tongues import LEXICONS, EditorsWords, any_of
from generator.trade.codes import is_within
from generator.trade.period import Period
from generator.trade.rollup import roots

EDITION = "edition.json"
WHOLE = ""
_FREE = frozenset({"finding", "voices"})  # with an editor's paragraphs, what may hold an editor's own words
_CHANGES = frozenset(
    {"change", "change_abs", "contribution", "multiple", "share_shift", "balance_abs", "streak", "count"}
)
_STRONG, _LEVEL, _LITTLE = 40, Decimal("0.5"), 1  # per cent: more for "surged", no more for "flat", "little changed"
COMMA = "\N{FULLWIDTH COMMA}"  # of a language in which it parts clauses


def freely(edition: Data, evidence: Evidence, releases: Releases) -> Iterator[Finding]:
    """Yield every sentence of an editor's that says without a figure what the releases do not bear out."""
    now, parties = Period.parse(edition["period"]), evidence.bench.terms.every_party[:1]
    for language, story in edition["stories"].items() if parties else ():
        words = LEXICONS[language].editors if language in LEXICONS else None
        if words is None:
            continue
        grounds = Grounds(edition, evidence, language)
        ear = _Ear(grounds, words, releases, parties[0], now)
        own = [block for block in story["blocks"] if block["kind"] in _FREE or block["id"].startswith("remarks")]
        for passage in filter(is_free, passages({**story, "blocks": own})):
            yield from (Finding(EDITION, passage.words, rule, problem) for rule, problem in ear.faults(passage))


@dataclass(frozen=True)
class _Ear:
    """Hears one language of one edition."""

    grounds: Grounds
    words: EditorsWords
    releases: Releases
    parties: Parties
    now: Period

    def faults(self, passage: Passage) -> Iterator[tuple[str, str]]:
        """Yield rule and problem of everything that a passage says and nothing bears."""
        marked = [(mark.start, mark.end) for mark in passage.said.marks]
        for what, rule, problem in (
            ("figures", "number trace", "is the print of no claim"),
            ("past", "judgement", "has no claim that grounds it"),
            ("causes", "cause", "gives a cause that no source stands for"),
            ("facts", "judgement", "is said of the figures, and nothing bears it out"),
        ):
            for found in self._beyond_names(what, passage.words) if self._speaks(passage, what) else ():
                if not any(first <= found.start() and found.end() <= last for first, last in marked):
                    yield rule, f"{found.group()!r} {problem}"
        yield from self._of_the_other(passage)
        before, spans = list[str](), list[Period | None]()
        for start, end, opened in self._clauses(passage.words):
            clause = passage.words[start:end]
            moves, spans = self._moves(clause), self._spans(clause) or (spans if opened == COMMA else [])
            for found in self._beyond_names("unsure", clause) if moves else ():
                beside = clause[slice(*moves[0][:2])]
                yield "direction", f"{found.group()!r} beside {beside!r} can be followed to no figure"
            for found in self.words.found("open", clause) if not moves and self._named(clause) else ():
                yield "direction", f"{found.group().strip()!r} says of {clause.strip()!r} what another clause tells"
            if opened == "as" and not moves:
                yield "cause", f"{'as' + clause!r} gives a cause that no source stands for"
            figures = [claim for mark, claim in self.grounds.marked(passage) if start <= mark.start < end]
            if not any(claim["kind"] in _CHANGES for claim in figures):
                yield from self._moved(clause, moves, before, spans or [self.now])
            before = [code for *_, code in self._named(clause)] or before

    def _speaks(self, passage: Passage, what: str) -> bool:
        """Say whether the words count: figures anywhere, facts where no balance stands, others near a line."""
        if what == "facts":
            return not any(claim["kind"].startswith("balance") for _, claim in self.grounds.marked(passage))
        about = bool(self._named(passage.words)) or bool(self._moves(passage.words))
        return what == "figures" or about or passage.role == "headline"

    def _clauses(self, words: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and the word that opens each clause."""
        fixed = [found.span() for found in self.words.found("no_reason", words)]
        stops = [
            (found.start(), found.end(), COMMA if found.group() == COMMA else "")
            for found in re.finditer(self.words.stops, words)
        ]
        stops += [
            (found.start(), found.end(), found.group().lower())
            for found in self._beyond_names("breaks", words)
            if not any(first <= found.start() < last for first, last in fixed)
        ]
        start, opened = 0, ""
        for first, last, word in sorted(stops):
            yield start, first, opened
            start, opened = last, word
        yield start, len(words), opened

    def _moves(self, clause: str) -> list[tuple[int, int, str]]:
        """Return where the words of movement stand, and their way; none within the name of a line."""
        return sorted((*item.span(), way) for way in self.words.ways for item in self._beyond_names(way, clause))

    def _beyond_names(self, what: str, words: str) -> list[re.Match[str]]:
        """Return where `words` have what the pattern of that name says, outside of the lines' names."""
        found = self.words.found(what, words)
        names = [*self._lines(words), *self._anew(words)] if found else []
        return [item for item in found if not any(first <= item.start() < last for first, last, _ in names)]

    def _anew(self, words: str) -> list[tuple[int, int, str]]:
        """Return where the trade of an edition is called re-imports or re-exports, which is no "again" of its own."""
        is_anew = any(flow.startswith("R") for *_, flow in self.grounds.parties)
        return [(*item.span(), "") for item in self.words.found("anew", words)] if is_anew else []

    def _lines(self, words: str) -> list[tuple[int, int, str]]:
        """Return the lines that are named, in singular or plural."""
        if not self.words.spaced:
            return [*self.grounds.named(words)]
        found = self._pattern.finditer(words) if self._forms else ()
        return [(*item.span(), self._forms[_singular(item.group())]) for item in found]

    @cached_property
    def _forms(self) -> dict[str, str]:
        return {_singular(label): code for label, code in self.grounds.labels.items()}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        ordered = sorted(self.grounds.labels, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(_either_number, ordered))})(?!\w)", re.IGNORECASE)

    def _named(self, clause: str) -> list[tuple[int, int, str]]:
        """Return the lines that are named; a word for trade stands for all where it is alone."""
        lines = self._lines(clause)
        wholes = [(*item.span(), WHOLE) for item in self.words.found("whole", clause)]
        return sorted([*lines, *(one for one in wholes if not any(self._is_of(one, line, clause) for line in lines))])

    def _is_of(self, whole: tuple[int, int, str], line: tuple[int, int, str], clause: str) -> bool:
        """Say whether a word for trade is that of one line: "copper imports", "imports of Pakistani copper"."""
        between = clause[line[1] : whole[0]] if line[0] < whole[0] else clause[whole[1] : line[0]]
        turned = self.words.joins if line[0] < whole[0] else self.words.of
        return not between.strip() or bool(re.fullmatch(turned, between))

    def _of_the_other(self, passage: Passage) -> Iterator[tuple[str, str]]:
        """Yield the words for trade in a direction of which the edition has no figures."""
        flows = {one[2][-1] for one in self.grounds.parties}
        for flow, words in self.words.flows.items():
            found = any_of(words).search(passage.words) if flow not in flows else None
            if found and self._moves(passage.words):
                yield "direction", f"{found.group()!r} is trade of which the edition has no figures"

    def _moved(
        self,
        clause: str,
        moves: Sequence[tuple[int, int, str]],
        before: Sequence[str],
        spans: Sequence[Period | None],
    ) -> Iterator[tuple[str, str]]:
        named, last = self._named(clause), 0
        for place, (start, end, way) in enumerate(moves):
            until = moves[place + 1][0] if place + 1 < len(moves) else len(clause)
            mine = [one for one in named if last <= one[0] < start] or [one for one in named if end <= one[0] < until]
            codes = [code for *_, code in mine] or list(before)
            last = max([end, *(stop for _, stop, _ in mine)])
            said = clause[start:end]
            if not codes and way in {"up", "down"}:
                yield "direction", f"{said!r} is said of no line of the edition"
            for code in dict.fromkeys(codes):
                for span in spans:
                    yield from self._held(said, way, code, span, clause)

    def _spans(self, clause: str) -> list[Period | None]:
        """Return the spans that a clause names: the edition's, its year, None for any other time; [] where none is."""
        spans: list[Period | None] = []
        to_date = self.now.year_to_date(self.grounds.edition.get("year_start", 1))
        if any_of(self.words.steps).search(clause):
            return [None]
        for one in self.grounds.mentions(clause):
            if one.fits(self.now):
                spans.append(self.now)
            elif one.is_year and one.names_year(to_date):
                spans.append(to_date)
            elif not one.fits(self.now.year_before()) and not (one.is_year and one.names_year(to_date.year_before())):
                spans.append(None)
        return spans + ([to_date] if self.words.found("longer", clause) else [])

    def _held(self, said: str, way: str, code: str, span: Period | None, clause: str) -> Iterator[tuple[str, str]]:
        of = code or "the whole"
        now, base = (self._value(code, one) for one in (span, span.year_before())) if span else (None, None)
        if now is None or base is None:
            yield "direction", f"{said!r} is said of {of}, of whose change no release speaks"
            return
        moved = 100 * (now / base - 1) if base else Decimal(100) if now else Decimal(0)
        holds = {
            "up": moved > 0,
            "down": moved < 0,
            "flat": abs(moved) <= _LEVEL,
            "little": abs(moved) <= _LITTLE,
            "none": not now,
            "new": bool(now) and not base,
        }[way]
        if not holds:
            yield "direction", f"{said!r} is said of {of}, which moved by {moved:.1f}%"
        elif way in {"up", "down"} and abs(moved) <= _STRONG and self._beyond_names("strong", clause):
            yield "judgement", f"{said!r} is a strong word for {of}, which moved by {moved:.1f}%"

    def _value(self, code: str, span: Period) -> Decimal | None:
        codes = [str(one) for one in self.grounds.edition.get("codes", ())]
        if code == WHOLE:
            return self.releases.total(self.parties, self._whole(codes), span)
        own = self.releases.value(self.parties, code, span)
        within = [one for one in codes if one != code and is_within(one, code)]
        return own if own is not None or not within else self.releases.total(self.parties, within, span)

    def _whole(self, codes: Sequence[str]) -> Sequence[str]:
        """Return the codes of the whole; the one that has a figure now, where no other has, is told in its place."""
        known = [code for code in roots(codes) if self.releases.value(self.parties, code, self.now) is not None]
        return known if len(known) == 1 else roots(codes)


def _singular(name: str) -> str:
    return re.sub(r"s\b", "", " ".join(name.lower().split()))


def _either_number(name: str) -> str:
    """Return a pattern for a name with each of its words in singular or plural."""
    parts = re.findall(r"\w+|\s+|[^\w\s]+", name)
    words = {part: f"{re.escape(part.removesuffix('s'))}s?" for part in parts if part[0].isalnum()}
    return "".join(words.get(part, r"\s+" if part.isspace() else re.escape(part)) for part in parts)
