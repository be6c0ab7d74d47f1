"""The movements, theme by theme; then low bases, trade that began or ended, and what went the other way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from generator.story import rounding
from generator.story.amounts import Amount, weight
from generator.story.beside import Margin
from generator.story.described import ENGLISH
from generator.story.facts import Claim
from generator.story.monthly import history, surprises
from generator.story.monthly.item import Item
from generator.story.monthly.month import Month
from generator.story.monthly.told import Told
from generator.story.plan import EVERYWHERE, PAGES, Section, Text
from generator.story.text import leaf
from generator.trade.editions import TOTAL, name_of

_CHAPTER = 2  # digits
_IN_WORDS = frozenset(
    {"rank", "record", "since", "streak", "surprise"}
)  # kinds of claims that are told in words, dates apart
_MARGIN = 32  # letters that the margin has room for
_LINE = 3  # figures of a line's sentence: its rate, its level and one more
_LABELS = {"low-base": "from_low_base", "began": "began", "ended": "ended"}
_OTHERWISE = {"began": "not_before", "ended": "not_now"}
_STATES = {"began": {"new", "resumed"}, "ended": {"ceased"}}
_NUMBERS = 6  # figures that a paragraph has room for
_WAYS = 3  # every third change begins with its level
_RUN = 2  # months in a row of which the later one goes on as the first
_ALIKE = 2  # lines whose past is told in the same words
_MAIL = 2  # themes that the mail has room for


@dataclass
class Writer:
    """Writes the sections in order; `place` counts the changes told so far, so that the verbs vary.

    `clauses` counts what was said of their past: a third record, or a third run of months, is no news.
    """

    told: Told
    place: int = field(default=0)
    clauses: Counter[str] = field(default_factory=Counter)
    margin: Margin = field(init=False)

    def __post_init__(self) -> None:
        """Open the margin, in which prices stand beside the lines."""
        self.margin = Margin(self.month.material)

    @property
    def month(self) -> Month:
        """The month that is told."""
        return self.told.month

    def sections(self) -> Iterator[Section]:
        """Return the sections of the lines, that of the line which leads first."""
        made, lead = tuple(self._sections()), self.told.lead
        first = next((one for one in made if lead and one.codes and lead.code in one.codes.words), None)
        if first:
            yield replace(first, shown=EVERYWHERE)
        yield from (section for section in made if section is not first)
        alone = {item.code: item.growth for item in self.month.items} if self.month.is_single else {}
        if rest := self.margin.rest(alone):
            yield rest

    def _sections(self) -> Iterator[Section]:
        """Return the sections in their own order; of a single line the opening has told all but its weight."""
        if self.month.is_single:
            yield from self._weight_alone()
            return
        apart = [self.told.against.code] if self.told.against else []
        left = [item for item in self.told.ranked if item.code not in apart]
        plain = [item for item in left if not (item.low or item.began or item.ended)]
        for place, (label, items) in enumerate(self._themes(plain), 1):
            shown = EVERYWHERE if place <= _MAIL else PAGES
            yield self._section(f"theme-{place}", label, items, tuple(self._paragraphs(items)), shown)
        yield from self._apart("low-base", [item for item in left if item.low and not (item.began or item.ended)])
        yield from self._apart("began", [item for item in left if item.began])
        yield from self._apart("ended", [item for item in left if item.ended])
        if self.told.against and (section := self._other_way(self.told.against)):
            yield section

    def _weight_alone(self) -> Iterator[Section]:
        for item in self.told.ranked:
            if said := by_weight(self.month, item, alone=True):
                yield self._section("theme-1", self._chapter([item]), [item], ((said,),))

    def _themes(self, told: Sequence[Item]) -> Iterator[tuple[Text, list[Item]]]:
        left, themes = list(told), self.month.brief.themes
        while left:
            theme = next((theme for theme in themes if left[0].code in theme.codes), None)
            codes = set(theme.codes) if theme else {item.code for item in left if item.code[:2] == left[0].code[:2]}
            codes -= {code for other in themes if other is not theme for code in other.codes}
            items = [item for item in left if item.code in codes]
            yield leaf(theme.label, "setting", "theme") if theme else self._chapter(items), items
            left = [item for item in left if item not in items]

    def _chapter(self, items: Sequence[Item]) -> Text:
        """Return a single line's own name, or that of the chapter of several: the nomenclature's, a short one."""
        if len(items) == 1 and items[0].label and not items[0].label.short.endswith(items[0].code):
            return items[0].label.text()
        chapter = items[0].code[:_CHAPTER]
        short = self.month.brief.label(chapter).text()
        if self.month.brief.language == ENGLISH:
            first = name_of(chapter).split(";")[0]
            if len(first) <= _MARGIN:
                return leaf(first, "line", chapter, "first")
        return short if len(short.words) <= _MARGIN else self.month.words.code_list([chapter])

    def _section(
        self,
        name: str,
        label: Text,
        items: Sequence[Item],
        paragraphs: tuple[tuple[Text, ...], ...],
        shown: tuple[str, ...] = EVERYWHERE,
    ) -> Section:
        named = [item.code for item in items if item.code != TOTAL]
        codes = self.month.words.code_list(named) if named else None
        section = Section(
            id=name, shown=shown, role="text", label=label, codes=codes, dateline=None, paragraphs=paragraphs
        )
        return self.margin.beside(section, {item.code: item.growth for item in items})

    def _paragraphs(self, items: Sequence[Item]) -> Iterator[tuple[Text, ...]]:
        """Return a paragraph of its own for a line with more to say, and one for others as far as there is room."""
        plain: list[Text] = []
        stated = False  # whether the paragraph has said what it compares with
        calm = True  # whether the theme has not yet said of a line that it always swings
        for place, item in enumerate(items):
            clause = self._clause(item, run=not plain)
            is_full = bool(plain) and sum(map(self._numbers, plain)) + _LINE > _NUMBERS
            says = (stated and not is_full) or self.month.words.says_base(item)
            more = self._more(item, clause, alone=not says) if place == 0 else None
            turn = clause is None and self.place % _WAYS == 1
            if clause is None and calm and (clause := swing_clause(self.month, item)):
                calm = False
            run = self._continued(item) if clause is None else None
            clause = clause or (weight_clause(self.month, item) if place and says else None)
            if is_full:
                yield tuple(plain)
                plain, stated = [], False
            plain.append(self._moved(item, clause, run, first=not stated, turn=turn))
            stated = says
            if more:
                yield (*plain, more)
                plain, stated = [], False
        if plain:
            yield tuple(plain)

    def _clause(self, item: Item, *, run: bool = True) -> Text | None:
        if self._crosses(item) and self.told.crossing:
            return self.month.words.crossed(self.told.crossing)
        kind, said = _clause(self.month, item, run=run)
        self.clauses[kind] += said is not None
        return said if self.clauses[kind] <= _ALIKE else None

    def _crosses(self, item: Item) -> bool:
        """Say whether it is the line whose round number the edition tells."""
        return self.told.crossing is not None and self.told.crossing.codes == item.codes

    def _more(self, item: Item, clause: Text | None, *, alone: bool) -> Text | None:
        """Return how quantity and value moved: for the first line of all, and where the line's past adds nothing."""
        is_told = clause is None or item.code == self.told.ranked[0].code
        return by_weight(self.month, item, alone=alone) if is_told else None

    def _continued(self, item: Item) -> Claim | None:
        """Return the run of a line that the last edition told going the same way, for one line of an edition."""
        month, last = self.month, self.month.brief.last
        if last is None or self.clauses["continued"] or last.period.last != month.period.step(-1).last:
            return None
        told = [one.way for one in last.rates if (one.codes, one.period) == (item.codes, last.period)]
        found = history.streak(month, item.codes, _RUN)
        goes_on = found is not None and item.way is not None and told[:1] == [item.way] == [found[1]]
        if found is None or not goes_on or not month.words.may_continue(item, surprises.size(month, item)):
            return None
        self.clauses["continued"] += 1
        return found[0]

    def _moved(
        self, item: Item, clause: Text | None, run: Claim | None = None, *, first: bool = True, turn: bool = False
    ) -> Text:
        now, base = item.amount, item.base_amount
        times = self.month.account.multiple(now, base) if item.growth and now and base else None
        self.place += 1
        size = surprises.size(self.month, item)
        if run:
            return self.month.words.line_continued(item, clause, run, first=first)
        said = self.month.words.line_moved(item, self.place - 1, clause, times, size, first=first, level_first=turn)
        return replace(said, form=clause.form if clause else "")

    def _apart(self, name: str, items: Sequence[Item]) -> Iterator[Section]:
        if items:
            said = tuple(tuple(self._said(name, item)) for item in items)
            yield self._section(name, self._label(name, items), items, said, PAGES)

    def _label(self, name: str, items: Sequence[Item]) -> Text:
        """Return the section's name: trade that is not there a year before may have begun since then."""
        label = _LABELS[name]
        states = {line.flow_state for item in items if (line := self.month.moved(item.code))}
        if name in _STATES and not states <= _STATES[name]:
            label = _OTHERWISE[name]
        return self.month.words.label(label)

    def _said(self, name: str, item: Item) -> Iterator[Text]:
        words, month = self.month.words, self.month
        if name != "low-base":
            yield from words.began(item) if item.began else words.ended(item)
            return
        yield self._moved(item, None)
        if words.says_base(item) and (said := words.from_little_month(item, _gain(month, item))):
            yield said
        longer = month.item(item.code, month.longer)
        if longer.comparable and (said := words.longer_levels(longer)):
            yield said

    def _other_way(self, item: Item) -> Section | None:
        """Return what went against the total; None where no print of its level, its part or its weight holds."""
        month, words = self.month, self.month.words
        said: list[Text | None] = []
        if item.began or item.ended:
            said += words.began(item) if item.began else words.ended(item)
        elif item.now is None:  # no print of its level holds
            said += words.had(item)
            said += [words.carried(self.told.total, item, None, None)] if said else []
        else:
            said.append(self._moved(item, self._clause(item)))
        says_base = words.says_base(item)
        if item.now and (says_base or item.began or item.ended):  # what it added is on the base that is told
            said.append(words.took_away(item))
        texts = [text for text in said if text]
        mass = None if item.low or item.began or item.ended else by_weight(month, item, alone=not says_base)
        if mass and sum(self._numbers(text) for text in (*texts, mass)) <= _NUMBERS:
            texts.append(mass)
        return self._section("other-way", words.label("other_way"), [item], (tuple(texts),)) if texts else None

    def _numbers(self, text: Text) -> int:
        """Return how many of a text's figures are digits, in whatever language it is."""
        told = {claim.id for claim in self.month.material.ledger.claims if claim.kind in _IN_WORDS}
        shown = (text.words[mark.start : mark.end] for mark in text.marks if mark.claim not in told)
        return sum(any(map(str.isdigit, words)) for words in shown)


