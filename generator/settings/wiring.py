"""Opening a desk, and turning its settings into what the other rooms take."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from generator.commentary.editors_text import EditorParagraph, EditorSection, EditorsText, Manuscript, QuotedStatement
from generator.delivery import Shelf
from generator.settings.briefing_settings import Watch
from generator.settings.commentary_file import Commentary
from generator.settings.commentary_text import Paragraph, WholeText
from generator.settings.desk import Briefing, Desk, gather, read_desk
from generator.settings.desk_folder import BEFORE, CORRECTION
from generator.settings.desk_parts import DeskParts
from generator.settings.desk_settings import DeskSettings
from generator.settings.environment import ENVIRONMENT
from generator.settings.source_settings import TableSource
from generator.settings.value_types import Language
from generator.sources.release_calendar import ReleaseCalendar, shipped
from generator.store import FigureStore
from generator.story.brief import Brief, OutsideAccount, ThemeLines
from generator.story.label import Label
from generator.story.patterns import NativeReader, digest_of_words, names_of, needs_reader
from generator.story.words import speak


def reader_of(settings: DeskSettings, language: Language) -> NativeReader | None:
    """Return who read the words of a language as they are now; None where nobody has."""
    signature = settings.lexicons.get(language)
    if signature is None or signature.words != digest_of_words(language):
        return None
    return NativeReader(signature.read_by, signature.on)


def readers(settings: DeskSettings) -> dict[str, dict[str, str]]:
    """Return the readers of the desk's languages as edition.json has them, with the words that they read."""
    by_language = {language: reader_of(settings, language) for language in settings.languages}
    return {
        language: {"name": reader.name, "day": reader.day.isoformat(), "words": digest_of_words(language)}
        for language, reader in by_language.items()
        if reader
    }


def unsigned(settings: DeskSettings) -> Iterator[str]:
    """Yield, for each signature that counts no longer, which words were read and which ones there are now."""
    for language, signature in settings.lexicons.items():
        now = digest_of_words(language)
        if signature.words != now:
            yield (
                f"the words of {language} are {now} now, and {signature.read_by} read {signature.words}: "
                "its editions call themselves a draft until somebody reads these"
            )


def readers_in_words(settings: DeskSettings) -> str:
    """Return, for each language that needs a reader, who read its words, or which ones are to be read."""
    by_language = {language: reader_of(settings, language) for language in settings.languages if needs_reader(language)}
    parts = (
        f"{language} {digest_of_words(language)} "
        + (f"read by {reader.name} on {reader.day}" if reader else "read by no native reader")
        for language, reader in by_language.items()
    )
    return "; ".join(parts) or "English needs no reader"


_CALENDARS = {"gacc": "gacc", "comtrade": "comtrade", "comext": "eurostat"}  # of a publisher; tables are anybody's


def open_desk(folder: Path, env: Mapping[str, str]) -> DeskParts:
    """Return the desk in `folder`, with what `env` sets over its files, and its store and shelf.

    Raises SettingsError with file and line. Nothing is made or changed but the state folder.
    """
    desk = replace(read_desk(gather(folder), env), folder=folder)
    desk.layouts  # noqa: B018 -- a source that cannot be read is told at once
    settings = desk.settings
    return DeskParts(desk, FigureStore(folder / settings.state), Shelf((folder / settings.output).resolve()))


def reopened(desk: Desk, files: Mapping[str, bytes]) -> Desk:
    """Return the same desk under the settings that were kept with a revision, and what the environment set then."""
    settings = {name: raw for name, raw in files.items() if name not in (ENVIRONMENT, BEFORE, CORRECTION)}
    old_desk = read_desk(settings, json.loads(files.get(ENVIRONMENT, b"{}")))
    return replace(old_desk, folder=desk.folder)


def source_title(source: TableSource, language: Language) -> str:
    """Return what an edition calls a source: its title, else that of its kind, else its title as written first."""
    own = source.title.get(language) or names_of(language)["sources"].get(source.kind, "")
    return own or in_language(source.title, language)


def in_language(names: Mapping[Language, str], language: Language) -> str:
    """Return a name in a language, else as it is written first: in its original letters."""
    return names.get(language) or next(iter(names.values()), "")


def release_calendar(desk: Desk, name: str) -> ReleaseCalendar | None:
    """Return when the figures of the source called `name` come out; None where neither its kind nor the desk says it.

    The days are those of the calendar's own time zone, which is the desk's unless it begins with one that ships.
    """
    source = desk.settings.sources[name]
    calendar = source.calendar
    like = (calendar.like if calendar else None) or _CALENDARS.get(source.like or source.kind)
    if like is None and calendar is None:
        return None
    base = shipped(like, source.reporter or "") if like else ReleaseCalendar(desk.settings.time_zone)
    return calendar.over(base) if calendar else base


