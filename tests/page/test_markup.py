"""Texts as HTML: claims in spans on exactly their words, units and names set apart."""

# ruff: noqa: RUF001 -- Chinese has signs of its own
from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html

from generator.page import markup
from generator.story.plan import KeyFigure, Strip, Text
from generator.story.words import speak
from tests.page.sample import said


def test_a_claim_has_a_span_on_exactly_its_words() -> None:
    """The audit reads the page back by these spans."""
    text = said("Copper & more: $1.14 billion, 76%.", f1="$1.14 billion", f2="76%")
    expected = (
        'Copper &amp; more: <span class="claim" data-claim="f1">$1.14 billion</span>, '
        '<span class="claim" data-claim="f2">76%</span>.'
    )
    assert expected == str(markup.words(text, ()))


def test_no_line_breaks_between_a_figure_that_opens_and_its_signs() -> None:
    """A browser would begin a line with the comma behind a button, and end one with the bracket before it."""
    made = str(markup.words(said("Up 5%, (or 7%) and 9 more", f1="5%", f2="7%", f3="9"), {"f1", "f3"}))
    tied = '<span class="tied"><button class="claim" data-claim="f1" popovertarget="f1">5%</button>,</span>'
    assert made.startswith(f"Up {tied} (or <span")
    assert made.endswith(' and <button class="claim" data-claim="f3" popovertarget="f3">9</button> more')


def test_the_unit_of_a_key_figure_is_small_inside_its_claim() -> None:
    """One figure is one claim, whatever its type size."""
    sized = markup.sized(said("$1.14\u00a0billion", f1="$1.14\u00a0billion"), ())
    assert '<span class="claim" data-claim="f1">$1.14<small>\u00a0billion</small></span>' == str(sized)


def test_the_code_of_a_currency_is_as_small_as_its_scale() -> None:
    """The digits alone are large, in a claim and out of one."""
    sized = markup.sized(said("CNY\u00a01.14 billion", f1="CNY\u00a01.14 billion"), ())
    inside = "<small>CNY\u00a0</small>1.14<small> billion</small>"
    assert f'<span class="claim" data-claim="f1">{inside}</span>' == str(sized)
    assert inside == str(markup.sized(Text("CNY\u00a01.14 billion")))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("at least $840.9 million", "<small>at least </small>$840.9<small> million</small>"),
        ("more than CNY 1.14 billion", "<small>more than CNY </small>1.14<small> billion</small>"),
        ("至少8.409亿美元", "<small>至少</small>8.409<small>亿美元</small>"),
        ("کم از کم 84 کروڑ ڈالر", "<small>کم از کم </small>84<small> کروڑ ڈالر</small>"),
        ("\u206650\u2069 فیصد", "\u206650\u2069<small> فیصد</small>"),
        ("nothing", "nothing"),
    ],
)
def test_the_word_of_a_bound_is_small_and_its_figure_large(words: str, shown: str) -> None:
    """A huge "at" would be read before the figure that it belongs to."""
    assert shown == str(markup.sized(Text(words)))


@pytest.mark.parametrize(
    ("words", "worded", "coded"),
    [
        ("at least $840.9 million", True, False),
        ("at least CNY\u00a0840.9 million", True, True),
        ("CNY\u00a0840.9 million", False, True),
        ("\u206650\u2069 فیصد", False, False),
    ],
)
def test_a_strip_knows_what_takes_room_before_a_figure(words: str, *, worded: bool, coded: bool) -> None:
    """A style gives room to the word of a bound, and to the code of a currency, also behind that word."""
    strip = Strip("strip", ("html",), (KeyFigure(Text("2025"), Text(words), Text("of all")),))
    assert (worded, coded) == (markup.worded(strip), markup.coded(strip))


def test_a_speaker_is_named_before_the_first_comma() -> None:
    """The name stands out, the office does not."""
    assert "Ghulam Qadir<span>, counsellor, there</span>" == str(markup.named(Text("Ghulam Qadir, counsellor, there")))


def test_sentences_are_joined_by_one_space() -> None:
    """A paragraph is its sentences and nothing more."""
    assert "One. Two &lt; three." == str(markup.run((Text("One."), Text("Two < three."))))


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("See http://example.org/a_1.shtml.", "http://example.org/a_1.shtml"),
        ("(https://example.org/?a=1&b=2)", "https://example.org/?a=1&b=2"),
        ("Write to trade.desk@example.org, or call.", "trade.desk@example.org"),
    ],
)
def test_an_address_is_a_link_to_itself(words: str, address: str) -> None:
    """What is clicked is what is read: the stop behind it is the sentence's own, and nothing leads elsewhere."""
    (link,) = html.fromstring(f"<p>{markup.words(Text(words))}</p>").iter("a")
    assert (address, address) == (link.text, str(link.get("href")).removeprefix("mailto:"))


def test_a_page_links_to_no_other_scheme() -> None:
    """A text that names a script is a text."""
    assert "javascript:alert(1) and &lt;a&gt;" == str(markup.words(Text("javascript:alert(1) and <a>")))


@pytest.mark.parametrize(
    ("language", "signature"),
    [("en", "(Comment, Li Na (Aba))"), ("zh", "（评论：Li Na (Aba)）"), ("ur", "(تبصرہ: Li Na (Aba))")],
)
def test_who_signs_a_comment_is_set_apart_from_it(language: str, signature: str) -> None:
    """Behind a sentence and behind a headline, where its letters would be as large; its spaces may be no-break ones."""
    words = speak(language)
    told = words.say("commented", name="Li Na (Aba)")
    signed = replace(told, words=told.words.replace(" ", "\u00a0"))
    small = f'<small class="signature">{signed.words}</small>'
    assert signature == re.sub("[\u2066-\u2069]", "", told.words)
    assert str(markup.run((Text("It slows"), signed))) == f"It slows {small}"
    headline = words.say("signed", words=Text("It (the yarn) slows"), signature=signed)
    assert "".join(str(markup.words(headline)).split(small)).rstrip() == "It (the yarn) slows"
    phrases = (len("It (the yarn)"), len("It (the yarn) slows"), len(headline.words))
    assert str(markup.words(replace(headline, phrases=phrases))).endswith(f'<span class="phrase">{small}</span>')


def test_a_draft_stands_out_on_its_head_and_foot() -> None:
    """White on black beside the other warnings, which are framed."""
    words = speak("en")
    tag = words.listed([words.label("draft"), Text("Invented figures")], "stops")
    assert [True, True, False] == [markup.is_draft(text) for text in (tag, words.label("draft"), Text("Draft"))]


def test_a_row_has_the_line_that_it_begins_with_in_bold() -> None:
    """The lines of a list are found by their names."""
    words = speak("en")
    began = words.say("body.list.began.since", line="lead ores", proof="new in May", level="$2")
    rest = words.say("body.rest", n="two", amount="$3")
    assert str(markup.row(began)) == "<b>Lead ores</b>, new in May, came to $2."
    assert str(markup.row(rest)) == rest.words