def _clause(month: Month, item: Item, *, run: bool = True) -> tuple[str, Text | None]:
    """Return the one thing that a line's past adds to its sentence, and its kind; a `run` is told once a paragraph."""
    words = month.words
    if item.way and (since := history.step(month, item.code)):
        return "step", words.step_clause(since, item.way)
    if found := history.extreme(month, item.codes):
        return "record", words.extreme_clause(item, *found) if _agrees(found[1], item) else None
    if found := history.since(month, item.codes):
        return "since", words.since_clause(*found) if _agrees(found[1], item) else None
    if run and (found := history.streak(month, item.codes)):
        told = found[1] == item.way and history.is_told(found[0])
        return "streak", words.streak_clause(*found) if told else None
    return "", None


def _agrees(side: str, item: Item) -> bool:
    return (side, item.way) in {("highest", "up"), ("lowest", "down")}


def _masses(month: Month, item: Item) -> tuple[Amount, Amount] | None:
    """Return the weights now and a year before; None where they are not known or in doubt."""
    line = month.moved(item.code)
    if item.amount is None or item.base_amount is None or not item.comparable:
        return None
    if line and "quantity_suspect" in line.flags:
        return None
    now, base = weight(item.amount), weight(item.base_amount)
    return None if now is None or base is None else (now, base)


