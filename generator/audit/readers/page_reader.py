"""Compare the web page, the Markdown (rendered as a page) and the text file with the edition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from markdown_it import MarkdownIt

from generator.audit.edition_data import EditionText, Finding, blocks, fold_spaces, fold_text
from generator.audit.readers.expected_texts import Bundle, Comparer, ExpectedDrawing, charts, stream, trimmed
from generator.audit.readers.figure_sources import evidence_faults
from generator.audit.readers.html_reader import Page, page
from generator.audit.readers.side_reader import side_faults
from generator.audit.seen.drawings import drawing_faults, small_faults
from generator.audit.seen.page_styles import PageStyles
from generator.audit.seen.svg_marks import SvgPicture, letters

_LOCAL = re.compile(r"#[\w.:-]*|data:(?:image|font|application/(?:font|x-font))[\w/+.;=,-]*", re.ASCII)
_SCHEME = re.compile("^(?:mailto:|https?://)")
_HEADS = {"title": "title", "description": "summary"}
_CARD = frozenset({"og:type", "og:url", "og:image", "og:image:width", "og:image:height", "twitter:card"})
# A text file may have this between two texts: rules and the marks of list items.
_GAP = re.compile(r"(?: *(?:[-=_~*·•─━═]+(?: |$)|[>|](?: |$)))* *")
_TYPED = str.maketrans("‘’“”", "''\"\"")  # a text file has straight quotation marks


def read_html(bundle: Bundle) -> Iterator[Finding]:
    """Yield every difference between the web page and the edition."""
    name, document = bundle.name("html"), page(bundle.text("html"))
    yield from compare_page(name, document, bundle, "html")
    yield from _head_faults(name, document, bundle)
    yield from evidence_faults(name, document, bundle)
    yield from side_faults(name, document, bundle)
    if any(data != bundle.claims for data in document.scripts):
        yield Finding(name, "", "page script", "its data differ from claims.json")


def read_markdown(bundle: Bundle) -> Iterator[Finding]:
    """Yield every difference between the Markdown, as a Markdown program renders it, and the edition."""
    html = MarkdownIt("commonmark").enable("table").render(bundle.text("md"))
    yield from compare_page(bundle.name("md"), page(f"<html><body>{html}</body></html>"), bundle, "md")


def read_text(bundle: Bundle) -> Iterator[Finding]:
    """Yield every difference between the text file and the edition."""
    return compare_plain(bundle.name("txt"), bundle.text("txt"), bundle, "text differs")


def compare_plain(name: str, text: str, bundle: Bundle, rule: str) -> Iterator[Finding]:
    """Yield the differences of a plain `text`, a file or a part of a message, as findings of `rule`."""
    comparer = Comparer(_fold_quotes(text).strip(), _fold_quotes, _GAP)
    for words, problem in comparer.read(stream(bundle.told, "txt")):
        yield Finding(name, words, rule, problem)


def _fold_quotes(words: str) -> str:
    return fold_text(words).translate(_TYPED)


def compare_page(name: str, document: Page, bundle: Bundle, form: str) -> Iterator[Finding]:
    """Yield where a page differs from what `form` must show: texts, pictures, spoken words, marks, addresses."""
    items, is_page = stream(bundle.told, form), form == "html"
    comparer = (
        Comparer(document.text.strip()) if is_page else Comparer(fold_text(document.text).strip(), fold=fold_text)
    )
    for words, problem in comparer.read(items):
        yield Finding(name, words, "text differs", problem)
    # the first line of a message is visible only in lists of mails
    aside = fold_spaces(bundle.story["preheader"]["words"]).strip() if form == "mail" else ""
    styles = PageStyles(document.root, aside)
    yield from (Finding(name, words, "not seen", problem) for words, problem in styles.faults())
    drawings = [item for item in items if isinstance(item, ExpectedDrawing)]
    yield from _compare_pictures(name, document, drawings, bundle, styles.tokens())
    tables = [block for block in blocks(bundle.story, form) if block["kind"] == "table"]
    for fault in small_faults(tables, document.small, is_turned=bundle.is_turned):
        yield Finding(name, "", "drawing differs", fault)
    yield from _heard_faults(name, document, bundle, form)
    if is_page or document.spans:
        yield from _mark_faults(name, document, comparer.starts)
    yield from _address_faults(name, document, bundle)
    yield from (Finding(name, "", "page form", fault) for fault in document.faults)
    if not is_page and (document.panels or document.opens or document.hints or document.side):
        yield Finding(name, "", "page form", "its figures open nothing, and it has what they would open")


def _head_faults(name: str, document: Page, bundle: Bundle) -> Iterator[Finding]:
    """Yield where a page's metadata, for readers or for sites that share it, differ from the edition.

    Address and size of the picture for sharing are not judged.
    """
    heads = {key: fold_spaces(bundle.story[words]["words"]).strip() for key, words in _HEADS.items()}
    words_by_key = {f"{site}{key}": words for site in ("", "og:", "twitter:") for key, words in heads.items()}
    words_by_key["og:image:alt"] = heads["title"]
    rules = {key: f"{_HEADS[key.rpartition(':')[2]]} differs" for key in words_by_key if key != "og:image:alt"}
    for key in sorted(heads.keys() - dict(document.heads).keys()):
        yield Finding(name, heads["title"], rules[key], f"the page has no {key}")
    for key, words in document.heads:
        due = words_by_key.get(key)
        if words != due and key not in _CARD:
            yield Finding(name, heads["title"], rules.get(key, "page form"), f"{key} is {words!r}, not {due!r}")


def _compare_pictures(
    name: str, document: Page, drawings: Sequence[ExpectedDrawing], bundle: Bundle, tokens: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield pictures that are not charts of the edition, and charts without a picture.

    A chart may be drawn several times, for wide and narrow screens.
    """
    by_title = {trimmed(item.alt): item for item in drawings}
    for shown in document.pictures:
        if shown.title in by_title:
            yield from compare_drawing(name, shown, by_title[shown.title], is_turned=bundle.is_turned, tokens=tokens)
        else:
            near = _nearest(shown.title, by_title.keys())
            yield Finding(name, near, "alt text differs", f"a picture's title reads {shown.title!r}")
    for title in by_title.keys() - {shown.title for shown in document.pictures}:
        yield Finding(name, title, "alt text differs", "no picture has this title")


