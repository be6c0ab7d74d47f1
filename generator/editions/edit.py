"""Writes the drafted text of an edition into its commentary file, for an editor to change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.commentary.editor_vocabulary import vocabulary_of
from generator.commentary.editors_text import EditorsText
from generator.commentary.manuscript import Merged, MergedParagraph, Piece, as_drafted, draft_of, merged
from generator.editions.edition_sheet import sheet_of
from generator.editions.edition_text import briefs_of, editors_text_of, keep_drafts, stories_of
from generator.errors import SettingsError
from generator.intake.period_choice import figures_for
from generator.page.plain_text import escaped, joined
from generator.settings.commentary_file import FENCE, Commentary
from generator.settings.commentary_text import Paragraph as MarkdownParagraph
from generator.settings.desk import Desk
from generator.settings.value_types import Language
from generator.store import FigureStore
from generator.store.durable import write_durably
from generator.story.claim_ledger import ClaimLedger
from generator.story.plan import Text
from generator.story.text import letters_of
from generator.story.words import speak

_DRAFTED = re.compile(r"^drafted:.*$", re.MULTILINE)
_IN_TEXT = frozenset({"headline", "place", "mail"})  # keys of front matter that a whole text makes obsolete
_EMPTY = f"{FENCE}\n{FENCE}\n"


@dataclass(frozen=True)
class WrittenText:
    """The file that an editor may now change."""

    path: Path
    file: str  # its name within the desk
    edition: str  # NAME/PERIOD


def write_text(
    desk: Desk,
    store: FigureStore,
    name: str,
    period: str | None,
    languages: Sequence[Language],
    *,
    update: bool = False,
) -> WrittenText:
    """Write the text of an edition into its commentary file, in some languages (empty: all of the desk).

    A headline and paragraphs that an editor added to the program's text keep their places. With `update`, an editor's
    changed text is merged with today's draft. Raise SettingsError if there is a text already and `update` is not set,
    or if there is none to update.
    """
    figures = figures_for(desk, store, name, period)
    when = str(figures.period)
    note = desk.note(name, when)
    file = f"commentary/{name}/{when}.md"
    _refuse(note, file, name, when, update=update)
    sheet = sheet_of(desk, store, name, figures)
    briefs = briefs_of(desk, store, sheet)
    stories = stories_of(desk, store, sheet, briefs, ClaimLedger(figures.period), drafted=True)
    drafts = {story.language: draft_of(story.blocks) for story in stories}
    tongues = [language for language in desk.settings.languages if _is_wanted(language, languages, note)]
    bodies = []
    for language in tongues:
        written = editors_text_of(desk, store, sheet, language)
        text = as_drafted(drafts[language])
        if written.manuscript is None:
            text = _with_own(text, written, language)
        else:
            text = merged(written.manuscript, drafts[language], vocabulary_of(language))
        head = [f"# {language}"] if len(desk.settings.languages) > 1 else []
        bodies.append("\n\n".join([*head, *_body(text, _addresses(note, language))]))
    digest = keep_drafts(store, {language: draft.passages for language, draft in drafts.items()})
    raw = desk.files.get(file, _EMPTY.encode()).decode()
    path = desk.folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    body = "\n\n".join(bodies)
    write_durably(path, f"{_front(raw, note, digest)}\n{body}\n".encode())
    return WrittenText(path, file, f"{name}/{when}")


def _refuse(note: Commentary | None, file: str, name: str, period: str, *, update: bool) -> None:
    """Refuse to overwrite an editor's text without `update`, and to update a text that does not exist."""
    is_whole = note is not None and bool(note.whole_text)
    if update and not is_whole:
        raise SettingsError(file, "there is no text to update.", f"Write one: tradebrief edit {name}/{period}")
    if is_whole and not update:
        remedy = f"Change the file itself, or merge it with today's draft: tradebrief edit {name}/{period} --update"
        raise SettingsError(file, "the text is there already.", remedy)


def _is_wanted(language: Language, languages: Sequence[Language], note: Commentary | None) -> bool:
    """Whether the text is written in a language: it was asked for, or an editor already wrote in it."""
    has_words = note is not None and language in {*note.whole_text, *note.remarks, *note.headline}
    return has_words or language in languages or not (languages or (note and note.whole_text))


