"""Write the file of a new briefing; it is read as settings are before it is put into its place."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.errors import GeneratorError, SettingsError
from generator.intake.file_intake import waiting
from generator.intake.period_choice import figures_for
from generator.intake.questions import answers
from generator.settings.desk import Desk, gather, read_desk
from generator.settings.value_types import NAME, partner_written
from generator.settings.yaml_reader import hidden_sign
from generator.store import FigureStore
from generator.store.durable import write_durably
from generator.story.brief import NamedLine, Trade
from generator.story.label import described
from generator.story.words import speak
from generator.trade.codes import WORLD, Flow, economy, is_within
from generator.trade.currency import DOLLAR
from generator.trade.editions import name_of
from generator.trade.figures import Selection

_COLUMN = 42  # where comments begin


def refuse_name(desk: Desk, name: str) -> None:
    """Raise SettingsError where no briefing can have that name, or one has it."""
    if not NAME.fullmatch(name):
        raise SettingsError(name, "a briefing's name has small letters, digits and hyphens only.")
    if (desk.folder / _file(name)).exists() or name in desk.briefings:
        raise SettingsError(_file(name), "this is there already, and is never written over.", "Choose another name.")


def add(desk: Desk, wanted: NewBriefing) -> Desk:
    """Write briefings/NAME.yaml and return the desk that has it; SettingsError, and no file, where it cannot be."""
    refuse_name(desk, wanted.name)
    source = desk.settings.sources.get(wanted.source)
    currency = source.currency if source else DOLLAR  # the reader of the file refuses an unknown one
    raw = text_of(wanted, desk.settings.languages, currency).encode()
    found = read_desk(gather(desk.folder) | {_file(wanted.name): raw}, os.environ)
    found.refuse_broken(wanted.name)
    place = desk.folder / _file(wanted.name)
    aside = place.with_name(f".{place.name}.new")
    write_durably(aside, raw)
    try:
        os.link(aside, place)  # fails, unlike a rename, where somebody made the file in the meantime
    except FileExistsError:
        refuse_name(desk, wanted.name)
    finally:
        aside.unlink()
    (desk.folder / "inbox" / wanted.source).mkdir(parents=True, exist_ok=True)
    return replace(found, folder=desk.folder)


def lacking(desk: Desk, store: FigureStore, name: str) -> tuple[str, ...]:
    """Return the codes of the briefing of which its source, which has others of its economies, has no figure yet."""
    wanted = desk.briefing(name).selection
    held = store.holdings(wanted.source, store.vintage(wanted.source))
    of_pair = [code for one in held if replace(one, codes=wanted.codes) == wanted for code in one.codes]
    return tuple(code for code in wanted.codes if of_pair and not any(is_within(one, code) for one in of_pair))


def next_step(desk: Desk, store: FigureStore, name: str) -> str:
    """Return what to do next: build where figures are here, else what stands in the way or where to put them."""
    source = desk.briefing(name).figures.source
    try:
        figures_for(desk, store, name, None)
    except GeneratorError as fault:
        if not waiting(desk, source):
            inbox = f"{desk.folder / 'inbox' / source}/"
            is_asked = answers(desk.settings.sources[source])
            first = f"tradebrief pull {name}" if is_asked else f"put a file of the figures into {inbox}"
            put = f"{first}, then tradebrief build {name}"
            return str(fault) if store.releases(source) else put
    return f"tradebrief build {name}"


def _file(name: str) -> str:
    return f"briefings/{name}.yaml"


@dataclass(frozen=True)
class NewBriefing:
    """What the new briefing is to say; every answer was checked. `title` "" makes one of goods and economies' names.

    `group` is what the lines are together, before "imports"; "" where they go by their names.
    """

    name: str
    source: str
    reporter: str
    partner: str
    flow: str
    codes: tuple[str, ...]
    frequency: str
    detail: int | None = None
    title: str = ""
    group: str = ""


def title_of(wanted: NewBriefing) -> str:
    """Return the title that goods and economies make: "China’s imports of copper and aluminium from Pakistan"."""
    of = Selection(wanted.source, wanted.reporter, wanted.partner, Flow.of(wanted.flow), wanted.codes)
    title = (
        speak("en")
        .trade_of(Trade(of, tuple(NamedLine(described(code, "en"), code) for code in of.whole), wanted.group))
        .words
    )
    return title[:1].upper() + title[1:]


def text_of(wanted: NewBriefing, languages: tuple[str, ...], currency: str = DOLLAR) -> str:
    """Return the file of the briefing for a desk of these languages, each part with what it is for.

    `currency` is that of its source.
    """
    title = wanted.title or title_of(wanted)
    for flag, text in (("--title", title), ("--group", wanted.group)):
        if (sign := hidden_sign(text)) or "\n" in text or "\t" in text:
            raise SettingsError(flag, f"a hidden sign, {sign or 'a line break or a tab'}, stands there.", "Delete it.")
    return "\n".join(_lines(wanted, title, languages, currency)) + "\n"


def _lines(wanted: NewBriefing, title: str, languages: tuple[str, ...], currency: str) -> Iterator[str]:
    yield "# A briefing of one's own. docs/settings.md explains every key."
    if languages != ("en",):
        words = "The title and the group are" if wanted.group else "The title is"
        yield f"# {words} English in every language until somebody writes it in the others."
    yield f"title: {_in_each(title, languages)}"
    yield _said(f"frequency: {wanted.frequency}", "what the clock makes; build makes any period that the figures fill")
    yield from ("", "figures:")
    yield _said(f"  source: {wanted.source}", "of desk.yaml")
    yield _said(f"  reporter: {wanted.reporter}", f"{economy(wanted.reporter).name}, whose customs counted")
    is_world = wanted.partner == WORLD
    other = "all partners together" if is_world else f"{economy(wanted.partner).name}, the other economy"
    yield _said(f"  partner: {partner_written(wanted.partner)}", other)
    yield _said(
        f"  flow: {wanted.flow}", f"so: {Flow.of(wanted.flow).valuation}, {speak('en').currency_name(currency)}"
    )
    yield _said(f"  codes: [{', '.join(map(_quoted, wanted.codes))}]", "text: keep the quotes")
    if wanted.detail:
        yield _said(f"  detail: {wanted.detail}", "digits: how deep to look")
    group = f"  group: {_in_each(wanted.group, languages)}" if wanted.group else "  # group: {en: mineral and metal}"
    yield _said(group, 'what the lines are together: "mineral and metal imports"; else named one by one')
    yield from ("", *_labels(wanted.codes), "")
    yield _said("# thresholds:", "what is worth a sentence; the defaults are in docs/movements.md")
    yield from ("#   defaults: {notable: {metric: yoy, abs_gte: 25}}", "")
    yield "formats: [pdf, html, email]"
    yield _said("approval: one", "nobody is mailed before a person has said yes")


def _labels(codes: tuple[str, ...]) -> Iterator[str]:
    """Yield how to name lines: those that no cut of their description names, else the first one."""
    lacking = [code for code in codes if described(code, "en").short == f"goods of HS {code}"]
    yield _said("# labels:", "names where the nomenclature's are too long, or not yours")
    for code in lacking:
        yield f"#  {_quoted(code)}: {{en: {{full: NAME, short: NAME, head: NAME}}}}   # {name_of(code)}"
    if not lacking:
        yield f"#  {_quoted(codes[0])}: {{en: {{full: NAME, short: NAME, head: NAME}}}}"


def _in_each(text: str, languages: tuple[str, ...]) -> str:
    return f"{{{', '.join(f'{language}: {_quoted(text)}' for language in languages)}}}"


def _said(line: str, why: str) -> str:
    return f"{line.ljust(_COLUMN - 1)} # {why}"


def _quoted(text: str) -> str:
    """Return `text` as a YAML scalar that means nothing else, whatever stands in it: JSON's strings are YAML's."""
    return json.dumps(text, ensure_ascii=False)
