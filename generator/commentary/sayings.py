"""Sayings: judges statements about figures in words: records, ranks, runs, movements, and that there was no trade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.commentary.goods_names import WHOLE, Codes
from generator.commentary.release_facts import Answer, Fact, Hit, Miss, Open, ReleaseFacts, without_none
from generator.commentary.sentence import Sentence
from generator.commentary.subjects import Subject
from generator.commentary.times import RANKS
from generator.commentary.tokens import AGAINST, NEAR
from generator.trade.period import Period

_MOVED = frozenset({"pct", "pp", "fraction", "multiple", "ratio", "count"})  # units of a change
_STRONG, _SLIGHT = 20, 10  # per cent: a change below 20 is not "sharp", one above 10 is not "slight"
_MONTHS_OF = {"months": 1, "quarters": 3, "years": 12}  # by the unit of a run
_MONTHS = 12  # in a year
_BEFORE, _BEHIND = 5, 3  # pieces before and behind the word for a run in which its number stands


@dataclass(frozen=True)
class Sayings:
    """Judges the words of one sentence that state figures without digits."""

    of: Sentence
    facts: ReleaseFacts

    def answers(self) -> Iterator[Answer]:
        """Yield an answer to each word that states a figure. Skip denials, the future and other economies."""
        for at, token in enumerate(self.of.tokens):
            if token.kind == "cause":
                yield self._cause(at)
            elif not (self.of.has(at, "denied") or self.of.is_elsewhere(at) or self.of.tokens[0].kind == "denied"):
                answer = self._word(at)
                if answer is not None:
                    yield answer

    def _word(self, at: int) -> Answer | None:
        kind = self.of.tokens[at].kind
        if kind in {"largest", "smallest"} and (self._is_of_months(at) or self._since(at) is not None):
            return self._record(at)
        judges = {
            "nil": self._nothing,
            "absent": self._absent,
            "run": self._run,
            "only": self._only,
            "record": self._record,
            "highest": self._record,
            "lowest": self._record,
            "largest": self._rank,
            "smallest": self._rank,
            "place": self._rank,
            "up": self._way,
            "down": self._way,
        }
        judge = judges.get(kind)
        return judge(at) if judge else None

    def _hit(self, at: int, fact: Fact | None = None) -> Hit:
        token = self.of.tokens[at]
        return Hit(token.start, token.end, fact)

    def _miss(self, at: int, right: Fact | None = None, first: int | None = None) -> Answer:
        """Return that a word is wrong; the quoted words begin with the piece at `first`."""
        start = self.of.tokens[at if first is None else min(first, at)].start
        words = self.of.text[start : self.of.tokens[at].end]
        return Open(words) if self.of.subjects.is_strange(at) else Miss.of_word(words, right)

    def _open(self, at: int) -> Open:
        return Open(self.of.tokens[at].words)

    def _nothing(self, at: int) -> Answer | None:
        """Judge "no copper was recorded"."""
        lines = self._lines(at)
        if not lines or self.of.inside(at, self.of.figures):
            return None
        span = self.of.spans.at(at)[0]
        levels = without_none(self.facts.level(codes, span) for codes in lines[0].codes)
        nothing = [fact for fact in levels if fact.reading.value == 0]
        if nothing:
            return self._hit(at, nothing[0])
        return self._miss(at, levels[0]) if levels else None

    def _absent(self, at: int) -> Answer | None:
        """Judge "no figure for copper was found". None unless the edition lacks the figure of a line named."""
        named = [code for subject in self.of.subjects.named.values() for codes in subject.codes for code in codes]
        return self._hit(at) if set(named) & set(self.facts.month.lost) else None

    def _cause(self, at: int) -> Answer:
        """Judge "because of lower tonnage", "helped by copper": borne out if the figures show the cause."""
        span, base = next(self.of.spans.changes(at))
        codes = self.of.subjects.at(at)[0][0]
        measures = [kind for kind in ("weight", "price") if self.of.has(at, kind)]
        parts = [self.facts.growth(codes, span, base, of=kind) for kind in measures]
        total = self.facts.growth(codes, span, base)
        if not measures:
            parts = [self.facts.growth(line.codes[0], span, base) for line in self._lines(at)]
            total = self.facts.growth((WHOLE,), span, base)
        is_shown = any(part and total and part.way == total.way for part in parts)
        return self._hit(at) if is_shown and not self.of.has(at, "word", "name") else self._open(at)

    def _lines(self, at: int) -> list[Subject]:
        """Return the lines that the clause of a word names."""
        named = self.of.subjects.named
        return [named[start] for start in self.of.inside(at, named) if not named[start].is_whole]

    def _only(self, at: int) -> Answer | None:
        """Judge "the only line to fall", "only copper rose". None for "only 5 per cent"."""
        way = self._way_near(at)
        is_named = not self.of.around(at, _BEFORE, 2).isdisjoint({"lines", "subject"})
        behind = self.of.behind(at, "glue", within=3)
        if way is None or not is_named or behind[:1] in (["figure"], ["cause"], ["ordinal"]):
            return None
        span = self.of.spans.at(at)[0]
        counts = without_none(self.facts.moved(way, span, base) for base in self.of.spans.bases(at, span))
        if any(fact.reading.value == 1 for fact in counts):
            return self._hit(at)
        return self._miss(at, counts[0]) if counts else None

    # Runs

    def _run(self, at: int) -> Answer | None:
        """Judge "for the third month running": year on year, or else month on month."""
        count = self._number_of(at)
        since = self._since(at)
        if count is None:
            return self._run_since(at, since) if since is not None else None
        if not self.of.kinds & {"up", "down", "above", "below", "record"}:
            return self._open(at)
        codes_of, is_named = self.of.subjects.at(at)
        span = self.of.spans.at(at)[0]
        way = self._way_near(at)
        for codes in codes_of:
            run = self.facts.run(codes, span)
            if run and run.reading.value == count and way in {None, run.way}:
                return self._hit(at, run)
            if self.facts.steps_in_a_row(codes, span) in {(way, count), ("up" if way is None else way, count)}:
                return self._hit(at)
            record = self.facts.place(codes, span, "highest") if self.of.has(at, "record") else None
            if record is not None:
                return self._hit(at, record)
        return self._miss(at, self.facts.run(codes_of[0], span)) if is_named else self._open(at)

    def _run_since(self, at: int, since: Period) -> Answer:
        """Judge "without a break since May"."""
        span = self.of.period
        months = span.last.first - since.first
        runs = [self.facts.run(codes, span) for codes in self.of.subjects.at(at)[0]]
        known = [run for run in runs if run is not None]
        fitting = [run for run in known if run.reading.value * _MONTHS_OF[run.unit] in {months, months + 1}]
        return self._hit(at, fitting[0]) if fitting else self._miss(at, runs[0])

    def _number_of(self, at: int) -> int | None:
        """Return the length of a run: 3 in "third month running", 6 in "six months in a row"."""
        before = range(at - 1, max(at - 1 - _BEFORE, -1), -1)
        behind = range(at + 1, min(at + 1 + _BEHIND, len(self.of.tokens)))
        places = [*before, *behind] if self.of.words.data["figure_first"] else [*behind, *before]
        for place in places:
            token = self.of.tokens[place]
            if token.kind == "ordinal":
                return self.of.words.place(token.words)
            figure = self.of.figures.get(place)
            if figure is not None and figure.unit == "count":
                return int(figure.value)
        return None

    def _way_near(self, at: int) -> str | None:
        clause_ways = {self.of.tokens[place].way for place in self.of.clause(at)} - {None}
        ways = clause_ways or {token.way for token in self.of.tokens} - {None}
        return ways.pop() if len(ways) == 1 else None

    # Records and places

    def _record(self, at: int) -> Answer | None:
        token, since = self.of.tokens[at], self._since(at) or self._since_count(at)
        side = "lowest" if token.kind in {"lowest", "smallest"} else "highest"
        if self._ordinal_beside(at) is not None:  # "their second-best month"
            return self._open(at)
        if token.kind != "record" and since is None and not self._is_of_months(at):
            return Open(token.words)
        codes_of, is_named = self.of.subjects.at(at)
        is_known = is_named
        for codes in codes_of:
            for span in self._years_of(at) or self._span_of(at):
                is_highest = self._is_highest(at, codes, span, side, since)
                if is_highest:
                    return self._hit(at, self.facts.place(codes, span, side))
                is_known = is_known and is_highest is not None
        return self._miss(at) if is_known else Open(token.words)

    def _years_of(self, at: int) -> tuple[Period, ...]:
        """Return the year of "a record year"; () if the record is not one of a year."""
        behind = [token.words for token in self.of.tokens[at + 1 : at + 2]]
        year = self.of.words.data["year_word"]
        is_year = bool(behind) and re.fullmatch(year, behind[0], re.IGNORECASE) is not None
        return (Period(self.of.period.last.year * _MONTHS, _MONTHS),) if is_year else ()

    def _span_of(self, at: int) -> tuple[Period, ...]:
        """Return the months of a record: those named last before it in its clause, else those of its clause."""
        whens, roles = self.of.whens, self.of.spans.roles
        before = [place for place in self.of.inside(at, whens) if place < at]
        named = [place for place in before if not whens[place].is_base and roles[place] != "bound"]
        return whens[named[-1]].spans if named else self.of.spans.at(at)

    def _is_of_months(self, at: int) -> bool:
        """Whether a word compares months: "their largest month", "the largest for any month" or "of 9 months"."""
        behind = [self.of.tokens[place] for place in self.of.clause(at) if place > at and not self._is_count(place)]
        quantifiers = [place for place, token in enumerate(behind) if token.kind == "every"]  # "recorded in any month"
        begin = quantifiers[0] + 1 if quantifiers else 0
        words = [token.words for token in behind[begin:] if token.kind not in {"glue", "to"}][:1]
        if not self.of.words.data["figure_first"]:  # "of any one month" stands before it
            words += [token.words for token in self.of.tokens[max(at - NEAR, 0) : at]]
        return any(re.match(self.of.words.data["time_words"], word, re.IGNORECASE) for word in words)

    def _is_count(self, at: int) -> bool:
        figure = self.of.figures.get(at)
        return figure is not None and figure.unit == "count"

    def _since(self, at: int) -> Period | None:
        """Return the month or year of "since …" near a record or a run, unless it is that of a change."""
        clause, spans = self.of.clause(at), self.of.spans
        near = [place for place in spans.named("bound") if place in clause or place > at]
        if self.of.tokens[at].kind in RANKS:
            near = [place for place in near if spans.is_of_rank(place)]
        return self.of.whens[near[0]].spans[0] if near else None

    def _since_count(self, at: int) -> Period | None:
        """Return the month before the stretch of "the highest in 33 months" or "in two years"."""
        data = self.of.words.data
        for place in self.of.inside(at, self.of.figures):
            figure = self.of.figures[place]
            following = self.of.text[self.of.tokens[place].end :].lstrip(" -个")
            is_year = re.match(data["year_word"], following, re.IGNORECASE) is not None
            is_month = re.match(data["month_word"], following, re.IGNORECASE) is not None
            if figure.unit == "count" and (is_year or is_month):
                months = int(figure.value)
                if is_year:
                    months *= _MONTHS
                return Period(self.of.period.last.first - months, 1)
        return None

    def _is_highest(self, at: int, codes: Codes, span: Period, side: str, since: Period | None) -> bool | None:
        """Whether a level is the highest of its series; for "the best month of the year", of that year."""
        edition_period = self.of.period
        names_months = re.search(self.of.words.data["month_word"], self.of.tokens[at].words)
        if names_months and span.months > edition_period.months:
            return self.facts.is_extreme(codes, edition_period, side, span)
        return self.facts.is_extreme(codes, span, side, since)

    def _rank(self, at: int) -> Answer | None:
        """Judge "the second-largest line", "took third place"."""
        of = self.of
        kind = of.tokens[at].kind
        ordinal = self._ordinal_beside(at)
        codes_of, is_named = of.subjects.at(at, line=True)
        is_moved = not of.around(at, 1, 2).isdisjoint({"up", "down"})
        if not is_named or is_moved or (kind == "place" and ordinal is None):
            return None
        side = "smallest" if kind == "smallest" else "largest"
        lines = list(codes_of)
        for start, subject in list(of.subjects.named.items())[:1]:
            if start < at:  # "overtook zinc to lead"
                lines.extend(subject.codes)
        spans = self._times_of_rank(at)
        ranks = []
        for codes in dict.fromkeys(lines):
            ranks.extend(without_none(self.facts.rank(codes, span, side) for span in spans))
        place = ordinal or 1
        for fact in ranks:
            if fact.reading.value == place:
                return self._hit(at, fact if side == "largest" else None)
        return self._miss(at, ranks[0], self._place_of_ordinal(at)) if ranks else None

    def _times_of_rank(self, at: int) -> tuple[Period, ...]:
        """Return the periods that a rank may be of. If its clause names none, the edition's period is among them."""
        times = self.of.spans.levels(at)
        if AGAINST.intersection(self.of.around(at, _BEFORE, 0)):  # "from third place"
            times = (*times, *(base for span in times for base in self.of.spans.bases(at, span)))
        return times if self.of.inside(at, self.of.whens) else tuple(dict.fromkeys((*times, self.of.period)))

    def _place_of_ordinal(self, at: int) -> int | None:
        """Return the place of the ordinal beside a word: of "third" in "took third place"."""
        for place in (at - 1, at + 1, at - 2, at + 2):
            if 0 <= place < len(self.of.tokens) and self.of.tokens[place].kind == "ordinal":
                return place
        return None

    def _ordinal_beside(self, at: int) -> int | None:
        place = self._place_of_ordinal(at)
        return None if place is None else self.of.words.place(self.of.tokens[place].words)

    # Movements

    def _way(self, at: int) -> Answer | None:
        """Judge "copper rose" against the base that is named, else against the year and the month before."""
        word = self.of.tokens[at].kind
        if not self.of.inside(at, self.of.subjects.named) or self._has_change(at) or self._is_of_another(at):
            return None
        if self._is_beyond(at):
            return self._open(at)
        goods = self.of.subjects.at(at)[0]
        is_list = len(goods) > 1 and len(goods[0]) == len(goods) - 1  # the word applies to each name of a list
        ways_of_goods = [self._ways(at, codes) for codes in (goods[1:] if is_list else goods[:1])]
        if any(word not in ways and None not in ways for ways in ways_of_goods):
            return self._miss(at)
        return self._hit(at) if all(word in ways for ways in ways_of_goods) else None

    def _is_of_another(self, at: int) -> bool:
        """Whether a word of movement is about a share, a price or a weight, or is no movement: "all down to copper"."""
        is_other = bool(self.of.kinds & {"without", "share"}) or self.of.has(at, "price", "weight")
        return is_other or self.of.behind(at, within=2) == ["to", "subject"]

    def _has_change(self, at: int) -> bool:
        """Whether the clause of a word of movement has a figure for the change."""
        for place in self.of.inside(at, self.of.figures):
            figure = self.of.figures[place]
            if figure.unit in _MOVED and not self.of.subjects.counts(place, int(figure.value)):
                return True
        return False

    def _ways(self, at: int, codes: Codes) -> set[str | None]:
        ways: set[str | None] = set()
        for span in self.of.spans.at(at):
            bases = list(self.of.spans.bases(at, span))
            if "base" not in self.of.spans.roles.values():
                bases.append(span.step(-1))
            for base in bases:
                fact = self.facts.change(codes, span, base)
                ways.add(fact.way if fact else None)
        return ways

    def _is_beyond(self, at: int) -> bool:
        """Whether "sharply" or "slightly" does not fit the rate of the movement."""
        codes = self.of.subjects.at(at)[0][0]
        fact = self.facts.growth(codes, *next(self.of.spans.changes(at)))
        if fact is None:
            return False
        rate = abs(fact.reading.value)
        return (self.of.has(at, "strong") and rate < _STRONG) or (self.of.has(at, "slight") and rate > _SLIGHT)
