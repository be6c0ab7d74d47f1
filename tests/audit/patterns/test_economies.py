"""Every economy as reporter and as partner: its trade, a headline and its sources read back by their own patterns.

A name is a slot, so what it holds (香港 in 中国香港, "North", "Guinea", a comma) may not change how a text is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from generator.audit.edition_data import Data, text_of, tree_of, without_isolates
from generator.audit.patterns.pattern_reader import Prints, parse
from generator.audit.patterns.tongue import GlossaryNames, Tongue
from generator.story.amounts import Claim, Size
from generator.story.brief import Trade
from generator.story.plan import Text, as_data
from generator.story.record import as_json
from generator.story.words import Words, speak
from generator.trade.codes import Flow, economies
from generator.trade.figures import Selection
from generator.trade.period import Period

TAGS = ("en", "zh", "ur")
MONTH = Period.parse("2020-09")
GROUP = {"en": "fish", "zh": "水产品", "ur": "مچھلی"}
OFFICES = ("customs (UN Comtrade)", "General Administration")
CODES = tuple(sorted({one.iso3 for one in economies().values()}))


def texts(words: Words, trade: Trade) -> Iterator[Text]:
    """Yield what an edition calls its trade, a headline, who counted and the line of sources."""
    fell = Claim("f1", "change", ("03",), MONTH, "pct", *(Decimal(-66),) * 3, formula=("growth",), direction="down")
    change = words.changed("head.change", fell, Size("plain"), None)
    assert change is not None
    lands = [words.bare_land(trade.selection.reporter)]
    yield words.trade_of(trade)
    for name in words.trades(trade):
        yield words.say("head.plain", trade=name, change=change, when=words.of_headline(MONTH))
    for office in OFFICES:
        yield words.office_of(trade.selection.reporter, office)
        source = words.listed([words.source_of(office, lands), words.day(date(2021, 3, 1))], "row")
        yield words.say("source.line", all=source)


def read(text: Text, tag: str) -> Prints | None:
    """Return how the audit reads a text of edition.json."""
    node: Data = without_isolates(json.loads(as_json(as_data(text))))
    tree = tree_of(node)
    assert tree is not None
    names = GlossaryNames({}, {"group": [GROUP[tag]], "customs": [*OFFICES, "UN Comtrade", "customs"]})
    return parse(text_of(node), tree, Tongue.of(tag), names, {})


def trades(code: str, other: str, tag: str) -> Iterator[Trade]:
    """Yield the trade of an economy with another, both ways, as each of them counts it."""
    for reporter, partner in ((code, other), (other, code)):
        for flow in Flow:
            yield Trade(Selection("office", reporter, partner, flow, ("03",)), (), GROUP[tag])


@pytest.mark.long
@pytest.mark.parametrize("tag", TAGS)
def test_every_economy_is_read_as_it_is_said(tag: str) -> None:
    """No name of an economy makes a true text look like another."""
    words, unread = speak(tag), list[str]()
    for code in CODES:
        other = "NLD" if code != "NLD" else "HKG"
        for trade in trades(code, other, tag):
            unread += [text.words for text in texts(words, trade) if read(text, tag) is None]
    assert [] == unread


@pytest.mark.parametrize("tag", TAGS)
def test_an_economy_is_not_read_as_another(tag: str) -> None:
    """China for Hong Kong, Niger for Nigeria, Guinea for Guinea-Bissau: a name within a name is found out."""
    words = speak(tag)
    for code, other in (("CHN", "HKG"), ("CHN", "TWN"), ("CHN", "MAC"), ("NER", "NGA"), ("GIN", "GNB")):
        true = words.trade_of(next(trades(code, "NLD", tag)))
        false = words.trade_of(next(trades(other, "NLD", tag)))
        for text, tree in ((true, false.tree), (false, true.tree)):
            assert read(Text(text.words, text.marks, tree=tree), tag) is None


@pytest.mark.parametrize("tag", [pytest.param("zh", marks=pytest.mark.long), "ur"])
def test_no_latin_word_stands_in_a_text(tag: str) -> None:
    """But HS, CIF, FOB and the name of UN Comtrade; an office that has no name in the language keeps its letters."""
    words = speak(tag)
    for code in CODES:
        for trade in trades(code, "NLD" if code != "NLD" else "HKG", tag):
            for text in texts(words, trade):
                left = text.words.replace("UN Comtrade", "").replace(OFFICES[1], "")
                assert not any(letter.isascii() and letter.isalpha() for letter in left), text.words
