"""Texts as HTML: escaped, claims marked, addresses as links, a unit or a name set apart.

A claim of `opens` is a button that opens its evidence; any other one stands in a span. Who signs a comment stands in
`small`, so that nobody reads it on as text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from markupsafe import Markup, escape

from generator.charts.ruler import ideograph_units
from generator.story.plan import Mark, Strip, Text
from generator.trade.trees import keys

_OPENS, _CLOSES = "[(“‘（]", "[.,;:!?)’”、。，；：）۔،؟]"  # noqa: RUF001 -- of three languages
_BUTTON = r"<button(?:(?!</button>).)*</button>"
_TIED = re.compile(f"{_OPENS}+{_BUTTON}{_CLOSES}*|{_BUTTON}{_CLOSES}+", re.DOTALL)
_WIDE_ENDS = ("。", "！", "？", "；", "：", "，", "”", "）")  # noqa: RUF001 -- signs of another script
_BRACKETS = "(（"  # noqa: RUF001 -- in which a signature stands, in any language
_SIGNATURE = 'small class="signature"'
_HEAD_AT_MOST = 24  # letters of a run-in head
_WIDE = re.compile("[\u2e80-\uffef]+")  # ideographs and their signs
_ENDS_SENTENCE, _COMMAS = re.compile(r"\.(?= )|[。۔]"), re.compile("[,，،]")  # noqa: RUF001 -- signs of another script
_WITH_SIGN = re.compile(r"([+\u2212$]\s?\d(?:[\d.,]*\d)?%?|\d[\d.,]*%)")
_FIRST_SPACE, _CODE = re.compile(r"[ \u00a0]"), re.compile(r"\b[A-Z]{3}[ \u00a0](?=\d|$)")
_BEFORE = re.compile(r"[^\W\d_][^\d$]*(?=[$\d])")  # "at least" before a figure, the code of its currency
# A full stop, a comma or a bracket behind an address is the sentence's own.
_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]’”]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def plain(text: Text | None) -> Markup:
    """Return the words of `text`, escaped; nothing for a text that this format does not show."""
    return escape(text.words) if text else Markup("")


def words(text: Text | None, *, claims: bool = False, opens: Container[str] = ()) -> Markup:
    """Return the words of `text`; with `claims`, a span stands round every range that prints one.

    One stands round each of its phrases, too, which styles hold together.
    """
    if text is None:
        return Markup("")
    if text.phrases:
        return _phrased(text, claims=claims, opens=opens)
    return _signed(text, claims=claims, opens=opens)


def sized(text: Text | None, *, claims: bool = False, opens: Container[str] = ()) -> Markup:
    """Return a key figure with its digits large: words or a currency's code before them, and what follows, are small.

    It ends at the first space after its digits. Chinese has none: there it ends where an ideograph stands.
    """
    if text is None:
        return Markup("")
    head = len(before[0]) if (before := _BEFORE.match(text.words)) else 0
    turn = _FIRST_SPACE.search(text.words, head) or _WIDE.search(text.words, head)
    return _set(text, turn.start() if turn else len(text.words), "small", claims=claims, opens=opens, head=head)


def coded(strip: Strip) -> bool:
    """Say whether a key figure has the code of a currency, which takes more room than "$"."""
    return any(_CODE.search(cell.figure.words) for cell in strip.cells)


def worded(strip: Strip) -> bool:
    """Say whether a word of a bound stands before a key figure: "at least"."""
    found = (_BEFORE.match(cell.figure.words) for cell in strip.cells)
    return any(before and not _CODE.fullmatch(before[0]) for before in found)


def named(text: Text | None, *, claims: bool = False, opens: Container[str] = ()) -> Markup:
    """Return a speaker line: the name stands out, what follows its first comma does not."""
    if text is None:
        return Markup("")
    comma = _COMMAS.search(text.words)
    return _set(text, comma.start() if comma else 0, "span", claims=claims, opens=opens)


def headed(text: Text | None, *, claims: bool = False, opens: Container[str] = ()) -> Markup:
    """Return a note: a short first sentence stands out as its head, the rest is set apart from it."""
    if text is None:
        return Markup("")
    found = _ENDS_SENTENCE.search(f"{text.words} ")
    end = found.end() if found else 0
    return _set(text, end if end <= _HEAD_AT_MOST else 0, "span", claims=claims, opens=opens)


def apart(words: str) -> Markup:
    """Return plain words in which each figure with a sign is held from the left, or its sign would stand behind it."""
    return Markup("").join(
        Markup('<span dir="ltr">{}</span>').format(part) if at % 2 else escape(part)
        for at, part in enumerate(_WITH_SIGN.split(words))
    )


def run(texts: Iterable[Text], *, claims: bool = False, opens: Container[str] = ()) -> Markup:
    """Return sentences one after the other."""
    parts = [(space, _signed(text, claims=claims, opens=opens)) for space, text in spaced_out(texts)]
    return Markup("").join(part for pair in parts for part in pair)


def spaced_out(texts: Iterable[Text]) -> Iterator[tuple[str, Text]]:
    """Give each text with what stands before it: a space, or nothing after a sign that is as wide as a space more."""
    before = ""
    for text in texts:
        yield before, text
        before = "" if text.words.endswith(_WIDE_ENDS) else " "


def _signed(text: Text, *, claims: bool, opens: Container[str]) -> Markup:
    return _set(text, _unsigned(text), _SIGNATURE, claims=claims, opens=opens)


def _unsigned(text: Text) -> int:
    """Return how many letters of a text are its own: behind them stands who signs it, alone or behind a headline."""
    match text.tree:
        case ("commented", _):
            return 0
        case ("signed", {"signature": (_, {"name": (_, str(name))})}):
            opened = [place for place, sign in enumerate(text.words) if sign in _BRACKETS]
            return opened[-1 - sum(sign in _BRACKETS for sign in name)]
    return len(text.words)


def is_draft(text: Text) -> bool:
    """Say whether a tag, or what stands on a foot, says that the edition is a draft: both stand out there."""
    return text.tree is not None and "labels.draft" in keys(text.tree)


def is_bare(words: str) -> bool:
    """Say whether words are a figure and nothing else: where lines run from the right, it would lose its sign."""
    return any(sign.isdigit() for sign in words) and not any(sign.isalpha() for sign in words)


def _set(text: Text, turn: int, tag: str, *, claims: bool, opens: Container[str], head: int = 0) -> Markup:
    """Return the words; the first `head` letters and those from `turn` on stand in `tag`, inside a claim's mark."""
    pieces, at, ends = [], 0, (head, turn)
    for mark in text.marks if claims else ():
        figure = _turned(text.words, mark.start, mark.end, ends, tag)
        pieces += [_turned(text.words, at, mark.start, ends, tag), *_marked(mark, figure, opens)]
        at = mark.end
    return _tied(Markup("").join([*pieces, _turned(text.words, at, len(text.words), ends, tag)]))