def brief(desk: Desk, name: str, period: str, language: Language) -> Brief:
    """Return what the desk tells the story about one edition in one language."""
    settings = desk.settings
    briefing = desk.briefing(name)
    source = settings.sources[briefing.figures.source]
    note = desk.note(name, period)
    group = briefing.figures.group or {}
    background: tuple[OutsideAccount, ...] = ()
    lead_with = ""
    lead_where = ""
    leave_out: tuple[str, ...] = ()
    leave_where: tuple[str, ...] = ()
    if note:
        background = _background(note, language)
        lead_with = note.lead_with
        lead_where = note.where("lead_with")
        leave_out = tuple(note.leave_out)
        leave_where = tuple(note.where("leave_out", place) for place in range(len(note.leave_out)))
    tag = speak(language).label("illustrative").words if source.illustrative else ""
    return Brief(
        language=language,
        name=name,
        title=briefing.title[language],
        publisher=settings.publisher.name[language],
        place=(settings.publisher.dateline or {}).get(language, ""),
        contact=settings.publisher.contact or "",
        address=(settings.publisher.address or {}).get(language, ""),
        customs=source_title(source, language),
        names={original: names[language] for original, names in source.names.items() if language in names},
        group=group.get(language, ""),
        labels=labels(briefing, language),
        themes=tuple(ThemeLines(theme.label[language], tuple(theme.codes)) for theme in briefing.themes),
        background=background,
        watch=tuple((_when(item, language), item.what[language]) for item in briefing.watch),
        lead_with=lead_with,
        lead_where=lead_where,
        leave_out=leave_out,
        leave_where=leave_where,
        attach=settings.mail.attach,
        site=settings.mail.site or "",
        formats=briefing.formats,
        tag=tag,
        valuation=source.valuation or "",
        reader=reader_of(settings, language),
        charts=briefing.charts,
        kept_in=_kept_in(source.redistribution, briefing.formats),
    )


def editors_text(desk: Desk, name: str, period: str, language: Language) -> EditorsText:
    """Return what an editor wrote for one edition in one language."""
    note = desk.note(name, period)
    if note is None:
        return EditorsText()
    by = note.by.get(language) or desk.settings.publisher.name[language]
    headline = None
    headline_text = note.headline.get(language)
    if headline_text:
        headline = EditorParagraph(headline_text, (), note.where("headline", language), by)
    remarks = []
    for index, remark in enumerate(note.remarks.get(language, ())):
        paragraphs = tuple(_paragraph(note, paragraph, by) for paragraph in remark.paragraphs)
        place = "end" if index else note.place  # what stands under a second label stands at the end
        remarks.append(EditorSection(remark.label, paragraphs, place, note.mail))
    manuscript = note.whole_text.get(language)
    return EditorsText(
        headline=headline,
        remarks=tuple(remarks),
        quotes=tuple(_quote(note, at, language, by) for at in range(len(note.quotes))),
        manuscript=_manuscript(note, manuscript, by) if manuscript else None,
        accepted={
            " ".join(item.sentence[language].split()): f"{item.because} ({item.by})"
            for item in note.accept
            if language in item.sentence
        },
    )


def _paragraph(note: Commentary, item: Paragraph, by: str) -> EditorParagraph:
    return EditorParagraph(item.words, item.sources, f"{note.file}:{item.line}", by)


def _manuscript(note: Commentary, text: WholeText, by: str) -> Manuscript:
    """Return the whole text that an editor wrote."""
    return Manuscript(
        _paragraph(note, text.headline, by),
        tuple(_paragraph(note, thing, by) for thing in text.things),
        tuple((remark.label, _paragraph(note, item, by)) for remark in text.remarks for item in remark.paragraphs),
    )


def _quote(note: Commentary, place: int, language: Language, by: str) -> QuotedStatement:
    quote = note.quotes[place]
    return QuotedStatement(
        speaker=in_language(quote.speaker or quote.anonymous or {}, language),
        role=in_language(quote.role, language),
        organisation=in_language(quote.organisation, language),
        medium=in_language(quote.medium, language),
        address=quote.address,
        said=quote.date,
        words=quote.text[language],
        answer=quote.answer.get(language, ""),
        where=f"{note.file}:{quote.line}",
        answer_where=note.where("quotes", place, "answer", language),
        verbatim=quote.form == "verbatim",
        translated=quote.language if quote.is_translated(language) else "",
        by=by,
    )


def _kept_in(terms: str, formats: Container[str]) -> str:
    """Return where a reader finds every figure of an edition."""
    if terms == "none":
        return "publisher"
    return "pdf" if "pdf" in formats else "folder"


def labels(briefing: Briefing, language: Language) -> dict[str, Label]:
    """Return the names that a briefing gives its lines in a language."""
    by_code: dict[str, Label] = {}
    for code, languages in briefing.labels.items():
        if language in languages:
            names = languages[language]
            bent = names.oblique
            oblique = (bent.full or "", bent.short or "", bent.head or "") if bent else ("", "", "")
            by_code[code] = Label(names.full, names.short, names.head, names.plural, oblique, use=names.use or "")
    return by_code


def _when(item: Watch, language: Language) -> str:
    words = speak(language)
    if item.when:
        return item.when[language]
    day = item.about or item.on
    if day is None:
        return ""  # the model asks for one of the three
    return words.about_day(day).words if item.about else words.day(day).words


def _background(note: Commentary, language: Language) -> tuple[OutsideAccount, ...]:
    return tuple(
        OutsideAccount(
            words=item.text[language],
            medium=in_language(item.medium, language),
            address=item.address,
            published=item.date,
            where=f"{note.file}:{item.line}",
        )
        for item in note.background
    )