def swing_clause(month: Month, item: Item) -> Text | None:
    """Return that a large change is nothing odd in its series, as a clause."""
    claim = surprises.swing(month, item)
    return month.words.swing_clause(claim) if claim else None


def weight_clause(month: Month, item: Item) -> Text | None:
    """Return how the weight moved, as a clause."""
    masses = _masses(month, item)
    return month.words.weight_clause(item, month.account.growth(*masses)) if masses else None


def by_weight(month: Month, item: Item, *, alone: bool = False) -> Text | None:
    """Return how quantity and average value moved; None where the weights are not known or are in doubt.

    Standing `alone`, it says what it is compared with.
    """
    masses = _masses(month, item)
    if masses is None or item.amount is None or item.base_amount is None:
        return None
    change = month.account.growth(*masses)
    estimated = "E" in masses[0].marks | masses[1].marks  # from average values: they say nothing about them
    ends = (item.amount, masses[0]), (item.base_amount, masses[1])
    worth = None if estimated else month.account.value_growth(*ends)
    weights = month.account.level(masses[0]), month.account.level(masses[1]), change
    return month.words.by_weight(weights, worth, month.base if alone else None)


def _gain(month: Month, item: Item) -> Claim | None:
    """Return the change in money, where it is the difference of the levels as they are printed."""
    if item.amount is None or item.base_amount is None or item.now is None or item.base is None:
        return None
    claim = month.account.change(item.amount, item.base_amount)
    scale = rounding.prose_scale(min(claim.value for claim in (item.now, item.base)))
    now, base, gain = (rounding.money(one, scale) for one in (item.now, item.base, claim))
    if now is None or base is None:
        return None
    return claim if now - base == gain else None
