"""Texts as HTML: escaped, with claims marked, addresses as links, and units, names and signatures set apart.

`opens` says how claims are marked. If it is None, they are not marked. Otherwise a claim in `opens` becomes a button
that opens its evidence, and any other claim a span. The signature of a comment stands in `small`, so that nobody takes
it for a part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from urllib.parse import quote

from markupsafe import Markup, escape

from generator.charts.ruler import ideograph_units
from generator.story.plan import Mark, Strip, Text
from generator.trade.trees import keys

Opens = Container[str] | None
_OPENS, _CLOSES = "[(“‘（]", "[.,;:!?)’”、。，；：）۔،؟]"  # noqa: RUF001 -- of three languages
_BUTTON = r"<button(?:(?!</button>).)*</button>"
_BUTTON_WITH_SIGNS = re.compile(f"{_OPENS}+{_BUTTON}{_CLOSES}*|{_BUTTON}{_CLOSES}+", re.DOTALL)
_WIDE_ENDS = ("。", "！", "？", "；", "：", "，", "”", "）")  # noqa: RUF001 -- signs of another script
_BRACKETS = "(（"  # noqa: RUF001 -- a signature begins with one of them
_CLAIM = Markup('<span class="claim" data-claim="{claim}">{}</span>')
_OPENING_CLAIM = Markup('<button class="claim" data-claim="{claim}" popovertarget="{claim}">{}</button>')
_SIGNATURE = 'small class="signature"'
_HEAD_AT_MOST = 24  # letters of a run-in head
_WIDE = re.compile("[\u2e80-\uffef]+")  # ideographs and their signs
_ENDS_SENTENCE, _COMMAS = re.compile(r"\.(?= )|[。۔]"), re.compile("[,，،]")  # noqa: RUF001 -- signs of another script
_WITH_SIGN = re.compile(r"([+\u2212$]\s?\d(?:[\d.,]*\d)?%?|\d[\d.,]*%)")
_FIRST_SPACE, _CODE = re.compile(r"[ \u00a0]"), re.compile(r"\b[A-Z]{3}[ \u00a0](?=\d|$)")
_CHANGE = re.compile("[\u2066-\u2069]?[+\u2212]")  # in a line from the right its sign follows a mark of direction
_MAILED = re.compile(r'(?<=href=")mailto:[^"]*')
_BEFORE = re.compile(r"[^\W\d_][^\d$]*(?=[$\d])")  # "at least" before a figure, the code of its currency
# A full stop, comma or bracket after an address belongs to the sentence.
# Of an address in ASCII, since Chinese has no space before it.
_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]’”]|(?a:[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")


def plain(text: Text | None) -> Markup:
    """Return the words of `text`, escaped; "" for None, which is a text that the format does not show."""
    return escape(text.words) if text else Markup("")


def words(text: Text | None, opens: Opens = None) -> Markup:
    """Return the words of `text` with claims marked. Each phrase is in a span, so that styles can keep it whole."""
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


def leaving(text: Text, subject: str) -> Markup:
    """Return the words of `text` with each mail address in them as a link to a mail with that `subject`."""
    return Markup(_MAILED.sub(rf"\g<0>?subject={quote(subject)}", words(text)))  # noqa: S704 -- escaped above


def sized(text: Text | None, opens: Opens = None) -> Markup:
    """Return a key figure with large digits. The words or currency code before, and everything after, are in `small`.

    The large part ends at the first space after the digits, or in Chinese, without spaces, at the first ideograph.
    """
    if text is None:
        return Markup("")
    before = _BEFORE.match(text.words)
    head = before.end() if before else 0
    end = _FIRST_SPACE.search(text.words, head) or _WIDE.search(text.words, head)
    return _set(text, opens, end.start() if end else len(text.words), "small", head=head)


def led(text: Text | None, opens: Opens = None) -> Markup:
    """Return the note of a key figure with its change apart: the words beside "+10%" are in `small`."""
    if text is None:
        return Markup("")
    change = next((mark for mark in text.marks if _CHANGE.match(text.words, mark.start)), Mark("", 0, 0))
    return _set(text, opens, change.end, "small", head=change.start)


def coded(strip: Strip) -> bool:
    """Whether any key figure has a currency code, which is wider than "$"."""
    return any(_CODE.search(cell.figure.words) for cell in strip.cells)


def worded(strip: Strip) -> bool:
    """Whether words such as "at least" stand before any key figure."""
    starts = (_BEFORE.match(cell.figure.words) for cell in strip.cells)
    return any(start and not _CODE.fullmatch(start[0]) for start in starts)


def named(text: Text | None, opens: Opens = None) -> Markup:
    """Return a speaker line. What follows the name, from the first comma on, is in a span."""
    if text is None:
        return Markup("")
    comma = _COMMAS.search(text.words)
    return _set(text, opens, comma.start() if comma else 0, "span")


def headed(text: Text | None, opens: Opens = None) -> Markup:
    """Return a note with a short first sentence as its head. The rest is in a span."""
    if text is None:
        return Markup("")
    stop = _ENDS_SENTENCE.search(f"{text.words} ")
    head = stop.end() if stop and stop.end() <= _HEAD_AT_MOST else 0
    return _set(text, opens, head, "span")


def isolate_figures(words: str) -> Markup:
    """Return plain words with each signed figure in a left-to-right span. Otherwise its sign would follow in Urdu."""
    return Markup("").join(
        Markup('<span dir="ltr">{}</span>').format(part) if at % 2 else escape(part)
        for at, part in enumerate(_WITH_SIGN.split(words))
    )


def row(text: Text, opens: Opens = None) -> Markup:
    """Return a sentence in a row of its own, with the line that it begins with in `b`."""
    return _set(text, opens, len(text.words), "b", head=text.name)


def run(texts: Iterable[Text], opens: Opens = None) -> Markup:
    """Return sentences as one run of text."""
    return Markup("").join(space + _with_signature(text, opens) for space, text in spaced_out(texts))


def spaced_out(texts: Iterable[Text]) -> Iterator[tuple[str, Text]]:
    """Yield each text with the space before it: " ", or "" at the beginning and after full-width punctuation."""
    before = ""
    for text in texts:
        yield before, text
        before = "" if text.words.endswith(_WIDE_ENDS) else " "


def is_draft(text: Text) -> bool:
    """Whether a text is the label that the edition is a draft."""
    return text.tree is not None and "labels.draft" in keys(text.tree)


def is_bare(words: str) -> bool:
    """Whether words are only a figure. In right-to-left text such a figure needs direction marks to keep its sign."""
    return any(sign.isdigit() for sign in words) and not any(sign.isalpha() for sign in words)


def _with_signature(text: Text, opens: Opens) -> Markup:
    return _set(text, opens, _signature_start(text), _SIGNATURE)


def _signature_start(text: Text) -> int:
    """Return where the signature at the end of a text begins, or the length of the text without one."""
    match text.tree:
        case ("commented", _):
            return 0
        case ("signed", {"signature": (_, {"name": (_, str(name))})}):
            brackets = [place for place, sign in enumerate(text.words) if sign in _BRACKETS]
            return brackets[-1 - sum(sign in _BRACKETS for sign in name)]
    return len(text.words)


def _set(text: Text, opens: Opens, end: int, tag: str, *, head: int = 0) -> Markup:
    """Return the words with claims marked. The first `head` letters and those from `end` on are inside `tag`.

    A button and the punctuation beside it are in one span, since browsers would break the line between them.
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
    """Return `words`, escaped, with each web or mail address in them as a link."""
    pieces, at = [], 0
    for match in _ADDRESS.finditer(words) if "://" in words or "@" in words else ():
        address = match[0]
        target = address if address.startswith("http") else f"mailto:{address}"
        pieces += [escape(words[at : match.start()]), Markup('<a href="{}">{}</a>').format(target, address)]
        at = match.end()
    return Markup("").join([*pieces, escape(words[at:])])
