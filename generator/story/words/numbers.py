"""Numbers, names and periods: how figures, lines, economies and months are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.label import Label
from generator.story.plan import Text
from generator.story.rounding import Scale
from generator.story.text import Part, leaf, printed, words_of
from generator.story.words.speech import Noun, Slot, Speech
from generator.trade.codes import WORLD, Flow, area
from generator.trade.currency import DOLLAR
from generator.trade.figures import Selection
from generator.trade.period import Period

_COMMON = re.compile(r"(?:Eurostat|UN Comtrade|United Nations|OECD|IMF|World Bank|WTO)\b")  # of no single country
_PASSED_ON = re.compile(r"(?P<what>customs) \((?P<by>UN Comtrade)\)")
_LONG_HEAD = 4  # words of the longest name that a headline has room for


class Numbers(Speech):
    """What fills the slots of sentences: figures with the claims they print, names, periods."""

    def number(self, claim: Claim) -> Noun:
        """Return a count in words where the language has a word for it, else in digits."""
        numbers, count = self.lexicon["numbers"], int(claim.value)
        words = numbers[count] if count < len(numbers) else f"{count:,}"
        return Noun(printed(str(words), claim.id), plural=count != 1)

    def digits(self, claim: Claim) -> Noun:
        """Return a count in digits."""
        return Noun(printed(f"{int(claim.value):,}", claim.id), plural=claim.value != 1)

    def money(self, claim: Claim, scale: Scale | None = None) -> Text:
        """Return a sum, "$1.14 billion", "$290,000", "CNY 110.90 million". Raise ValueError if no rounding holds."""
        scale = scale or rounding.scale_of(claim.value)
        digits = rounding.money(claim, scale, place=self.grammar.place)
        if digits is None:
            msg = f"{claim.id} reads {claim.low} to {claim.high}: no rounding holds"
            raise ValueError(msg)
        return self.priced(claim, digits, scale)

    def priced(self, claim: Claim, shown: Decimal, scale: Scale) -> Text:
        """Return the digits of a sum with its currency and scale: "$14.16 million", "CNY 14.16 million"."""
        return printed(self.grammar.money(claim.unit, shown, scale, self.lexicon), claim.id)

    def millions_of(self, currency: str) -> Text:
        """Return the unit of a table or a picture: "US$ million", "CNY million"."""
        return self.say(f"millions.{_kind(currency)}", **self._currency(currency))

    def in_money(self, currency: str) -> Text:
        """Return the currency of a change: "in dollars", "in CNY"."""
        return self.say(f"in_money.{_kind(currency)}", **self._currency(currency))

    def currency_name(self, currency: str) -> Text:
        """Return "US dollars", "Chinese yuan (CNY)"."""
        return self.say(f"currency.{_kind(currency)}", **self._currency(currency))

    def _currency(self, currency: str) -> dict[str, Slot]:
        name = leaf(str(self.lexicon["currencies"].get(currency, currency)), "currency", currency)
        return {"currency": leaf(currency, "currency", currency), "name": name}

    def per_cent(self, claim: Claim | None) -> Text | None:
        """Return "76%" without a sign, which the verb gives. None where the claim's range is too wide to print."""
        value = rounding.per_cent(claim) if claim else None
        if claim is None or value is None:
            return None
        return self.in_per_cent(rounding.grouped(abs(value)), claim)

    def share(self, claim: Claim | None) -> Text | None:
        """Return a share in a market, "0.37%", "8.5%" or "52%". None where its range is too wide to print."""
        return self.shares(claim, claim)[0]

    def shares(self, now: Claim | None, base: Claim | None) -> tuple[Text | None, Text | None]:
        """Return two shares with as many decimals as the smaller one needs. None, None where both print alike.

        One claim alone is given twice, and is printed twice.
        """
        if now is None or base is None:
            return None, None
        decimals = rounding.decimals_of_share(min(now.value, base.value))
        shown = [rounding.finest(claim.low, claim.high, decimals) for claim in (now, base)]
        first, second = shown
        if first is None or second is None or (first == second and now != base):
            return None, None
        return self.in_per_cent(rounding.grouped(first), now), self.in_per_cent(rounding.grouped(second), base)

    def rank(self, claim: Claim) -> Text:
        """Return the place of a partner: "third", "19th", "19ویں"."""
        return printed(self.grammar.rank(int(claim.value), self.lexicon), claim.id)

    def in_per_cent(self, digits: str, claim: Claim) -> Text:
        """Return the digits of a rate with the per cent sign."""
        return printed(self.say("per_cent", n=digits).words, claim.id)

    def points(self, claim: Claim) -> Text | None:
        """Return "3.1 percentage points", without a sign, or None where no rounding holds."""
        value = rounding.points(claim)
        if value is None:
            return None
        return self.say("points.full", n=printed(rounding.grouped(abs(value)), claim.id))

    def hedged(self, claim: Claim, shown: Text) -> Text:
        """Return a printed figure with its qualifier, "more than", "about" or "at least", if it has one."""
        match claim.qualifier:
            case "exact":
                return shown
            case "over":
                word = self.say("wording.over", word=self.say("more_than"))
                return self.say("bounded.over", word=word, level=shown)
            case "at_least" | "about" as bound:
                return self.say(f"qualified.{bound}", n=shown)
        return self.say("qualified.exact", n=shown)

    def dateline(self, place: str) -> Text:
        """Return "BEIJING — ", for the beginning of the first sentence."""
        return self.say("dateline", place=leaf(place, "setting", "place"))

    def period(self, when: Period) -> Text:
        """Return the period in words: "2025", "December 2025", "January–February 2026".

        A quarter is named by its months, since a desk whose year begins in July numbers quarters differently.
        """
        year = str(when.last.year)
        match when.frequency:
            case "annual":
                words = self.plainly("period.annual", year=year)
            case "monthly":
                words = self.plainly("period.monthly", month=self.month_of(when), year=year)
            case _:
                ends = {"first": self.first_month_of(when), "last": self.month_of(when.last)}
                words = self.plainly("period.months", year=year, **ends)
        return leaf(words, "time", str(when), "period")

    def month_of(self, when: Period) -> Text:
        """Return the name of the first month of a period."""
        return leaf(str(self.lexicon["months"][when.first % 12]), "time", str(when.split()[0]), "month")

    def first_month_of(self, when: Period) -> Text:
        """Return the first month of a range, which may differ from a single month: the 1 of 1—9月."""
        names = self.lexicon.get("first_months", self.lexicon["months"])
        return leaf(str(names[when.first % 12]), "time", str(when.split()[0]), "month")

    def year_of(self, when: Period) -> Text:
        """Return the year of a span: "2025", or "2025-26" for a year to date that began in July."""
        return leaf(year_of(when), "time", str(when), "year")

    def day(self, when: date) -> Text:
        """Return "27 January 2026"."""
        return self._date("day", when)

    def about_day(self, when: date) -> Text:
        """Return "About 20 March 2026"."""
        return self._date("about_day", when)

    def month(self, when: date) -> Text:
        """Return "May 2024"."""
        return self._date("month", when)

    def _date(self, form: str, when: date) -> Text:
        name = self.lexicon["months"][when.month - 1]
        words = self.plainly(form, day=str(when.day), month=name, year=str(when.year))
        return leaf(words, "day", when.isoformat(), form)

    def valuation(self, how: str) -> Text:
        """Return the valuation of the figures: "CIF", "FOB", or both for "CIF and FOB"."""
        return self.listed([leaf(rule, "valuation", rule) for rule in how.split(" and ")])

    def briefly(self, line: Label) -> Noun:
        """Return the line with its short name and code: "chromium ores (HS 2610)"."""
        return self.coded(line, "short")

    def coded(self, label: Label, form: str) -> Noun:
        """Return a line by its `full` or `short` name and its code."""
        name = Noun.of(label, form)
        oblique = self.with_code(name.oblique, label.code) if name.oblique else ""
        return Noun(self.with_code(name.part, label.code), label.plural, oblique=oblique)

    def with_code(self, name: Part, code: str) -> Part:
        """Return a name followed by its code, unless the name has the code already."""
        if f"HS {code}" in words_of(name):
            return name
        return self.say("with_code", name=name, code=self.code(code))

    def code(self, code: str) -> Text:
        """Return a code of the HS."""
        return leaf(code, "code", code)

    def codes(self, codes: Iterable[str]) -> Text:
        """Return codes of the HS as a list, in their order."""
        return self.listed([self.code(code) for code in sorted(codes)])

    def integer(self, number: int) -> Text:
        """Return a number that is not a figure of trade: a revision, a page."""
        return leaf(str(number), "number", str(number))

    def flow(self, flow: Flow) -> tuple[Text, Text]:
        """Return noun and verb of a flow: "imports", "imported"."""
        noun, verb = self.lexicon["flows"][flow.value]
        return leaf(str(noun), "flow", flow.value, "noun"), leaf(str(verb), "flow", flow.value, "verb")

    def whence(self, of: Selection, flow: Flow | None = None) -> Text:
        """Return the partner as it follows the goods: " from Pakistan", " to the Netherlands", or "" for the World.

        `flow` is given where the direction is not that of the selection.
        """
        if of.partner == WORLD:
            return Text("")
        return self.say(f"whence.{way(flow or of.flow)}", land=self.land(of.partner))

    def goods_of(self, line: Label, of: Selection) -> Noun:
        """Return the goods for a headline: "Pakistani copper", "copper to Pakistan".

        A long name is replaced by its code. With all partners together the result is "copper" alone.
        """
        name = Noun.of(line, "head")
        head, oblique = name.part, name.oblique
        if len(words_of(head).split()) > _LONG_HEAD:
            head = oblique = self.say("goods_of_code", code=self.code(line.code))
        adjective = self.lexicon["demonyms"].get(of.partner)
        key = "goods.of_a_people" if adjective and way(of.flow) == "import" else "goods.whence"
        goods, before = (
            self.say(key, people=self.people(of.partner), goods=name, way=self.whence(of))
            for name in (head, oblique or head)
        )
        return Noun(goods, oblique=before)

    def people(self, code: str) -> Text:
        """Return the adjective of an economy, "Pakistani", or "" where the language has none for it."""
        adjective = self.lexicon["demonyms"].get(code)
        return leaf(str(adjective), "economy", code, "people") if adjective else Text("")

    def counted_by(self, of: Selection) -> Text:
        """Return the meaning of the partner: "by country of origin", or "all countries of origin together"."""
        kind = {Flow.IMPORT: "import", Flow.EXPORT: "export"}.get(of.flow, "other")
        return self.say(f"counted_by.{'all' if of.partner == WORLD else 'one'}.{kind}")

    def hs_editions(self, names: Sequence[str]) -> Text:
        """Return "HS 2012 and HS 2017", or "" without editions."""
        return self.listed([hs_edition(name) for name in names])

    def land(self, code: str) -> Text:
        """Return an economy, or another partner, as a sentence names it: "Pakistan", "the Netherlands"."""
        entry = area(code)
        return leaf(str(self.lexicon["economies"].get(entry.iso3, entry.name)), "economy", code, "land")

    def bare_land(self, code: str) -> Text:
        """Return an economy without its article, as a list names it: "Netherlands"."""
        return leaf(self.plainly("bare_land", land=Noun(self.land(code))), "economy", code, "bare")

    def office_of(self, reporter: str, customs: str) -> Text:
        """Return the office with its country: "China’s General Administration of Customs", "Statistics Netherlands"."""
        bare = self.bare_land(reporter).words
        names = (bare, str(self.lexicon["demonyms"].get(reporter) or bare))
        office = leaf(customs, "setting", "customs")
        match = _PASSED_ON.fullmatch(customs)
        if match:
            by, what = self._passed_on(match)
            return self.say("passed_on.office", land=Noun(self.land(reporter)), by=by, what=what)
        if any(name in customs for name in names) or _COMMON.match(customs):
            return office
        return self.say("office", land=Noun(self.land(reporter)), customs=office)

    def source_of(self, customs: str, lands: Sequence[Text]) -> Text:
        """Return the source: "General Administration of Customs, China", "UN Comtrade, customs of China".

        UN Comtrade asks to be named first where it passes on customs' figures.
        """
        where = [land for land in lands if land.words not in customs]
        match = _PASSED_ON.fullmatch(customs)
        if match is None:
            office = leaf(customs, "setting", "customs")
            return self.say("offices", customs=office, lands=self.listed(where, "row")) if where else office
        by, what = self._passed_on(match)
        if not where:
            return self.say("passed_on.alone", by=by, what=what)
        return self.say("passed_on.of", by=by, what=what, lands=self.listed(where))

    def _passed_on(self, match: re.Match[str]) -> tuple[Text, Text]:
        """Return who passes on the figures of customs, and the word for customs, both as the source writes them."""
        return leaf(match["by"], "setting", "customs", "by"), leaf(match["what"], "setting", "customs", "what")


def passed_on(customs: str) -> tuple[str, ...]:
    """Return who passes on figures, and whose: two parts of "customs (UN Comtrade)". Return () for any other office."""
    match = _PASSED_ON.fullmatch(customs)
    return (match["by"], match["what"]) if match else ()


def way(flow: Flow) -> str:
    """Return "import" or "export", for re-imports and re-exports too."""
    return "import" if flow in (Flow.IMPORT, Flow.RE_IMPORT) else "export"


def _kind(currency: str) -> str:
    return "dollar" if currency == DOLLAR else "other"


def year_of(when: Period) -> str:
    """Return the year of a span: "2025", or "2025-26" for a year to date that began in July."""
    return f"{when.year}-{(when.year + 1) % 100:02d}" if when.is_fiscal else str(when.last.year)


def hs_edition(name: str) -> Text:
    """Return "HS 2017" of "HS2017"."""
    return leaf(f"HS {name.removeprefix('HS')}", "hs", name)


def required_claim(claim: Claim | None) -> Claim:
    """Return `claim`, or raise ValueError where it is None."""
    if claim is None:
        msg = "a level is said of a line that has none"
        raise ValueError(msg)
    return claim