def _phrased(text: Text, *, claims: bool, opens: Container[str]) -> Markup:
    pieces, at, own = Markup(""), 0, _unsigned(text)
    for space, phrase in ideograph_units(text.words, text.phrases):
        start = at + len(space)
        at = start + len(phrase)
        inside = [mark for mark in text.marks if start <= mark.start < at]
        marks = [Mark(mark.claim, mark.start - start, mark.end - start) for mark in inside]
        turn = min(max(own - start, 0), len(phrase))
        said = _set(Text(phrase, tuple(marks)), turn, _SIGNATURE, claims=claims, opens=opens)
        pieces += Markup('{}<span class="phrase">{}</span>').format(space, said)
    return pieces


def _tied(said: Markup) -> Markup:
    """Return words in which no line breaks between a button and the signs that belong to it: browsers would."""
    return Markup(_TIED.sub(r'<span class="tied">\g<0></span>', str(said)))  # noqa: S704 -- escaped above


def _marked(mark: Mark, figure: Markup, opens: Container[str]) -> Iterator[Markup]:
    if mark.claim in opens:
        yield Markup('<button class="claim" data-claim="{0}" popovertarget="{0}">').format(mark.claim)
        yield from (figure, Markup("</button>"))
    else:
        yield Markup('<span class="claim" data-claim="{}">').format(mark.claim)
        yield from (figure, Markup("</span>"))


def _turned(words: str, start: int, end: int, ends: tuple[int, int], tag: str) -> Markup:
    head, turn = (min(max(place, start), end) for place in ends)
    return _tagged(words[start:head], tag) + _linked(words[head:turn]) + _tagged(words[turn:end], tag)


def _tagged(words: str, tag: str) -> Markup:
    said = _linked(words)
    return Markup(f"<{tag}>{said}</{tag.partition(' ')[0]}>") if said and tag else said  # noqa: S704 -- escaped above


def _linked(words: str) -> Markup:
    """Return `words` escaped, with each address that stands in them as a link to itself."""
    if "://" not in words and "@" not in words:
        return escape(words)
    pieces, at = [], 0
    for found in _ADDRESS.finditer(words):
        place = found[0] if found[0].startswith("http") else f"mailto:{found[0]}"
        pieces += [escape(words[at : found.start()]), Markup('<a href="{}">{}</a>').format(place, found[0])]
        at = found.end()
    return Markup("").join([*pieces, escape(words[at:])])
