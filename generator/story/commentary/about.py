"""About: what each figure of a sentence is about: which goods, which months, against what, and which way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import dropwhile, takewhile

from generator.story.commentary.figures import Figure, figure_of
from generator.story.commentary.times import Calendar, like, whens
from generator.story.commentary.tokens import WHOLE, Codes, Names, Token, When, tokens_of
from generator.story.commentary.vocabulary import Vocabulary
from generator.story.month import Month
from generator.trade.period import Period

_MINUS = frozenset("-\N{MINUS SIGN}")
_ENDS = frozenset({"joins", "comma"})
_PASSED = frozenset({"glue", "to", "time", "per_tonne", "per_kilogram", "lines", "word"})
_BETWEEN = frozenset({"glue", "word", "party", "of_whole", "to"})
_CUES = {"price": "price", "mean": "price", "per_tonne": "price", "per_kilogram": "price", "weight": "weight"}
_PER = frozenset({"per_tonne", "per_kilogram"})
_PRICED = _PER | {"price"}
_WAYS = frozenset({"up", "down", "above", "below"})
_LOOSE = frozenset({"glue", "word", "to", "of_whole"})
_AGAINST = frozenset({"against", "above", "below"})
_NAMED = {"above": "up", "below": "down"}
_STRANGE = 2  # unknown words that a plain sentence may have
_RANGE = frozenset({"to", "glue", "against", "beside", "up", "down", *_PER})
_BARE = 100  # a smaller number without a unit counts something
_SENTENCE = 5  # unknown words that say something
_PAIR = 2  # months, of which one may be compared with the other
_NEAR = 3  # pieces within which a word belongs to a figure
_REACH = 5  # pieces behind a rate within which its goods stand: "a 5% rise in Chinese imports"


@dataclass(frozen=True)
class Subject:
    """Goods that a sentence names, at `start` to `end` of its pieces: what they may be, and whether they are a list."""

    start: int
    end: int
    codes: tuple[Codes, ...]
    is_whole: bool = False
    is_loose: bool = False


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence in pieces; `last` is the one before it, whose goods and months it may go on about."""

    text: str
    tokens: Sequence[Token]
    figures: dict[int, Figure]
    whens: dict[int, When]
    words: Vocabulary
    month: Month
    last: Sentence | None

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of its pieces."""
        return frozenset(token.kind for token in self.tokens)

    @property
    def is_without(self) -> bool:
        """Whether it says how all would have gone without some goods."""
        return "without" in self.kinds

    @cached_property
    def is_priced(self) -> bool:
        """Whether it tells of a price: by its name, by "a tonne", or as the average of a weight."""
        has_weight = "weight" in self.kinds or any(figure.unit == "kg" for figure in self.figures.values())
        return bool(self.kinds & _PRICED) or ("mean" in self.kinds and has_weight)

    def is_elsewhere(self, at: int) -> bool:
        """Say whether the clause of a piece speaks of others, or of what will be, and not of what would have been."""
        return self.has(at, "foreign", "ahead") and not self.is_without

    @property
    def is_plain(self) -> bool:
        """Whether nearly all of its words are known: then what it leaves out is what the edition counts."""
        return sum(token.kind == "word" for token in self.tokens) <= _STRANGE and bool(self.whens)

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """The goods that it names, in order; a list of names is one; "imports" beside a name means that name."""
        return tuple(self._subjects())

    @property
    def _whole_kinds(self) -> tuple[str, ...]:
        """The kinds of words for all goods; "volumes" stand for them only where nothing else can own them."""
        has_owner = "pronoun" in self.kinds or "subject" in self.kinds
        return ("whole",) if has_owner else ("whole", "weight")

    def _subjects(self) -> Iterator[Subject]:
        at = 0
        lines: list[Subject] = []
        while at < len(self.tokens):
            if self.tokens[at].kind == "subject":
                end = self._end_of_list(at)
                is_loose = all(token.is_loose for token in self.tokens[at : end + 1] if token.kind == "subject")
                lines.append(Subject(at, end, self._meant(at, end), self._is_whole(at, end), is_loose))
                at = end
            at += 1
        named = [one for one in lines if not one.is_whole]
        wholes = [
            Subject(place, place, ((WHOLE,),), is_whole=True)
            for kind in self._whole_kinds
            for place in self._places(kind)
        ]
        yield from sorted([*lines, *(one for one in wholes if not self._is_beside(one, named))], key=_start)

    def _end_of_list(self, at: int) -> int:
        """Return where a list of names ends that begins at `at`."""
        end = at
        place = at + 1
        while place < len(self.tokens) and self.tokens[place].kind in {"joins", "comma", "subject", "glue"}:
            if self.tokens[place].clause != self.tokens[at].clause:
                break
            if self.tokens[place].kind == "subject":
                end = place
            if self.tokens[place].kind == "glue" and self.tokens[place].words not in {"the", "of"}:
                break
            place += 1
        has_sign = any(self.tokens[between].kind in {"joins", "comma"} for between in range(at, end))
        return end if has_sign else at

    def _meant(self, at: int, end: int) -> tuple[Codes, ...]:
        """Return what the names from `at` to `end` may mean: of a list its sum, then each of it."""
        members = [token.codes for token in self.tokens[at : end + 1] if token.kind == "subject"]
        if len(members) == 1:
            return members[0]
        together = tuple(code for options in members for code in options[0])
        return (together, *(options[0] for options in members))

    def _is_whole(self, at: int, end: int) -> bool:
        codes = [token.codes for token in self.tokens[at : end + 1] if token.kind == "subject"]
        return codes == [((WHOLE,),)]

    def _is_beside(self, whole: Subject, named: Sequence[Subject]) -> bool:
        """Say whether "imports" stands right before or behind a name: "imports of copper", "copper imports"."""
        for one in named:
            first, last = (one.end, whole.start) if one.end < whole.start else (whole.start, one.start)
            between = self.tokens[first + 1 : last]
            passed = {"glue", "time"} if self.words.data["figure_first"] else {"glue", "time", "word"}
            if one.end < whole.start and all(token.kind in passed for token in between):
                return True
            near = len(between) < _NEAR
            if one.end > whole.start and near and all(token.kind in _BETWEEN for token in between):
                return True
        return False

    def _places(self, kind: str) -> list[int]:
        return [at for at, token in enumerate(self.tokens) if token.kind == kind]

    def clause(self, at: int) -> range:
        """Return the places of the clause in which a piece stands."""
        number = self.tokens[at].clause
        places = [place for place, token in enumerate(self.tokens) if token.clause == number]
        return range(places[0], places[-1] + 1)

    def before(self, at: int) -> Sequence[Token]:
        """Return the pieces of its clause between the figure before and this one."""
        places = self.clause(at)
        first = max((place + 1 for place in self.figures if places.start <= place < at), default=places.start)
        return self.tokens[first:at]

    def after(self, at: int) -> Sequence[Token]:
        """Return the pieces of its clause between this figure and the next."""
        places = self.clause(at)
        last = min((place for place in self.figures if at < place < places.stop), default=places.stop)
        return self.tokens[at + 1 : last]

    def has_before(self, at: int, *kinds: str) -> bool:
        """Say whether a word of some kinds stands between the figure before and this one."""
        return any(token.kind in kinds for token in self.before(at))

    def has_after(self, at: int, *kinds: str, within: int = _NEAR) -> bool:
        """Say whether a word of some kinds stands right behind this figure."""
        return any(token.kind in kinds for token in self.after(at)[:within])

    def has(self, at: int, *kinds: str) -> bool:
        """Say whether the clause of a piece has a word of some kinds."""
        return any(self.tokens[place].kind in kinds for place in self.clause(at))

    def cues(self, at: int) -> list[str]:
        """Return what a change may be of, likeliest first: `price`, `weight` or `value`.

        The word for it stands between the figure before and this one, or in English behind it ("a 5% rise in tonnage");
        else it is the last one before.
        """
        kinds = {*_CUES, "whole", "subject"} if self.is_priced else {*_CUES, "whole", "subject"} - {"mean"}
        ahead = [token.kind for token in reversed(self.before(at)) if token.kind in kinds]
        behind = [token.kind for token in self.after(at) if token.kind in kinds]
        beside = [*ahead, *behind] if self.words.data["figure_first"] else ahead
        named = [_CUES[kind] for kind in beside if kind in _CUES]
        if beside:
            other = [] if ahead else ["weight"]  # "30% less shipped at an average of $4,800"
            return list(dict.fromkeys([*named, "value", *other]))
        own = self.clause(at)
        earlier = [self.tokens[place].kind for place in range(at - 1, -1, -1) if self.tokens[place].kind in kinds]
        later = [self.tokens[place].kind for place in own if place > at and self.tokens[place].kind in kinds]
        nearest = (earlier or later)[:1]
        return [_CUES.get(kind, "value") for kind in nearest] or ["value"]

    def joint(self, at: int) -> str:
        """Return the kind of the word that joins a figure to what stands before it ("to", "by"), "" for none."""
        behind = [token.kind for token in self.after(at) if token.kind not in _PER]
        is_beside = behind[:1] == ["against"] or (behind[:1] == ["beside"] and behind[1:2] != ["figure"])
        if self.words.data["measured"] == "behind" and is_beside:
            return "against"
        for token in reversed(self.before(at)):
            if token.kind in _AGAINST or token.kind == "denied":  # "rather than $5 million"
                return "" if self.words.data["measured"] == "behind" else "against"
            if token.kind in {"to", "by", "of_whole", "part"}:
                return token.kind
            if token.kind not in {"glue", "turn", "whole", "time", *_PER}:
                return ""
        return ""

    def way(self, at: int) -> str | None:
        """Return which way a figure goes by the word for it: right behind it, else the last before it, else any."""
        sign = self.text[: self.tokens[at].start].rstrip()[-1:]
        if sign in _MINUS or sign == "+":
            return "up" if sign == "+" else "down"
        behind = list(takewhile(lambda token: token.kind not in _ENDS, self.after(at)))
        behind = [token for token in behind if token.kind not in _PASSED]
        if behind and behind[0].kind in _WAYS:
            return way_of_kind(behind[0].kind)
        ahead = [token.kind for token in self.before(at) if token.kind in _WAYS]
        if ahead:
            return way_of_kind(ahead[-1])
        later = [token.kind for token in behind if token.kind in _WAYS]
        if later:
            return way_of_kind(later[0])
        own = self.clause(at)
        whole = {way_of_kind(self.tokens[place].kind) for place in own} & {"up", "down"}
        earlier = [way_of_kind(token.kind) for token in self.tokens[: own.start] if token.kind in _WAYS]
        if not whole and earlier and self.joint(at) == "by":  # "fell back: flowers, by 19 per cent"
            return earlier[-1]
        return whole.pop() if len(whole) == 1 else None

    def way_over(self, first: int, last: int) -> int | None:
        """Return where the word of movement stands that is said of two figures: between them, or before both.

        A figure or a base between the word and the figures has it for itself.
        """
        for place in range(last - 1, -1, -1):
            token = self.tokens[place]
            if token.kind in _WAYS:
                return place
            if place < first and (place in self.figures or token.kind in {"turn", "clause", "subject"}):
                return None
            if place < first and place in self.whens and self.role(place) == "base":
                return None
        return None

    def compares(self, at: int) -> bool:
        """Say whether goods or a figure stand behind "above": what stands before it is compared with them."""
        behind = [token.kind for token in self.tokens[at + 1 :] if token.kind not in {"glue", "turn", "time", "party"}]
        return behind[:1] in (["subject"], ["pronoun"], ["figure"])

    def is_strange(self, at: int) -> bool:
        """Say whether a word that nobody knows stands beside the name of the goods of a piece: "swordfish imports"."""
        own = [one for one in self.subjects if one.start in self.clause(at)] or list(self.subjects)
        before = [one for one in own if one.end < at]
        nearest = (before[-1:] or own[:1])[:1]
        return any(self._has_word_beside(one) for one in nearest)

    def _has_word_beside(self, one: Subject) -> bool:
        """Say whether goods have a longer name: "swordfish imports", "frozen sardines" where "frozen" names a line."""
        ahead = [token.kind for token in self.tokens[: one.start]]
        behind = [token.kind for token in self.tokens[one.end + 1 :]]
        if not one.is_whole:
            return (one.is_loose and behind[:1] == ["word"]) or behind[:4] == ["glue", "word", "glue", "whole"]
        if self.words.data["figure_first"]:
            return self.tokens[one.start].words.endswith("s") and ahead[-1:] == ["word"]
        is_spaced = self.words.spaced
        before = list(dropwhile(lambda kind: kind == "glue", reversed(ahead)))
        is_owner = ahead[-1:] == ["glue"] and before[:1] == ["word"]  # of Urdu: "chromium's imports"
        return is_owner if is_spaced else behind[:2] == ["word", "figure"]

    def has_unknown_clause(self, hits: Sequence[int]) -> bool:
        """Say whether a clause says something that no figure does: nothing in it is borne out, its words are many.

        "Customs data showed" names the source.
        """
        for number in {token.clause for token in self.tokens}:
            own = [token for token in self.tokens if token.clause == number]
            words = [token for token in own if token.kind in {"word", "name"}]
            is_borne = any(own[0].start <= start < own[-1].end for start in hits)
            size = len(words) if self.words.spaced else sum(len(token.words) for token in words) // 2
            is_source = any(token.kind == "source" for token in own)
            if not is_borne and not is_source and size >= _SENTENCE:
                return True
        return False

    def counts_list(self, at: int, figure: Figure) -> bool:
        """Say whether a number counts the names before it: "copper and zinc both rose"."""
        lists = [one for one in self.subjects if one.end < at and len(one.codes) == int(figure.value) + 1]
        return bool(lists) and all(token.kind in _LOOSE for token in self.tokens[lists[-1].end + 1 : at])

    @property
    def ways(self) -> frozenset[str]:
        """The ways of all its words of movement: in a list one word may serve for all figures."""
        return frozenset(way_of_kind(kind) for kind in self.kinds) & {"up", "down"}

    # Goods

    def goods(self, at: int, *, line: bool = False) -> tuple[tuple[Codes, ...], bool]:
        """Return what the piece at `at` may be about, likeliest first, and whether the sentence names it.

        `line` asks for a line: "a third of imports were roses".
        """
        known = [one for one in self.subjects if not (line and one.is_whole)]
        own = self.clause(at)
        found = self._rest(at, known) or self._named_in(at, own, known)
        if (found is None or found.is_whole) and self._is_of_weight:
            return self._meant_by_last(line=line), self.last is not None or "pronoun" not in self.kinds
        if found is None and self._is_of_last(at, own, known):
            return self._meant_by_last(line=True), True
        if found is None or found.is_whole:
            other = self._elsewhere(own, known, lines_only=found is not None)
            if found is not None and other is not None:
                return (*found.codes, *other.codes), True
            found = found or other
        if found is not None:
            return self._shared_out(at, found), not found.is_loose
        return self._meant_by_last(line=line), False

    @property
    def _is_of_weight(self) -> bool:
        """Whether it tells of tonnes and names no line: "volumes" are those of all goods, or of the last line."""
        has_weight = "weight" in self.kinds or any(figure.unit == "kg" for figure in self.figures.values())
        return has_weight and "subject" not in self.kinds

    def _rest(self, at: int, known: Sequence[Subject]) -> Subject | None:
        """Return the goods behind "the remainder", which are no more those before it."""
        number = self.tokens[at].clause
        has_rest = any(token.kind == "rest" and number - 1 <= token.clause <= number for token in self.tokens[:at])
        behind = [one for one in known if one.start > at]
        return behind[0] if has_rest and behind else None

    def _named_in(self, at: int, own: range, known: Sequence[Subject]) -> Subject | None:
        """Return the goods of a clause that a piece is about: right behind it, else the last before it, else any."""
        direct = [one for one in known if at < one.start <= at + _REACH and self._follows(at, one)]
        inside = [one for one in known if one.start in own]
        before = [one for one in inside if one.end < at]
        if self._is_of_last(at, own, known) and not direct:
            return None
        found = direct[:1] or before[-1:] or inside[:1]
        return found[0] if found else None

    def _is_of_last(self, at: int, own: range, known: Sequence[Subject]) -> bool:
        """Say whether a clause with "it" or "their" goes on about the goods of the sentence before."""
        has_own = any(not one.is_whole for one in known if one.start < own.stop)
        return self.last is not None and self.has(at, "pronoun") and not has_own

    def _meant_by_last(self, *, line: bool) -> tuple[Codes, ...]:
        """Return what the sentence before was about, lines before all goods, which "it" may go on about."""
        if self.last is None:
            return ((WHOLE,),)
        lines = [codes for one in reversed(self.last.subjects) if not one.is_whole for codes in one.codes]
        wholes = [] if line else [(WHOLE,)]
        carried = list(self.last._meant_by_last(line=line)) if not lines and self.last.last else []  # noqa: SLF001
        return tuple(dict.fromkeys((*wholes, *lines, *carried))) or ((WHOLE,),)

    def _follows(self, at: int, one: Subject) -> bool:
        """Say whether goods stand right behind a figure: "$5 million of copper", "a 5% rise in imports"."""
        between = [token.kind for token in self.tokens[at + 1 : one.start]]
        if self.words.data["figure_first"] and between in (["up"], ["down"]):
            return not one.is_whole  # "12% more copper"
        if self.words.data["figure_first"] and between[:1] in (["up"], ["down"]) and "glue" in between:
            return all(kind in {"glue", "to", "of_whole", "party"} for kind in between[1:])
        is_direct = bool(between) or not self.words.data["figure_first"]
        passed = {"glue", "to", "beside", "per_tonne", "per_kilogram", "of_whole"}
        return is_direct and len(between) < _NEAR and passed.issuperset(between) and not one.is_whole

    def _elsewhere(self, own: range, known: Sequence[Subject], *, lines_only: bool) -> Subject | None:
        """Return the nearest goods of another clause: before this one, else behind it.

        Where those are all goods the nearest line comes after them, since "imports" may be those of the line.
        """
        others = [one for one in known if one.start not in own and not (lines_only and one.is_whole)]
        before = [one for one in others if one.end < own.start]
        if before:
            line = next((one for one in reversed(before) if not one.is_whole), before[-1])
            return replace(before[-1], codes=tuple(dict.fromkeys((*before[-1].codes, *line.codes))))
        if not others:
            return None
        if others[0].is_whole:
            return others[0]
        return replace(others[0], codes=(*others[0].codes, (WHOLE,)))

    def _shared_out(self, at: int, found: Subject) -> tuple[Codes, ...]:
        """Return the goods of a figure; of a list with as many figures as names each has its own."""
        members = [token.codes[0] for token in self.tokens[found.start : found.end + 1] if token.kind == "subject"]
        unit = self.figures[at].unit if at in self.figures else ""
        alike = [place for place, figure in self.figures.items() if place > found.end and figure.unit == unit]
        if len(members) > 1 and len(alike) == len(members) and at in alike:
            return (members[alike.index(at)],)
        return found.codes

    # Times

    def role(self, at: int) -> str:
        """Return what a time is: a `base`, which a change is measured against, a `bound` ("since May"), or a `span`."""
        when = self.whens[at]
        if when.is_base or (when.kind == "last_year" and len(self.whens) > 1):
            return "base"
        return self._role_before(at) or self._role_behind(at) or "span"

    def _role_before(self, at: int) -> str:
        """Return the role that the words before a time give it, "" for none."""
        small = {"glue", "pronoun", "to"}
        joined = list(takewhile(lambda place: self.tokens[place].kind in small, range(at - 1, -1, -1)))
        place = at - 1 - len(joined)
        if place >= 0 and self.words.data["measured"] != "behind":
            token = self.tokens[place]
            is_against = token.kind in _AGAINST or (token.kind == "beside" and self._has_moved(place))
            is_beside = place in self.figures and self.joint(place) == "against"
            if is_against or is_beside:
                return "base"
        near = takewhile(lambda token: token.kind in _LOOSE, reversed(self.tokens[:at]))
        first = at - 1 - len(list(near))
        return "bound" if first >= 0 and self.tokens[first].kind == "bound" else ""

    def _role_behind(self, at: int) -> str:
        """Return the role that the words behind a time give it, in languages in which they stand there."""
        figures = [
            place for place in self.figures if place > at and self.tokens[place].clause == self.tokens[at].clause
        ]
        between = {token.kind for token in self.tokens[at + 1 : figures[0]]} if figures else {"word"}
        if self.words.data["measured"] == "behind" and between <= {"glue"} and self.joint(figures[0]) == "against":
            return "base"  # "than the $5 million of October"
        after = [token.kind for token in self.tokens[at + 1 : at + _NEAR] if token.kind != "glue"]
        if self.words.data["measured"] == "before" or not after:
            return ""
        return {"against": "base", "beside": "base", "bound": "bound"}.get(after[0], "")

    def named_span(self, at: int) -> tuple[Period, ...]:
        """Return the months of a record: those named last before it in its clause, else what it is about."""
        own = self.clause(at)
        before = [place for place in self.whens if own.start <= place < at and not self.whens[place].is_base]
        chosen = [place for place in before if self.role(place) != "bound"]
        return self.whens[chosen[-1]].spans if chosen else self.spans(at)

    def _has_moved(self, at: int) -> bool:
        """Say whether something of the clause before a place can be measured against what follows: "up 5% on May"."""
        own = self.clause(at)
        return any(self.tokens[place].kind in {"figure", "up", "down", "flat"} for place in range(own.start, at))

    def spans(self, at: int) -> tuple[Period, ...]:
        """Return the months that a piece is about: those named nearest before it, else behind it, else before."""
        own = [place for place in self.whens if self.role(place) == "span" and self.whens[place].spans]
        inside = [place for place in own if place in self.clause(at)]
        before = [place for place in inside if place < at]
        chosen = before[-1:] or inside[:1]
        if chosen:
            return self._with_ends(span for place in chosen for span in self.whens[place].spans)
        earlier = self._with_ends(span for place in reversed(own) if place < at for span in self.whens[place].spans)
        if earlier:  # of a clause before; where that is of another time it may be of the edition again
            own_period = self.month.period
            again = [own_period] if earlier[0].last.first < own_period.first else []
            return tuple(dict.fromkeys((*earlier, *again)))
        if own:  # of a clause behind this one
            return tuple(dict.fromkeys((self.month.period, *self.whens[own[0]].spans)))
        if self.last is not None and self.last.own_spans:
            return tuple(dict.fromkeys((*self.last.own_spans, self.month.period)))
        return (self.month.period,)

    @staticmethod
    def _with_ends(spans: Iterable[Period]) -> tuple[Period, ...]:
        """Return periods, then the last month of each that has two: "doubled between March and April"."""
        every = list(spans)
        return tuple(dict.fromkeys((*every, *(span.last for span in every if span.months == _PAIR))))

    @property
    def own_spans(self) -> tuple[Period, ...]:
        """The months that it names first; none where it names none."""
        own = [place for place in self.whens if self.role(place) == "span"]
        return self.whens[own[0]].spans if own else ()

    def bases(self, at: int, span: Period) -> tuple[Period, ...]:
        """Return what a change over `span` is measured against: as it says, else the same a year before."""
        roles = {place: self.role(place) for place in self.whens}
        own = [place for place, role in roles.items() if role == "base"]
        own = own or [place for place, role in roles.items() if role == "bound" and self.whens[place].spans]
        inside = [place for place in own if place in self.clause(at)]
        before = [place for place in inside if place < at]
        after = [place for place in inside if place > at]
        nearest = [after[:1], before[-1:]] if self.words.data["figure_first"] else [before[-1:], after[:1]]
        chosen = nearest[0] or nearest[1] or own[:1]
        if not chosen:
            pairs = [one for when in self.whens.values() for one in when.spans if one.months == _PAIR]
            return (span.step(-1),) if any(one.last == span for one in pairs) else (span.year_before(),)
        return self._base(self.whens[chosen[0]], span)

    def _base(self, when: When, span: Period) -> tuple[Period, ...]:
        match when.kind:
            case "year_before" | "last_year":
                return (span.year_before(),)
            case "month_before" | "quarter_before":
                return (span.step(-1),)
            case _:
                found = [like(base, span) for base in when.spans]
                return tuple(base if base != span else span.year_before() for base in found)

    def levels(self, at: int) -> tuple[Period, ...]:
        """Return the months that a level may be of: those right beside it, else those of its clause."""
        spans, beside, is_base = self.spans(at), self._beside(at), self.joint(at) == "against"
        if beside is not None:
            found = self._named_beside(self.whens[beside], spans, is_base=is_base)
        elif is_base:
            found = [base for span in spans for base in (*self.bases(at, span), span.year_before(), span.step(-1))]
            found += spans
        else:
            found = list(spans)
        return tuple(dict.fromkeys(found))

    def _named_beside(self, when: When, spans: Sequence[Period], *, is_base: bool) -> list[Period]:
        """Return the months of a level by the time beside it; one as long as a span stands for the same months."""
        match when.kind:
            case "year_before":
                return [span.year_before() for span in spans]
            case "month_before" | "quarter_before":
                return [span.step(-1) for span in spans]
            case "last_year":
                return [*(span.year_before() for span in spans), *when.spans]
            case "year":
                return [*when.spans, *(like(one, span) for one in when.spans for span in (*spans, self.month.period))]
            case _:
                alike = [like(one, span) for one in when.spans for span in spans] if is_base else []
                return [*alike, *when.spans]

    def _beside(self, at: int) -> int | None:
        """Return the time that stands beside a level: behind it, or before it since the figure before."""
        own = self.clause(at)
        first = max((place + 1 for place in self.figures if own.start <= place < at), default=own.start)
        last = min((place for place in self.figures if at < place < own.stop), default=own.stop)
        behind = [place for place in self.whens if at < place < last and not self._is_measured(at, place)]
        before = [place for place in self.whens if first <= place < at and not self._is_of_change(place, at)]
        if self.words.data["figure_first"]:
            if before and at - before[-1] <= _NEAR and not self._has_joint(before[-1], at):
                return before[-1]  # "October’s $5 million"
            return behind[0] if behind else None
        return before[-1] if before else None

    def _is_of_change(self, place: int, at: int) -> bool:
        """Say whether a time before a level is the base of a movement: "rose on the year to $5 million"."""
        is_moved = any(token.kind in {"up", "down"} for token in self.tokens[place + 1 : at])
        return self.whens[place].is_base and is_moved

    def _has_joint(self, first: int, last: int) -> bool:
        """Say whether what stands between two places joins a figure to something else: "in May to $5 million"."""
        joints = {"to", "by", "against", "up", "down", "joins", "comma"}
        return any(token.kind in joints for token in self.tokens[first + 1 : last])

    def _is_measured(self, at: int, place: int) -> bool:
        """Say whether a time behind a figure is what something is measured against: "$5 million, more than in May"."""
        return any(token.kind in {"against", "up", "down"} for token in self.tokens[at + 1 : place])


def way_of_kind(kind: str) -> str:
    """Return the way that a kind of word stands for: "above" is up; another kind is itself."""
    return _NAMED.get(kind, kind)


def _start(one: Subject) -> int:
    return one.start


def _with_unit(at: int, figures: dict[int, Figure], tokens: Sequence[Token]) -> Figure:
    """Return a figure with the unit of the next where it has none of its own: "from 4,400 to 4,800 dollars"."""
    figure, behind = figures[at], min(place for place in figures if place > at)
    between = {token.kind for token in tokens[at + 1 : behind]}
    is_bare = figure.unit == "count" and figure.value >= _BARE and between <= _RANGE
    return replace(figure, unit=figures[behind].unit) if is_bare and figures[behind].unit != "kg" else figure


def sentence_of(text: str, names: Names, words: Vocabulary, month: Month, last: Sentence | None) -> Sentence:
    """Return a sentence in pieces, with what its figures and times come to."""
    found = tokens_of(text, names, words)
    figures: dict[int, Figure] = {}
    for at, token in enumerate(found):
        if token.kind != "figure" or token.match is None:
            continue
        figure = figure_of(token.match, words, month.figures.unit)
        if figure is None:
            found[at] = replace(token, kind="word")
        else:
            if figure.unit == "count" and "." in figure.words and figures:  # "39.6 points and 21.3"
                units = [one.unit for one in figures.values()]
                figure = replace(figure, unit="pp" if "pp" in units else units[-1])
            figures[at] = figure
    for at in list(figures)[:-1]:
        figures[at] = _with_unit(at, figures, found)
    to_date = month.figures.to_date
    calendar = Calendar(month.period, to_date, words)
    return Sentence(text, found, figures, whens(found, calendar), words, month, last)
