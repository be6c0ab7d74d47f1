"""The text of a new briefing's file: YAML with the reasons beside it, as a person would write it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from generator.errors import SettingsError
from generator.settings.value_types import partner_written
from generator.settings.yaml_reader import hidden_sign
from generator.story.brief import NamedLine, Trade
from generator.story.label import described
from generator.story.words import speak
from generator.trade.codes import WORLD, Flow, economy
from generator.trade.currency import DOLLAR
from generator.trade.editions import name_of
from generator.trade.figures import Selection

_COLUMN = 42  # where comments begin


@dataclass(frozen=True)
class Wanted:
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


def title_of(wanted: Wanted) -> str:
    """Return the title that goods and economies make: "China’s imports of copper and aluminium from Pakistan"."""
    of = Selection(wanted.source, wanted.reporter, wanted.partner, Flow.of(wanted.flow), wanted.codes)
    title = (
        speak("en")
        .trade_of(Trade(of, tuple(NamedLine(described(code, "en"), code) for code in of.whole), wanted.group))
        .words
    )
    return title[:1].upper() + title[1:]


def text_of(wanted: Wanted, languages: tuple[str, ...], currency: str = DOLLAR) -> str:
    """Return the file of the briefing for a desk of these languages, each part with what it is for.

    `currency` is that of its source.
    """
    title = wanted.title or title_of(wanted)
    for flag, text in (("--title", title), ("--group", wanted.group)):
        if (sign := hidden_sign(text)) or "\n" in text or "\t" in text:
            raise SettingsError(flag, f"a hidden sign, {sign or 'a line break or a tab'}, stands there.", "Delete it.")
    return "\n".join(_lines(wanted, title, languages, currency)) + "\n"


def _lines(wanted: Wanted, title: str, languages: tuple[str, ...], currency: str) -> Iterator[str]:
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
