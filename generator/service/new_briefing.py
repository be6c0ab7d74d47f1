"""A new briefing: its file written with comments, read by the real reader, and only then put into its place."""

from __future__ import annotations

import os
from dataclasses import replace

from generator.delivery.shelf import write_flushed
from generator.errors import GeneratorError, SettingsError
from generator.intake.fetching import answers
from generator.intake.file_intake import waiting
from generator.intake.period_choice import figures_for
from generator.service.new_text import Wanted, text_of
from generator.settings.desk import Desk, gather, read_desk
from generator.settings.value_types import NAME
from generator.store import FigureStore
from generator.trade.codes import is_within
from generator.trade.currency import DOLLAR


def refuse_name(desk: Desk, name: str) -> None:
    """Raise SettingsError where no briefing can have that name, or one has it."""
    if not NAME.fullmatch(name):
        raise SettingsError(name, "a briefing's name has small letters, digits and hyphens only.")
    if (desk.folder / _file(name)).exists() or name in desk.briefings:
        raise SettingsError(_file(name), "this is there already, and is never written over.", "Choose another name.")


def add(desk: Desk, wanted: Wanted) -> Desk:
    """Write briefings/NAME.yaml and return the desk that has it; SettingsError, and no file, where it cannot be."""
    refuse_name(desk, wanted.name)
    source = desk.settings.sources.get(wanted.source)
    currency = source.currency if source else DOLLAR  # the reader of the file refuses an unknown one
    raw = text_of(wanted, desk.settings.languages, currency).encode()
    found = read_desk(gather(desk.folder) | {_file(wanted.name): raw}, os.environ)
    found.refuse_broken(wanted.name)
    place = desk.folder / _file(wanted.name)
    aside = place.with_name(f".{place.name}.new")
    write_flushed(aside, raw)
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
