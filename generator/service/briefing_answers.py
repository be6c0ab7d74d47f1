"""Check the answers that describe a new briefing, and suggest answers that fit this desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import get_args

from generator.errors import SettingsError
from generator.settings.briefing_settings import Frequency
from generator.settings.desk import Desk
from generator.settings.value_types import economy_named, nearest, partner_named, partner_written
from generator.store import FigureStore
from generator.trade.codes import Flow, is_within, known_code, nomenclature

NEEDED = ("source", "reporter", "partner", "flow", "codes")
FLOWS = {Flow.IMPORT: "import", Flow.EXPORT: "export", Flow.RE_IMPORT: "re-import", Flow.RE_EXPORT: "re-export"}
FREQUENCIES = get_args(Frequency)
DEPTHS = ("2", "4", "6")  # digits: what the nomenclature has
_OTHER_PARTING = re.compile(r"[0-9]\s*[;/|+\s]\s*[0-9]")
_PARTIES = ("reporter", "partner", "flow")  # what a source may say for all of its figures
Answers = Mapping[str, str]


def checked(desk: Desk, key: str, text: str, known: Answers) -> str:
    """Return the answer `text` as the file writes it, or raise the SettingsError that names the flag.

    `known` are the answers so far: what a source says of all its figures, no briefing of it can say otherwise.
    """
    flag = f"--{key}"
    try:
        found = _CHECKS[key](desk, text.strip())
    except ValueError as fault:
        raise SettingsError(flag, f"{fault}.") from None
    only = _said_by_source(desk, key, known)
    if only and found != only:
        source = known["source"]
        found, only = partner_written(found), partner_written(only)
        raise SettingsError(flag, f"{found} is not in {source}, whose settings say {only}.", f"Write {only}.")
    return found


def choices(desk: Desk, key: str) -> tuple[str, ...]:
    """Return the answers there are, where they are few."""
    few = {"source": tuple(desk.settings.sources), "flow": tuple(FLOWS.values()), "frequency": FREQUENCIES}
    return few.get(key, ())


def given_by_source(desk: Desk, known: Answers) -> dict[str, str]:
    """Return what the source in `known` says for all of its figures and nobody needs to answer."""
    found = {key: _said_by_source(desk, key, known) for key in _PARTIES}
    return {key: text for key, text in found.items() if text}


def suggested(desk: Desk, key: str, known: Answers) -> str:
    """Return what another briefing of this desk has there, one of the same source first; "" where none has it."""
    others = sorted(desk.briefings.items(), key=lambda item: (item[1].figures.source != known.get("source"), item))
    if not others:
        return choices(desk, key)[0] if len(choices(desk, key)) == 1 else ""
    figures = others[0][1].figures
    return {
        "source": figures.source,
        "reporter": figures.reporter,
        "partner": partner_written(figures.partner),
        "flow": FLOWS[figures.flow],
        "codes": ",".join(figures.codes),
    }[key]


def frequency_of(store: FigureStore, source: str) -> str:
    """Return the frequency of the newest release of `source`; monthly where there is none or it has none of its own."""
    released = store.release_periods(source, store.vintage(source))
    found = released[-1].frequency if released else ""
    return found if found in FREQUENCIES else "monthly"


def _said_by_source(desk: Desk, key: str, known: Answers) -> str:
    source = desk.settings.sources.get(known.get("source", ""))
    if source is None or key not in _PARTIES:
        return ""
    if key == "flow":
        return FLOWS[source.flow] if source.flow else ""
    return str(getattr(source, key) or "")


def _source(desk: Desk, text: str) -> str:
    if text not in desk.settings.sources:
        msg = f"{text!r} is no source of desk.yaml. {nearest(text, desk.settings.sources)}".rstrip(".")
        raise ValueError(msg)
    return text


def _economy(_: Desk, text: str) -> str:
    return economy_named(text).iso3


def _partner(_: Desk, text: str) -> str:
    return partner_named(text)


def _flow(_: Desk, text: str) -> str:
    try:
        return FLOWS[Flow.of(text)]
    except ValueError:
        msg = f"{text!r} is no flow; write {', '.join(FLOWS.values())}"
        raise ValueError(msg) from None


def _codes(_: Desk, text: str) -> str:
    if _OTHER_PARTING.search(text):
        msg = f"codes have commas between: {','.join(re.findall(r'[0-9.]+', text))}"
        raise ValueError(msg)
    codes = [_code(code.strip().replace(".", "")) for code in text.split(",")]
    if twice := [code for code in codes if codes.count(code) > 1]:
        msg = f"{twice[0]} stands there twice"
        raise ValueError(msg)
    for code in codes:
        if above := [one for one in codes if one != code and is_within(code, one)]:
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


def _detail(_: Desk, text: str) -> str:
    if text not in DEPTHS:
        msg = f"{text!r} is no depth; write 2, 4 or 6"
        raise ValueError(msg)
    return text


def _frequency(_: Desk, text: str) -> str:
    if text not in FREQUENCIES:
        msg = f"{text!r} is no frequency; write {', '.join(FREQUENCIES)}"
        raise ValueError(msg)
    return text


_CHECKS: dict[str, Callable[[Desk, str], str]] = {
    "source": _source,
    "reporter": _economy,
    "partner": _partner,
    "flow": _flow,
    "codes": _codes,
    "frequency": _frequency,
    "detail": _detail,
}
