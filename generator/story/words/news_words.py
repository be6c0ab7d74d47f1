"""Words of the news: the slots of headlines, of the sentences under them, of ledes and of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from generator.story import rounding
from generator.story.amounts import Claim, Size
from generator.story.brief import Trade
from generator.story.plan import Text
from generator.story.rounding import UNITS
from generator.story.text import pieces_of, printed
from generator.story.words.month_figures import is_rolling, scale_of
from generator.story.words.numbers import way
from generator.story.words.speech import Noun, Slot
from generator.story.words.trades import Trades, is_listed, lacks_within
from generator.trade.codes import Flow
from generator.trade.period import Period

_TWICE = Decimal("1.95")  # from here on a rise is expressed as a multiple
_MULTIPLES = (  # each word with its range: from, and up to but without, as a multiple of the year before
    ("by_more_than_nine_tenths", Decimal(0), Decimal("0.087")),
    ("by_nine_tenths", Decimal("0.087"), Decimal("0.113")),
    ("by_more_than_four_fifths", Decimal("0.113"), Decimal("0.18")),
    ("by_four_fifths", Decimal("0.18"), Decimal("0.22")),
    ("by_three_quarters", Decimal("0.23"), Decimal("0.27")),
    ("by_more_than_two_thirds", Decimal("0.27"), Decimal("0.315")),
    ("by_two_thirds", Decimal("0.315"), Decimal("0.35")),
    ("more_than_halve", Decimal("0.35"), Decimal("0.485")),
    ("halve", Decimal("0.485"), Decimal("0.515")),
    ("nearly_halve", Decimal("0.515"), Decimal("0.55")),
    ("nearly_double", Decimal("1.90"), Decimal("1.94")),
    ("double", Decimal("1.94"), Decimal("2.06")),
    ("more_than_double", Decimal("2.06"), Decimal("2.85")),
    ("nearly_triple", Decimal("2.85"), Decimal("2.91")),
    ("triple", Decimal("2.91"), Decimal("3.09")),
    ("more_than_triple", Decimal("3.09"), Decimal("3.80")),
    ("nearly_quadruple", Decimal("3.80"), Decimal("3.88")),
    ("quadruple", Decimal("3.88"), Decimal("4.12")),
    ("more_than_quadruple", Decimal("4.12"), Decimal("5.00")),
)
_ROUND = tuple(row for row in _MULTIPLES if row[0] in {"double", "triple", "quadruple"})
_FRACTIONS = (  # each word with its range in per cent of the whole
    ("half", Decimal("48.5"), Decimal("51.5")),
    ("three_fifths", Decimal("58.2"), Decimal("61.8")),
    ("two_thirds", Decimal("64.7"), Decimal("68.7")),
    ("three_quarters", Decimal("72.8"), Decimal("77.2")),
    ("four_fifths", Decimal("77.6"), Decimal("82.4")),
    ("nine_tenths", Decimal("87.3"), Decimal("92.7")),
    ("nearly_all", Decimal("95.0"), Decimal("99.0")),
    ("all", Decimal("99.0"), Decimal("103.0")),
)
_TO_QUARTER_BEFORE = (  # each word with its range as a multiple of the quarter before
    ("less_than_half", Decimal(0), Decimal("0.495")),
    ("more_than_double", Decimal("2.01"), Decimal("Infinity")),
)
_NO_CENTS = Decimal(100)  # from this average value on, no cents are printed


class NewsWords(Trades):
    """The slots of the news, by what they stand for."""

    def changed(self, key: str, growth: Claim | None, size: Size, times: Claim | None, place: int = 0) -> Text | None:
        """Return how something moved, by the pattern `key`: "rise 12%", "more than double". None if no rate holds."""
        if growth is None or growth.direction is None:
            return None
        way = self.way(growth.direction)
        if times is not None and times.low >= _TWICE:
            manifold = self.manifold(times)
            if manifold:
                return self.say(f"{key}.times", times=manifold, n=self.ratio(times) or "", way=way)
        rate = self.rate(growth)
        if rate is None:
            return None
        verb = self.sized(growth, size, place, many=True)
        return self.say(f"{key}.rate", verb=verb, rate=rate, way=way)

    def manifold(self, times: Claim) -> Text | None:
        """Return the word of a multiple, "more than double", marked with its claim. None where no word holds."""
        return self._word_for("multiples", _MULTIPLES, times)

    def fraction(self, part: Claim) -> Text | None:
        """Return the word of a fraction, "four fifths", or its per cent. None where neither holds."""
        return self._word_for("fractions", _FRACTIONS, part) or self.per_cent(part)

    def to_quarter_before(self, times: Claim) -> Text | None:
        """Return "less than half of" or "more than twice", marked with its claim. None where neither holds."""
        return self._word_for("to_quarter_before", _TO_QUARTER_BEFORE, times)

    def _word_for(self, table: str, words: Sequence[tuple[str, Decimal, Decimal]], claim: Claim) -> Text | None:
        word = next((name for name, low, high in words if low <= claim.low and claim.high < high), None)
        return printed(self.word(table, word), claim.id) if word else None

    def ratio(self, times: Claim) -> Text | None:
        """Return a multiple in digits, "2.7", or None where its range is too wide."""
        digits = rounding.multiple(times)
        return printed(str(digits), times.id) if digits is not None else None

    def against_then(
        self,
        growth: Claim | None,
        times: Claim | None,
        when: Period,
        base: Claim | None = None,
        *,
        then: Text | None = None,
        rated: str = "body.against.rate",
    ) -> Text | None:
        """Return how a level of `when` compares with a year before: "12% more than a year earlier".

        `then` prints the year before beside a rate or a multiple: "12% more than 2024". None where nothing holds.

        Tried in order: a word ("twice as much as"), a multiple, a rate by the pattern `rated`, and last the level
        `base` itself.
        """
        year_earlier = self.year_earlier(when)
        if growth is not None and growth.direction:
            way = self.way(growth.direction)
            multiple = self._as_multiple(times, then or year_earlier) if times is not None else None
            if multiple:
                return multiple
            rate = self.rate(growth)
            if rate:
                return self.say(rated, rate=rate, way=way, then=then or year_earlier)
        if base is None:
            return None
        return self.say("body.against.level", base=self.worth(base), then=year_earlier)

    def _as_multiple(self, times: Claim, year_earlier: Text) -> Text | None:
        """Return "twice as much as a year earlier", "2.7 times as much as"; None where neither is right."""
        word = self._word_for("multiples", _ROUND, times)
        ratio = self.ratio(times)
        if word:
            return self.say("body.against.word", times=word, n=ratio or word, then=year_earlier)
        if ratio is None or times.low < _TWICE:
            return None
        return self.say("body.against.times", n=ratio, then=year_earlier)

    def year_earlier(self, when: Period) -> Text:
        """Return the base of the comparison: "a year earlier", or "the year before" for a year."""
        return self.say(f"body.earlier.{'year' if when.frequency == 'annual' else 'months'}")

    def side(self, side: str) -> Text:
        """Return the side, `highest` or `lowest`, of a record or rank as a direction."""
        return self.way("up" if side == "highest" else "down")

    def so_far(self, when: Period) -> Text:
        """Return the year to date without its year: "January–October". A year to date from July keeps its years."""
        is_whole = when.is_fiscal or is_rolling(when) or when.frequency == "annual"
        return self.span(when) if is_whole else self.month_name(when)

    def of_headline(self, when: Period) -> Text:
        """Return a period for languages whose headlines begin with it: "9月", "第三季度", "2025年"."""
        if when.frequency == "quarterly":
            return self.quarter(when)
        return self.period(when) if when.frequency == "annual" else self.so_far(when)

    def month_before(self, when: Period, now: Period) -> Text:
        """Return the name of a month near `now`, "October", with the year if that differs."""
        return self.month_name(when) if when.last.year == now.last.year else self.period(when)

    def average(self, claim: Claim, unit: str) -> Text | None:
        """Return an average value, "$9,864", per `unit`. None where no rounding holds."""
        low, value, high = claim.low, claim.value, claim.high
        if unit == "kilogram":  # the claim is of a tonne
            low, value, high = low / 1000, value / 1000, high / 1000
        places = 0 if value >= _NO_CENTS else 2
        digits = rounding.finest(low, high, places)
        if digits is None:
            return None
        money = claim.unit.partition("_per_")[0]
        return printed(self.grammar.money(money, digits, UNITS, self.lexicon), claim.id)

    def goods_traded(self, trade: Trade) -> Noun | None:
        """Return the goods by name, "copper and aluminium", where the trade is of lines without a common name."""
        return self.by_name(trade) if is_listed(trade) and not lacks_within(trade) else None

    def trade_over(self, trade: Noun, when: Period) -> Noun:
        """Return a trade with its period, used where that is not the edition's period: "copper imports in 2025"."""
        return replace(trade, part=self.say("trade_over", trade=trade, when=self.of_headline(when)))

    def proof(self, key: str, claim: Claim, **slots: Slot) -> Text:
        """Return the clause of a pattern that expresses a claim in words: "first drop since August 2019"."""
        return printed(self.say(f"{key}.proof", **slots), claim.id)

    def slots_of(self, key: str) -> frozenset[str]:
        """Return the names of a pattern's slots."""
        return frozenset(name for _, name, _ in pieces_of(self.sentences[key]) if name)

    def is_open(self, claim: Claim) -> bool:
        """Return whether no rounding of a sum of money holds."""
        return rounding.in_digits(claim, scale_of(claim)) is None

    def in_round(self, claim: Claim) -> Text:
        """Return a sum with its own digits and no further rounding: "$0.4 million"."""
        scale = scale_of(claim)
        return self.priced(claim, claim.value.scaleb(-scale.power).normalize(), scale)

    def deal(self, flow: Flow) -> Text:
        """Return the flow as an act of trading, which a pattern prints in a form: "imports", "pays"."""
        return self.word("deals", way(flow))

    def quarter(self, when: Period) -> Text:
        """Return a quarter by its number: "third quarter"."""
        return self.say("head.quarter", nth=self.word("quarters", str(1 + when.first % 12 // 3)))