def _with_own(text: Merged, written: EditorsText, language: Language) -> Merged:
    """Return a drafted text with the editor's headline, and the editor's paragraphs at its top or end."""
    words = speak(language)
    if written.headline:
        text = replace(text, headline=MergedParagraph("", [Piece(written.headline.words)], written.headline))
    by_place: dict[str, list[MergedParagraph]] = {"top": [], "end": []}
    for remarks in written.remarks:
        label = remarks.label or words.label("remarks").words
        for remark in remarks.paragraphs:
            by_place[remarks.place].append(MergedParagraph(label, [Piece(remark.words)], remark))
    opening = _opening(text)
    drafted = text.paragraphs
    return replace(text, paragraphs=(*drafted[:opening], *by_place["top"], *drafted[opening:], *by_place["end"]))


def _opening(text: Merged) -> int:
    """Return how many paragraphs the first section of a drafted text has."""
    first = [paragraph.pieces[0].passage for paragraph in text.paragraphs]
    sections = [passage.section for passage in first if passage is not None]
    return sections.count(sections[0])


def _front(raw: str, note: Commentary | None, digest: str) -> str:
    """Return the front matter of a file with the digest of the draft that its text began with.

    Keys about a headline and paragraphs beside the program's text are dropped, since the text has them now.
    """
    lines = raw.splitlines()
    end = lines.index(FENCE, 1) if FENCE in lines[1:] else 0
    dropped = _lines_of(note, end) if note else set()
    front = "\n".join(line for number, line in enumerate(lines[:end], 1) if number > 1 and number not in dropped)
    drafted = f"drafted: {digest}"
    if _DRAFTED.search(front):
        front = _DRAFTED.sub(drafted, front)
    else:
        front = "\n".join(part for part in ("text: whole", drafted, front) if part)
    return f"{FENCE}\n{front}\n{FENCE}\n"


def _lines_of(note: Commentary, end: int) -> set[int]:
    """Return the line numbers of the keys that a whole text makes obsolete (_IN_TEXT)."""
    keys = {key[0]: place.line for key, place in note.document.keys.items() if len(key) == 1}
    begins = sorted(keys.values())
    numbers: set[int] = set()
    for key in _IN_TEXT & keys.keys():
        following = [line for line in begins if line > keys[key]]
        numbers.update(range(keys[key], min(following, default=end + 1)))
    return numbers


def _addresses(note: Commentary | None, language: Language) -> Mapping[str, str]:
    """Return the address of each source in an editor's text, by the words of its link."""
    manuscript = note.whole_text.get(language) if note else None
    remarks = note.remarks.get(language, ()) if note else ()
    paragraphs: list[MarkdownParagraph] = []
    if manuscript:
        paragraphs += (manuscript.headline, *manuscript.things)
        remarks = manuscript.remarks
    for remark in remarks:
        paragraphs += remark.paragraphs
    addresses: dict[str, str] = {}
    for paragraph in paragraphs:
        addresses |= zip(paragraph.sources, paragraph.addresses, strict=True)
    return addresses


def _body(text: Merged, addresses: Mapping[str, str]) -> Iterator[str]:
    """Yield the blocks of a text in Markdown."""
    yield f"# {_paragraph(text.headline, addresses)}"
    if text.things:
        yield "\n".join(f"- {_paragraph(thing, addresses)}" for thing in text.things)
    last = ""
    for paragraph in text.paragraphs:
        if paragraph.label and paragraph.label != last:
            yield f"## {escaped(Text(paragraph.label))}"
        last = paragraph.label or last
        yield _paragraph(paragraph, addresses)


def _paragraph(paragraph: MergedParagraph, addresses: Mapping[str, str]) -> str:
    """Return a paragraph in Markdown, with sources as links and without signs that set a direction of writing."""
    words = [piece.text.words if piece.text else piece.words for piece in paragraph.pieces]
    written = str(joined([Text(letters_of(sentence)[0]) for sentence in words]))
    for source, address in addresses.items():
        written = written.replace(f"({escaped(Text(source))})", f"([{escaped(Text(source))}]({address}))")
    return written