def compare_drawing(
    name: str,
    shown: SvgPicture,
    expected: ExpectedDrawing,
    *,
    is_turned: bool,
    described: bool = False,
    tokens: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Finding]:
    """Yield where the picture `shown` says or draws something that the chart does not.

    A chart's own file is `described`: it must have the long description. With `is_turned`, bars begin at the right.
    `tokens` are the colours of the page by name.
    """
    alt, description = trimmed(expected.alt), trimmed(expected.description)
    if shown.title != alt:
        yield Finding(name, alt, "alt text differs", f"the picture's title reads {shown.title!r}")
    if shown.desc != description and (described or shown.desc):
        yield Finding(name, description, "description differs", f"the picture's description reads {shown.desc!r}")
    if shown.stray:
        yield Finding(name, alt, "chart text differs", f"loose text in the picture: {shown.stray!r}")
    for problem in drawing_faults(expected.block, shown.root, tokens, is_turned=is_turned):
        yield Finding(name, alt, "drawing differs", problem)
    yield from _label_faults(name, shown, expected, alt)


def _label_faults(name: str, shown: SvgPicture, expected: ExpectedDrawing, alt: str) -> Iterator[Finding]:
    """Yield the labels that a picture lacks, and additional ones."""
    labels = Counter(map(letters, shown.labels))
    expected_labels = Counter(letters(text.words) for text in expected.labels)
    for text in expected.labels:
        if labels[letters(text.words)] < expected_labels[letters(text.words)]:
            problem = f"the picture does not say it; it says {shown.labels}"
            yield Finding(name, text.words, "chart text differs", problem)
    steps = Counter(letters(text.words) for text in expected.steps)
    for label, count in (labels - expected_labels).items():
        if count > steps[label] * expected.columns:
            yield Finding(name, alt, "chart text differs", f"the picture says {label!r} besides")


