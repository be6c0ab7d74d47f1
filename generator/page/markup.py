"""Texts as HTML: escaped, claims marked, addresses as links, a unit or a name set apart.

Where claims are marked, one of `opens` is a button that opens its evidence; any other one stands in a span. Where they
are not, `opens` is None. Who signs a comment stands in
`small`, so that nobody reads it on as text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from markupsafe import Markup, escape

from generator.charts.ruler import ideograph_units
from generator.story.plan import Mark, Strip, Text
from generator.trade.trees import keys

Opens = Container[str] | None
_OPENS, _CLOSES = "[(“‘（]", "[.,;:!?)’”、。，；：）۔،؟]"  # noqa: RUF001 -- of three languages
_BUTTON = r"<button(?:(?!</button>).)*</button>"
_BUTTON_WITH_SIGNS = re.compile(f"{_OPENS}+{_BUTTON}{_CLOSES}*|{_BUTTON}{_CLOSES}+", re.DOTALL)
_WIDE_ENDS = ("。", "！", "？", "；", "：", "，", "”", "）")  # noqa: RUF001 -- signs of another script
_BRACKETS = "(（"  # noqa: RUF001 -- in which a signature stands, in any language
_CLAIM = Markup('<span class="claim" data-claim="{claim}">{}</span>')
_OPENING_CLAIM = Markup('<button class="claim" data-claim="{claim}" popovertarget="{claim}">{}</button>')
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


def words(text: Text | None, opens: Opens = None) -> Markup:
    """Return the words of `text`; a span stands round every range that prints a claim.

    One stands round each of its phrases, too, which styles hold together.
    """
    if text is None:
        return Markup("")
    if not text.phrases:
        return _with_signature(text, opens)
    pieces, at, end = Markup(""), 0, _signature_start(text)
    for space, phrase in ideograph_units(text.words, text.phrases):
        start = at + len(space)
        at = start + len(phrase)
        inside = [mark for mark in text.marks if start <= mark.start < at]
        marks = [Mark(mark.claim, mark.start - start, mark.end - start) for mark in inside]
        phrase_end = min(max(end - start, 0), len(phrase))
        phrase_words = _set(Text(phrase, tuple(marks)), opens, phrase_end, _SIGNATURE)
        pieces += Markup('{}<span class="phrase">{}</span>').format(space, phrase_words)
    return pieces


def sized(text: Text | None, opens: Opens = None) -> Markup:
    """Return a key figure with its digits large: words or a currency's code before them, and what follows, are small.

    It ends at the first space after its digits. Chinese has none: there it ends where an ideograph stands.
    """
    if text is None:
        return Markup("")
    before = _BEFORE.match(text.words)
    head = before.end() if before else 0
    end = _FIRST_SPACE.search(text.words, head) or _WIDE.search(text.words, head)
    return _set(text, opens, end.start() if end else len(text.words), "small", head=head)


def coded(strip: Strip) -> bool:
    """Say whether a key figure has the code of a currency, which takes more room than "$"."""
    return any(_CODE.search(cell.figure.words) for cell in strip.cells)


def worded(strip: Strip) -> bool:
    """Say whether a word of a bound stands before a key figure: "at least"."""
    starts = (_BEFORE.match(cell.figure.words) for cell in strip.cells)
    return any(start and not _CODE.fullmatch(start[0]) for start in starts)


def named(text: Text | None, opens: Opens = None) -> Markup:
    """Return a speaker line: the name stands out, what follows its first comma does not."""
    if text is None:
        return Markup("")
    comma = _COMMAS.search(text.words)
    return _set(text, opens, comma.start() if comma else 0, "span")


def headed(text: Text | None, opens: Opens = None) -> Markup:
    """Return a note: a short first sentence stands out as its head, the rest is set apart from it."""
    if text is None:
        return Markup("")
    stop = _ENDS_SENTENCE.search(f"{text.words} ")
    head = stop.end() if stop and stop.end() <= _HEAD_AT_MOST else 0
    return _set(text, opens, head, "span")


def isolate_figures(words: str) -> Markup:
    """Return plain words in which each figure with a sign is held from the left, or its sign would stand behind it."""
    return Markup("").join(
        Markup('<span dir="ltr">{}</span>').format(part) if at % 2 else escape(part)
        for at, part in enumerate(_WITH_SIGN.split(words))
    )


def run(texts: Iterable[Text], opens: Opens = None) -> Markup:
    """Return sentences one after the other."""
    return Markup("").join(space + _with_signature(text, opens) for space, text in spaced_out(texts))


def spaced_out(texts: Iterable[Text]) -> Iterator[tuple[str, Text]]:
    """Yield each text with what stands before it: a space, or nothing after a sign that is as wide as a space more."""
    before = ""
    for text in texts:
        yield before, text
        before = "" if text.words.endswith(_WIDE_ENDS) else " "


def is_draft(text: Text) -> bool:
    """Say whether a tag, or what stands on a foot, says that the edition is a draft: both stand out there."""
    return text.tree is not None and "labels.draft" in keys(text.tree)


def is_bare(words: str) -> bool:
    """Say whether words are a figure and nothing else: where lines run from the right, it would lose its sign."""
    return any(sign.isdigit() for sign in words) and not any(sign.isalpha() for sign in words)


def _with_signature(text: Text, opens: Opens) -> Markup:
    return _set(text, opens, _signature_start(text), _SIGNATURE)


def _signature_start(text: Text) -> int:
    """Return how many letters of a text are its own: behind them stands who signs it, alone or behind a headline."""
    match text.tree:
        case ("commented", _):
            return 0
        case ("signed", {"signature": (_, {"name": (_, str(name))})}):
            brackets = [place for place, sign in enumerate(text.words) if sign in _BRACKETS]
            return brackets[-1 - sum(sign in _BRACKETS for sign in name)]
    return len(text.words)


def _set(text: Text, opens: Opens, end: int, tag: str, *, head: int = 0) -> Markup:
    """Return the words; the first `head` letters and those from `end` on stand in `tag`, inside a claim's mark.

    No line breaks between a button and the signs that belong to it: browsers would.
    """

    def piece(start: int, stop: int) -> Markup:
        first, last = (min(max(place, start), stop) for place in (head, end))
        parts = ((text.words[start:first], tag), (text.words[first:last], ""), (text.words[last:stop], tag))
        return Markup("").join(_tag(_link_addresses(part), name) for part, name in parts)

    marks, buttons = ((), ()) if opens is None else (text.marks, opens)
    pieces, at = [], 0
    for mark in marks:
        element = _OPENING_CLAIM if mark.claim in buttons else _CLAIM
        pieces += [piece(at, mark.start), element.format(piece(mark.start, mark.end), claim=mark.claim)]
        at = mark.end
    line = Markup("").join([*pieces, piece(at, len(text.words))])
    return Markup(_BUTTON_WITH_SIGNS.sub(r'<span class="tied">\g<0></span>', str(line)))  # noqa: S704 -- escaped above


def _tag(words: Markup, tag: str) -> Markup:
    return Markup(f"<{tag}>{words}</{tag.partition(' ')[0]}>") if words and tag else words  # noqa: S704 -- escaped


def _link_addresses(words: str) -> Markup:
    """Return `words` escaped, with each address that stands in them as a link to itself."""
    pieces, at = [], 0
    for match in _ADDRESS.finditer(words) if "://" in words or "@" in words else ():
        address = match[0]
        target = address if address.startswith("http") else f"mailto:{address}"
        pieces += [escape(words[at : match.start()]), Markup('<a href="{}">{}</a>').format(target, address)]
        at = match.end()
    return Markup("").join([*pieces, escape(words[at:])])
