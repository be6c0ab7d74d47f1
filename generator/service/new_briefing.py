"""Write the file of a new briefing; it is read as settings are before it is put into its place."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from generator.errors import GeneratorError, SettingsError
from generator.intake.file_intake import waiting_files
from generator.intake.period_choice import figures_for
from generator.intake.questions import is_service
from generator.settings.briefing_settings import Frequency
from generator.settings.desk import Desk, gather, read_desk
from generator.settings.value_types import NAME, economy_named, nearest, partner_named, partner_written
from generator.settings.yaml_reader import hidden_sign
from generator.store import FigureStore
from generator.store.durable import write_durably
from generator.story.brief import Trade
from generator.story.label import described
from generator.story.words import speak
from generator.trade.codes import WORLD, Flow, economy, is_within, known_code, nomenclature
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


def add(desk: Desk, briefing: NewBriefing) -> Desk:
    """Write briefings/NAME.yaml and return the desk that has it; SettingsError, and no file, where it cannot be."""
    refuse_name(desk, briefing.name)
    source = desk.settings.sources.get(briefing.source)
    currency = source.currency if source else DOLLAR  # the reader of the file refuses an unknown one
    raw = text_of(briefing, desk.settings.languages, currency).encode()
    new_desk = read_desk(gather(desk.folder) | {_file(briefing.name): raw}, os.environ)
    new_desk.refuse_broken(briefing.name)
    place = desk.folder / _file(briefing.name)
    aside = place.with_name(f".{place.name}.new")
    write_durably(aside, raw)
    try:
        os.link(aside, place)  # fails, unlike a rename, where somebody made the file in the meantime
    except FileExistsError:
        refuse_name(desk, briefing.name)
    finally:
        aside.unlink()
    (desk.folder / "inbox" / briefing.source).mkdir(parents=True, exist_ok=True)
    return replace(new_desk, folder=desk.folder)


def lacking(desk: Desk, store: FigureStore, name: str) -> tuple[str, ...]:
    """Return the codes of the briefing of which its source, which has others of its economies, has no figure yet."""
    selection = desk.briefing(name).selection
    held = store.holdings(selection.source, store.releases.vintage(selection.source))
    held_codes: list[str] = []
    for line in held:
        if replace(line, codes=selection.codes) == selection:
            held_codes += line.codes
    if not held_codes:
        return ()
    missing = []
    for code in selection.codes:
        has_figures = any(is_within(held_code, code) for held_code in held_codes)
        if not has_figures:
            missing.append(code)
    return tuple(missing)


def next_step(desk: Desk, store: FigureStore, name: str) -> str:
    """Return what to do next: build where figures are here, else what stands in the way or where to put them."""
    source = desk.briefing(name).figures.source
    try:
        figures_for(desk, store, name, None)
    except GeneratorError as fault:
        if not waiting_files(desk, source):
            inbox = f"{desk.folder / 'inbox' / source}/"
            is_asked = is_service(desk.settings.sources[source])
            first = f"tradebrief pull {name}" if is_asked else f"put a file of the figures into {inbox}"
            put = f"{first}, then tradebrief build {name}"
            return str(fault) if store.releases.all(source) else put
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


def title_of(briefing: NewBriefing) -> str:
    """Return the title that goods and economies make: "China’s imports of copper and aluminium from Pakistan"."""
    chosen = Selection(briefing.source, briefing.reporter, briefing.partner, Flow.of(briefing.flow), briefing.codes)
    lines = tuple(replace(described(code, "en"), code=code) for code in chosen.top_codes)
    title = speak("en").trade_of(Trade(chosen, lines, briefing.group)).words
    return title[:1].upper() + title[1:]


def text_of(briefing: NewBriefing, languages: tuple[str, ...], currency: str = DOLLAR) -> str:
    """Return the file of the briefing for a desk of these languages, each part with what it is for.

    `currency` is that of its source.
    """
    title = briefing.title or title_of(briefing)
    for flag, text in (("--title", title), ("--group", briefing.group)):
        sign = hidden_sign(text)
        if sign or "\n" in text or "\t" in text:
            raise SettingsError(flag, f"a hidden sign, {sign or 'a line break or a tab'}, stands there.", "Delete it.")
    return "\n".join(_lines(briefing, title, languages, currency)) + "\n"


def _lines(briefing: NewBriefing, title: str, languages: tuple[str, ...], currency: str) -> Iterator[str]:
    yield "# A briefing of one's own. docs/settings.md explains every key."
    if languages != ("en",):
        words = "The title and the group are" if briefing.group else "The title is"
        yield f"# {words} English in every language until somebody writes it in the others."
    yield f"title: {_in_each(title, languages)}"
    yield _with_comment(
        f"frequency: {briefing.frequency}", "what the clock makes; build makes any period that the figures fill"
    )
    yield from ("", "figures:")
    yield _with_comment(f"  source: {briefing.source}", "of desk.yaml")
    yield _with_comment(f"  reporter: {briefing.reporter}", f"{economy(briefing.reporter).name}, whose customs counted")
    is_world = briefing.partner == WORLD
    partner = "all partners together" if is_world else f"{economy(briefing.partner).name}, the other economy"
    yield _with_comment(f"  partner: {partner_written(briefing.partner)}", partner)
    yield _with_comment(
        f"  flow: {briefing.flow}", f"so: {Flow.of(briefing.flow).valuation}, {speak('en').currency_name(currency)}"
    )
    yield _with_comment(f"  codes: [{', '.join(map(_quoted, briefing.codes))}]", "text: keep the quotes")
    if briefing.detail:
        yield _with_comment(f"  detail: {briefing.detail}", "digits: how deep to look")
    group = (
        f"  group: {_in_each(briefing.group, languages)}" if briefing.group else "  # group: {en: mineral and metal}"
    )
    yield _with_comment(group, 'what the lines are together: "mineral and metal imports"; else named one by one')
    yield from ("", *_labels(briefing.codes), "")
    yield _with_comment("# thresholds:", "what is worth a sentence; the defaults are in docs/movements.md")
    yield from ("#   defaults: {notable: {metric: yoy, abs_gte: 25}}", "")
    yield "formats: [pdf, html, email]"
    yield _with_comment("approval: one", "nobody is mailed before a person has said yes")


def _labels(codes: tuple[str, ...]) -> Iterator[str]:
    """Yield how to name lines: those that no cut of their description names, else the first one."""
    lacking = [code for code in codes if described(code, "en").short == f"goods of HS {code}"]
    yield _with_comment("# labels:", "names where the nomenclature's are too long, or not yours")
    for code in lacking:
        yield f"#  {_quoted(code)}: {{en: {{full: NAME, short: NAME, head: NAME}}}}   # {name_of(code)}"
    if not lacking:
        yield f"#  {_quoted(codes[0])}: {{en: {{full: NAME, short: NAME, head: NAME}}}}"


def _in_each(text: str, languages: tuple[str, ...]) -> str:
    return f"{{{', '.join(f'{language}: {_quoted(text)}' for language in languages)}}}"


def _with_comment(line: str, why: str) -> str:
    return f"{line.ljust(_COLUMN - 1)} # {why}"


def _quoted(text: str) -> str:
    """Return `text` as a YAML scalar that means nothing else, whatever stands in it: JSON's strings are YAML's."""
    return json.dumps(text, ensure_ascii=False)


NEEDED = ("source", "reporter", "partner", "flow", "codes")
FLOWS = {Flow.IMPORT: "import", Flow.EXPORT: "export", Flow.RE_IMPORT: "re-import", Flow.RE_EXPORT: "re-export"}
FREQUENCIES = get_args(Frequency)
DEPTHS = ("2", "4", "6")  # digits: what the nomenclature has
_OTHER_PARTING = re.compile(r"[0-9]\s*[;/|+\s]\s*[0-9]")
_PARTIES = ("reporter", "partner", "flow")  # what a source may say for all of its figures
Answers = Mapping[str, str]


def check_answer(desk: Desk, key: str, text: str, earlier: Answers) -> str:
    """Return the answer `text` as the file writes it, or raise the SettingsError that names the flag.

    `earlier` are the answers so far: what a source says of all its figures, no briefing of it can say otherwise.
    """
    flag = f"--{key}"
    try:
        answer = _CHECKS[key](desk, text.strip())
    except ValueError as fault:
        raise SettingsError(flag, f"{fault}.") from None
    source_answer = _said_by_source(desk, key, earlier)
    if source_answer and answer != source_answer:
        source = earlier["source"]
        answer = partner_written(answer)
        source_answer = partner_written(source_answer)
        raise SettingsError(
            flag, f"{answer} is not in {source}, whose settings say {source_answer}.", f"Write {source_answer}."
        )
    return answer


def given_by_source(desk: Desk, earlier: Answers) -> dict[str, str]:
    """Return what the source in `earlier` says for all of its figures and nobody needs to answer."""
    by_key = {key: _said_by_source(desk, key, earlier) for key in _PARTIES}
    return {key: text for key, text in by_key.items() if text}


def frequency_of(store: FigureStore, source: str) -> str:
    """Return the frequency of the newest release of `source`; monthly where there is none or it has none of its own."""
    released = store.release_periods(source, store.releases.vintage(source))
    frequency = released[-1].frequency if released else ""
    return frequency if frequency in FREQUENCIES else "monthly"


def _said_by_source(desk: Desk, key: str, earlier: Answers) -> str:
    source = desk.settings.sources.get(earlier.get("source", ""))
    if source is None or key not in _PARTIES:
        return ""
    if key == "flow":
        return FLOWS[source.flow] if source.flow else ""
    return str(getattr(source, key) or "")


def _source_name(desk: Desk, text: str) -> str:
    if text not in desk.settings.sources:
        msg = f"{text!r} is not a source of desk.yaml. {nearest(text, desk.settings.sources)}".rstrip(".")
        raise ValueError(msg)
    return text


def _word_among(words: tuple[str, ...], what: str, text: str) -> str:
    if text not in words:
        msg = f"{text!r} is not a {what}; write {', '.join(words)}"
        raise ValueError(msg)
    return text


def _flow(_: Desk, text: str) -> str:
    try:
        return FLOWS[Flow.of(text)]
    except ValueError:
        return _word_among(tuple(FLOWS.values()), "flow", text)


def _codes(_: Desk, text: str) -> str:
    if _OTHER_PARTING.search(text):
        msg = f"codes have commas between: {','.join(re.findall(r'[0-9.]+', text))}"
        raise ValueError(msg)
    codes = [_code(code.strip().replace(".", "")) for code in text.split(",")]
    twice = [code for code in codes if codes.count(code) > 1]
    if twice:
        msg = f"{twice[0]} stands there twice"
        raise ValueError(msg)
    for code in codes:
        above = [parent for parent in codes if parent != code and is_within(code, parent)]
        if above:
            remedy = f"Keep one, or look inside with --detail {len(code)}"
            msg = f"{code} lies within {above[0]}, which would hold it untold. {remedy}"
            raise ValueError(msg)
    return ",".join(codes)


def _code(text: str) -> str:
    try:
        return known_code(text)
    except ValueError as fault:
        like = [code for code in nomenclature() if len(code) == len(text) and code.isdigit()]
        hint = nearest(text, [code for code in like if code[:2] == text[:2]] or like)
        msg = f"{fault}. {hint}".rstrip(". ")
        raise ValueError(msg) from None


_CHECKS: dict[str, Callable[[Desk, str], str]] = {
    "source": _source_name,
    "reporter": lambda _, text: economy_named(text).iso3,
    "partner": lambda _, text: partner_named(text),
    "flow": _flow,
    "codes": _codes,
    "frequency": lambda _, text: _word_among(FREQUENCIES, "frequency", text),
    "detail": lambda _, text: _word_among(DEPTHS, "depth", text),
}