def _heard_faults(name: str, document: Page, bundle: Bundle, form: str) -> Iterator[Finding]:
    """Yield words that are only read aloud and not the edition's, and wrong alt texts of images, which a mail needs."""
    yield from spoken_faults(name, document.spoken, bundle)
    shown, alts = {alt for _, alt in document.images}, alternatives(bundle, form)
    for alt in sorted(shown - alts):
        yield Finding(name, _nearest(alt, alts), "alt text differs", f"an image has the alt text {alt!r}")
    for alt in sorted(alts - shown) if form == "mail" else ():
        yield Finding(name, alt, "alt text differs", "no image has this alt text")


def spoken_faults(name: str, spoken: Iterable[tuple[str, str]], bundle: Bundle) -> Iterator[Finding]:
    """Yield the words of a file that are read aloud, each with its attribute, and are not a text of the edition."""
    for how, words in spoken:
        if words not in bundle.heard_words:
            yield Finding(name, _nearest(words, bundle.heard_words), "spoken text differs", f"{how} reads {words!r}")


def alternatives(bundle: Bundle, form: str) -> frozenset[str]:
    """Return the alternative texts of the charts of `form`."""
    return frozenset(fold_spaces(block["alt"]["words"]).strip() for block in charts(bundle.story, form))


def _nearest(words: str, choices: AbstractSet[str]) -> str:
    letters = set(words.split())
    return max(choices, key=lambda text: (len(letters & set(text.split())), -len(text)), default="")


def _mark_faults(name: str, document: Page, starts: Sequence[tuple[EditionText, int]]) -> Iterator[Finding]:
    """Yield the spans of the page that do not cover exactly the marked words, and marked words without a span."""
    expected = dict[tuple[int, int, str], EditionText]()
    for text, start in starts:
        lead = len(text.words) - len(text.words.lstrip())
        for mark in text.marks:
            first, last = (start + len(fold_spaces(text.words[lead:at])) for at in (mark.start, mark.end))
            expected[first, last, mark.claim] = text
    actual = set[tuple[int, int, str]]()
    for start, end, claim in document.spans:
        words = document.text[start:end]
        left, right = len(words) - len(words.lstrip()), len(words) - len(words.rstrip())
        actual.add((start + left, end - right, claim))
    for span in sorted(expected.keys() - actual):
        problem = f"{document.text[span[0] : span[1]]!r} is not marked as {span[2]}"
        yield Finding(name, expected[span].words, "mark missing", problem)
    for start, end, claim in sorted(actual - expected.keys()):
        holder = max((item for item in starts if item[1] <= start), key=lambda item: item[1], default=None)
        words = holder[0].words if holder else ""
        yield Finding(name, words, "mark astray", f"{document.text[start:end]!r} is marked as {claim}")


def _address_faults(name: str, document: Page, bundle: Bundle) -> Iterator[Finding]:
    """Yield the addresses that are not the page's own, its files', or named in the edition or its cells."""
    words = " ".join(text.words for text in bundle.texts)
    leave = f"?subject=unsubscribe%20{bundle.edition['briefing']}"  # of the mail with which a reader leaves
    for place in (place for address in document.addresses for place in _places(address)):
        bare = _SCHEME.sub("", place.removesuffix(leave)).rstrip("/")
        is_said = bool(bare) and re.search(rf"(?<![\w.@-]){re.escape(bare)}(?![\w@-]|\.\w)", words) is not None
        is_ours = place in bundle.addresses or place in bundle.files or place.startswith("cid:")
        if not (is_ours or is_said or _LOCAL.fullmatch(place)):
            problem = f"{place[:80]!r} stands neither in the edition nor with its cells"
            yield Finding(name, "", "strange address", problem)


def _places(address: str) -> list[str]:
    """Return the addresses in an attribute. A `srcset` has several, each followed by a size."""
    if address.startswith("data:"):
        return [address.strip()]
    return [part.split()[0] for part in address.split(", ") if part.split()]
