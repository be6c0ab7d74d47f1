"""The text of a new briefing's file: YAML with the reasons beside it, as a person would write it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from generator.desk.signs import hidden_sign
from generator.errors import SettingsError
from generator.story.described import described
from generator.story.languages.en.numbers import land, possessive
from generator.trade.codes import Flow, economy, nomenclature

_COLUMN = 42  # where comments begin


@dataclass(frozen=True)
class Wanted:
    """What the new briefing is to say; every answer was checked. `title` "" makes one of the economies' names."""

    name: str
    source: str
    reporter: str
    partner: str
    flow: str
    codes: tuple[str, ...]
    frequency: str
    detail: int | None = None
    title: str = ""


def title_of(wanted: Wanted) -> str:
    """Return the title that the economies' names make: "China’s imports from Pakistan"."""
    reporter, partner = land(wanted.reporter), land(wanted.partner)
    title = f"{possessive(reporter)} {wanted.flow}s {'from' if 'import' in wanted.flow else 'to'} {partner}"
    return title[:1].upper() + title[1:]


def text_of(wanted: Wanted, languages: tuple[str, ...]) -> str:
    """Return the file of the briefing for a desk of these languages, each part with what it is for."""
    title = wanted.title or title_of(wanted)
    flag = "--title"
    if (sign := hidden_sign(title)) or "\n" in title or "\t" in title:
        raise SettingsError(flag, f"a hidden sign, {sign or 'a line break or a tab'}, stands there.", "Delete it.")
    return "\n".join(_lines(wanted, title, languages)) + "\n"


def _lines(wanted: Wanted, title: str, languages: tuple[str, ...]) -> Iterator[str]:
    yield "# A briefing of one's own. docs/settings.md explains every key."
    if languages != ("en",):
        yield "# The title is English in every language until somebody writes it in the others."
    yield f"title: {{{', '.join(f'{language}: {_quoted(title)}' for language in languages)}}}"
    yield _said(f"frequency: {wanted.frequency}", "what the clock makes; build makes any period that the figures fill")
    yield from ("", "figures:")
    yield _said(f"  source: {wanted.source}", "of desk.yaml")
    yield _said(f"  reporter: {wanted.reporter}", f"{economy(wanted.reporter).name}, whose customs counted")
    yield _said(f"  partner: {wanted.partner}", f"{economy(wanted.partner).name}, the other economy")
    yield _said(f"  flow: {wanted.flow}", f"so: {Flow.of(wanted.flow).valuation}, US dollars")
    yield _said(f"  codes: [{', '.join(map(_quoted, wanted.codes))}]", "text: keep the quotes")
    if wanted.detail:
        yield _said(f"  detail: {wanted.detail}", "digits: how deep to look")
    yield _said(
        "  # group: {en: mineral and metal}", 'what the lines are together: "the three mineral and metal lines"'
    )
    yield from ("", *_labels(wanted.codes), "")
    yield _said("# thresholds:", "what is worth a sentence; the defaults are in docs/movements.md")
    yield from ("#   defaults: {notable: {metric: yoy, abs_gte: 25}}", "")
    yield "formats: [pdf, html, email]"
    yield _said("approval: one", "nobody is mailed before a person has said yes")


def _labels(codes: tuple[str, ...]) -> Iterator[str]:
    """Yield how to name lines: those that no cut of their description names, else the first one."""
    lacking = [code for code in codes if described(code).short == f"goods of HS {code}"]
    yield _said("# labels:", "names where the nomenclature's are too long, or not yours")
    for code in lacking:
        yield f"#  {_quoted(code)}: {{en: {{full: NAME, short: NAME, head: NAME}}}}   # {nomenclature()[code]}"
    if not lacking:
        yield f"#  {_quoted(codes[0])}: {{en: {{full: NAME, short: NAME, head: NAME}}}}"


def _said(line: str, why: str) -> str:
    return f"{line.ljust(_COLUMN - 1)} # {why}"


def _quoted(text: str) -> str:
    """Return `text` as a YAML scalar that means nothing else, whatever stands in it: JSON's strings are YAML's."""
    return json.dumps(text, ensure_ascii=False)
