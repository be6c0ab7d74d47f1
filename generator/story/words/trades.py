"""Names of the trade that an edition covers: all trade of two economies, a named group, or lines by name or code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.story.brief import Trade
from generator.story.label import Label, described
from generator.story.plan import Text
from generator.story.text import leaf
from generator.story.words.month_figures import Amounts
from generator.story.words.numbers import way
from generator.story.words.speech import Noun
from generator.trade.codes import is_within, nomenclature
from generator.trade.editions import TOTAL
from generator.trade.figures import Selection
from generator.trade.trees import EMPTY, leaves

_CHAPTER = 2  # digits
_HEADING = 4  # digits
_MOST_NAMES = 3  # in a list of goods
_MOST_LETTERS = 44  # of a list of goods
_MOST_LETTERS_OF_ONE = 60  # of a single name
_MOST_CODES = 6  # codes, or runs of chapters, that are named
_LEAST_RUN = 3  # chapters that follow one another and are written as a run
_FISH = ("0301", "0302", "0303", "0304", "0305")
_KINDS = {"fish": _FISH, "fish_products": (*_FISH, "1604")}  # headings that form a kind of goods, but not a chapter


class Trades(Amounts):
    """The names of the trade that an edition covers, as long as a sentence, a subtitle or a headline has room for."""

    def trade_of(self, trade: Trade) -> Text:
        """Return the fullest name of the trade: "China’s mineral imports from Pakistan"."""
        return self._in_a_headline(trade, next(self._counted(trade)), "whose")

    def market_of(self, trade: Trade) -> Text:
        """Return the trade with all partners: "China’s mineral imports from all suppliers"."""
        who = Noun(self.land(trade.selection.reporter))
        whence = self.whence_all(trade.selection)
        return self.say("trade_of.whose", who=who, traded=next(self._counted(trade)), way=whence)

    def market_of_line(self, line: Label, of: Selection) -> Text:
        """Return the trade in one line with all partners: "China’s imports of copper from all suppliers"."""
        name = Noun.of(line, "short")
        whence = self.whence_all(of)
        goods = self.say("goods.whence", goods=name.part, way=whence)
        before = self.say("goods.whence", goods=name.oblique or name.part, way=whence)
        who = Noun(self.land(of.reporter))
        flow = self.flow(of.flow)[0]
        return self.say("trade_in.whose", who=who, flow=flow, goods=Noun(goods, oblique=before))

    def whence_all(self, of: Selection) -> Text:
        """Return all partners as they follow the goods: " from all suppliers", " to all buyers"."""
        return self.say(f"whence_all.{way(of.flow)}")

    def trades(self, trade: Trade) -> Iterator[Noun]:
        """Yield names of the trade for a headline, the fullest first.

        The reporter is left out before a name in words is replaced by codes. The partner is left out last. The series
        line above the headline names both. If the total lacks lines, the parties are left out before the names of these
        lines are replaced by "(in part)".
        """
        goods = list(self._counted(trade, coded="trade.coded_short"))
        whole_names = goods[:-1] if trade.missing_lines else goods
        yield from self._whose(trade, whole_names)
        if trade.missing_lines:
            yield from (Noun(name, plural=True) for name in whole_names)
            yield from self._whose(trade, goods[-1:])
        yield Noun(goods[-1], plural=True)

    def _whose(self, trade: Trade, goods: Sequence[Text]) -> Iterator[Noun]:
        """Yield the goods with both parties, then with the partner alone; first goods in words, then in codes."""
        named = goods[:1]
        if named and _has_codes(named[0]):
            named = []
        for names in (named, goods[len(named) :]):
            for key in ("whose", "way"):
                for name in names:
                    yield Noun(self._in_a_headline(trade, name, key), plural=True)

    def _in_a_headline(self, trade: Trade, name: Text, key: str) -> Text:
        who = Noun(self.land(trade.selection.reporter))
        return self.say(f"trade_of.{key}", who=who, traded=name, way=self.whence(trade.selection))

    def _counted(self, trade: Trade, coded: str = "trade.coded") -> Iterator[Text]:
        """Yield names of the goods: in words, then as a kind or by codes, then as a selection.

        Examples: "mineral imports", "imports of copper and aluminium". All chapters are "imports", headings of one
        chapter are "imports of selected fish", and many codes of several chapters are "selected imports". A name that
        does not list its lines also says which lines of the briefing are missing.
        """
        flow, _ = self.flow(trade.selection.flow)
        if not is_listed(trade):
            group = leaf(trade.group, "setting", "group")
            key = "trade.group" if trade.group else "trade.all"
            yield from self.names_without_missing(self.say(key, group=group, flow=flow), trade)
            return
        names = self.by_name(trade)
        if names:
            yield from self._of_listed_lines(self.say("trade.named", flow=flow, names=names), trade)
        kind = self._kind(trade)
        if kind:
            yield from self.names_without_missing(self.say("trade.named", flow=flow, names=kind), trade)
        else:
            codes = self._codes(trade)
            if codes.words:
                yield from self._of_listed_lines(self.say(coded, flow=flow, codes=codes), trade)
        yield from self.names_without_missing(self.say("trade.selected", flow=flow), trade)

    def _of_listed_lines(self, name: Text, trade: Trade) -> Iterator[Text]:
        """Yield a name that lists its lines; it says what is missing only where that lies within one of them."""
        if lacks_within(trade):
            yield from self.names_without_missing(name, trade)
        else:
            yield name

    def names_without_missing(self, name: Text, trade: Trade) -> Iterator[Text]:
        """Yield the name with the missing lines, "mineral imports (without lead ores)", then with "(in part)".

        Yield `name` alone if no line is missing.
        """
        if not trade.missing_lines:
            yield name
            return
        names = self.by_name(replace(trade, lines=trade.missing_lines))
        if names:
            yield self.say("without.lines", said=name, names=names)
        yield self.say("without.part", said=name)

    def without_missing(self, name: Text, trade: Trade) -> Text:
        """Return the name of a total with the lines missing from it: "Total (without lead ores)"."""
        return next(self.names_without_missing(name, trade)) if trade.missing_lines else name

    def by_name(self, trade: Trade) -> Noun | None:
        """Return the lines by name, or None where they are too many, too long, or lists themselves."""
        for form in ("short", "head"):
            names = [line.name(form) for line in trade.lines]
            nouns = [Noun.of(line, form) for line in trade.lines]
            text = self.listed(nouns)
            letters = len(text.words)
            is_short_list = all(map(self._is_plain, names)) and len(names) <= _MOST_NAMES and letters <= _MOST_LETTERS
            is_short_name = len(names) == 1 and letters <= _MOST_LETTERS_OF_ONE
            if is_short_list or is_short_name:
                return Noun(text, oblique=self.listed([noun.oblique or noun.part for noun in nouns]))
        return None

    def _is_plain(self, name: str) -> bool:
        """Return whether a name can stand in a list: it is not a list itself, and not only a code."""
        joints = (self.sentences["list.last"], self.sentences["list.comma"].strip(), ",")
        nameless = self.plainly("goods_of_code", code="")
        return not any(joint in name for joint in joints) and not name.startswith(nameless)

    def _kind(self, trade: Trade) -> Text | None:
        """Return the kind of goods: "fish", or "selected fish" for a part of it. None for one code or mixed codes."""
        codes = set(trade.selection.top_codes)
        chapters = {code[:_CHAPTER] for code in codes}
        headings = {code[:_HEADING] for code in codes}
        kind = next((kind for kind, headings_of_kind in _KINDS.items() if headings <= set(headings_of_kind)), "")
        if len(codes) == 1 or (len(chapters) > 1 and not kind):
            return None
        if kind:
            name = self.say(f"kinds.{kind}")
        else:
            chapter = chapters.pop()
            name = leaf(described(chapter, self.language).short, "line", chapter, "short")
        is_all = codes >= set(_KINDS.get(kind, codes | {""}))
        return name if is_all else self.say("selected", name=name)

    def _codes(self, trade: Trade) -> Text:
        """Return the codes as a list, "74 and 76", with runs of chapters as "01 to 24". Empty if there are too many."""
        runs: list[list[str]] = []
        order = {code: place for place, code in enumerate(_chapters())}
        for code in sorted(trade.selection.top_codes):
            if runs and code in order and order[code] - order.get(runs[-1][-1], -1) == 1:
                runs[-1].append(code)
            else:
                runs.append([code])
        parts: list[Text] = []
        for run in runs:
            if len(run) >= _LEAST_RUN:
                parts.append(self.say("run", first=self.code(run[0]), last=self.code(run[-1])))
            else:
                parts += [self.code(code) for code in run]
        return self.listed(parts) if len(parts) <= _MOST_CODES else Text("")

    def fitting(self, headlines: Iterable[Sequence[Text]]) -> Text:
        """Return the first headline that is short enough, with its first letter adapted to the beginning of a sentence.

        Each group holds the headlines with one name of the trade, the longest first. The groups begin with the fullest
        name. A headline slightly too long, the shortest of its group, is preferred to a shorter name of the trade. If
        none fits, return the shortest of all.
        """
        headlines_so_far: list[Text] = []
        for group in headlines:
            sentences = [self.grammar.begin(text) for text in group]
            headlines_so_far += sentences
            for sentence in sentences:
                if self.grammar.fits_headline(sentence.words):
                    return sentence
            shortest = sentences[-1]
            if self.grammar.fits_headline(shortest.words, long=True):
                return shortest
        return min(headlines_so_far, key=lambda text: len(text.words))

    def of_line(self, line: Label, of: Selection) -> Iterator[Noun]:
        """Yield names of the trade in one line, the fullest first: "China’s imports of Pakistani copper".

        Shorter names leave out the reporter, then replace the line's name by its code, and leave out the partner last:
        the series line above names both. The goods are always named: an edition on refined copper alone must not say
        "China’s imports rose".
        """
        flow = self.flow(of.flow)[0]
        who = Noun(self.land(of.reporter))
        goods = self.goods_of(line, of)
        code = Noun(self.say("hs", codes=self.code(line.code)))
        coded = Noun(self.say("goods.whence", goods=code, way=self.whence(of)))
        for key, name in (("whose", goods), ("bare", goods), ("whose", coded), ("bare", coded), ("bare", code)):
            yield Noun(self.say(f"trade_in.{key}", who=who, flow=flow, goods=name), plural=True)


def is_listed(trade: Trade) -> bool:
    """Return whether the goods must be named line by line: they are neither a named group nor all chapters."""
    return not (trade.group or are_all_goods(trade.selection.codes))


def are_all_goods(codes: Iterable[str]) -> bool:
    """Return whether `codes` have the total of all goods among them, or every chapter."""
    return TOTAL in codes or set(_chapters()) <= set(codes)


def lacks_within(trade: Trade) -> bool:
    """Return whether a line without a figure lies within one of the selected codes."""
    return any(is_within(line.code, code) for line in trade.missing_lines for code in trade.selection.top_codes)


def _has_codes(name: Text) -> bool:
    """Say whether a name has a code in it."""
    return any(part[0] == "code" for part in leaves(name.tree or EMPTY))


def _chapters() -> list[str]:
    return sorted(code for code in nomenclature() if len(code) == _CHAPTER)
