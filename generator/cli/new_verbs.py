"""The verbs `init` and `new`: a desk, and a briefing, which asks on a terminal for what no option says."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import printer
from generator.cli.printer import DESK
from generator.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.service.new_briefing import NewBriefing
    from generator.settings.desk_parts import DeskParts


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="An empty or new folder.")],
    output: Annotated[str, typer.Option(help="Folder for editions, relative to the desk.")] = "output",
    *,
    sample: Annotated[bool, typer.Option("--sample", help="Add a monthly briefing on invented figures.")] = False,
    languages: Annotated[str, typer.Option(help="Languages, separated by commas: en,zh,ur.")] = "en",
    unsigned: Annotated[bool, typer.Option("--unsigned", help="Make no signing key.")] = False,
) -> None:
    """Create a desk: settings, a briefing and its published figures."""
    from generator.service.starter_desk import init as make
    from generator.service.starter_desk import languages_in

    for name in make(folder, output, sample=sample, languages=languages_in(languages), signs=not unsigned):
        typer.echo(f"{folder / name}")
    printer.print_next(f"cd {folder} && tradebrief build{' pakistan-minerals-monthly' if sample else ''}")


_ASKED = {
    "source": "Source",
    "reporter": "Reporter, whose customs counted (CHN, CN, 156 or China)",
    "partner": "Partner, the other economy (or World: all together)",
    "flow": "Flow, as the reporter sees it",
    "codes": "HS codes (a country's own lines, and TOTAL, too), with commas between",
    "detail": "How deep to look inside them, in digits (2, 4 or 6; nothing: the codes themselves)",
}


def new(  # noqa: PLR0913, PLR0917 -- the flags of the contract
    name: Annotated[str, typer.Argument(metavar="NAME", help="Lower-case letters, digits and hyphens.")],
    source: Annotated[str | None, typer.Option(help="A source of desk.yaml.")] = None,
    reporter: Annotated[
        str | None, typer.Option(help="The country whose customs counted: CHN, CN, 156 or China.")
    ] = None,
    partner: Annotated[str | None, typer.Option(help="The other country; World means all together.")] = None,
    flow: Annotated[str | None, typer.Option(help="import, export, re-import or re-export.")] = None,
    codes: Annotated[str | None, typer.Option(help="HS codes, separated by commas: 25,26,7403.")] = None,
    frequency: Annotated[str | None, typer.Option(help="monthly, quarterly or annual; default: the source's.")] = None,
    detail: Annotated[int | None, typer.Option(help="Depth of the codes to look at: 2, 4 or 6 digits.")] = None,
    title: Annotated[str | None, typer.Option(help="Title in English; default: from goods and countries.")] = None,
    group: Annotated[str | None, typer.Option(help="What the goods are together: mineral and metal.")] = None,
    *,
    desk: DESK = None,
) -> None:
    """Create a briefing; on a terminal, ask for what is missing."""
    from generator.service.new_briefing import (
        NEEDED,
        NewBriefing,
        add,
        checked,
        frequency_of,
        lacking,
        next_step,
        refuse_name,
    )

    opened = printer.open_desk(desk)
    refuse_name(opened.desk, name)
    flags = {"source": source, "reporter": reporter, "partner": partner, "flow": flow, "codes": codes}
    deep = checked(opened.desk, "detail", str(detail), {}) if detail is not None else ""
    answers = _answered(opened, {key: text for key, text in flags.items() if text is not None})
    often = checked(
        opened.desk,
        "frequency",
        frequency or frequency_of(opened.store, answers["source"]),
        answers,
    )
    codes_wanted = tuple(answers.pop("codes").split(","))
    briefing = NewBriefing(
        name, **answers, codes=codes_wanted, frequency=often, detail=int(deep or 0) or None, title=title or ""
    )
    briefing = replace(briefing, group=_group(group, codes_wanted))
    if sys.stdin.isatty() and any(flags[key] is None for key in NEEDED):  # who was asked is asked for all
        briefing = _refined(opened, briefing)
    new_desk = add(opened.desk, briefing)
    typer.echo(f"{opened.desk.folder / 'briefings' / name}.yaml")
    if codes_lacking := lacking(new_desk, opened.store, name):
        typer.echo(f"{briefing.source} has no figure of HS {', '.join(codes_lacking)} yet")
    printer.print_next(next_step(new_desk, opened.store, name))


def _refined(desk: DeskParts, briefing: NewBriefing) -> NewBriefing:
    """Return the briefing with the depth and the title that a person may leave as they are."""
    from generator.service.new_briefing import title_of

    def depth(text: str) -> str:
        return _answer(desk, "detail", text, {}) if text.strip() else ""

    deep = briefing.detail or typer.prompt(_ASKED["detail"], default="", show_default=False, value_proc=depth)
    title = briefing.title or typer.prompt("Title", default=title_of(briefing))
    return replace(briefing, detail=int(deep or 0) or None, title=title)


def _answered(desk: DeskParts, flags: dict[str, str]) -> dict[str, str]:
    """Return an answer to everything that is asked: from a flag, from the source itself, or from the person."""
    from generator.service.new_briefing import NEEDED, checked, given_by_source

    answers: dict[str, str] = {}
    for key in NEEDED:
        if key in flags:
            answers[key] = checked(desk.desk, key, flags[key], answers)
        elif answer := given_by_source(desk.desk, answers).get(key):
            answers[key] = answer
        else:
            answers[key] = _ask_person(desk, key, answers)
    return answers


def _group(flag: str | None, codes: tuple[str, ...]) -> str:
    """Return what the lines are together: from the flag, or from the person where there are several; "" for none."""
    if flag is not None or len(codes) == 1 or not sys.stdin.isatty():
        return (flag or "").strip()
    question = "What they are together, before “imports”: mineral and metal (nothing: their names or codes)"
    return str(typer.prompt(question, default="", show_default=False)).strip()


def _ask_person(desk: DeskParts, key: str, answers: dict[str, str]) -> str:
    """Return what a person answers, asked again until it can be used; SettingsError where nobody is there."""
    from generator.service.new_briefing import choices, suggested

    if not sys.stdin.isatty():
        flag = f"--{key}"
        raise SettingsError(flag, "it is missing.", "Add it, or run this on a terminal, which asks for it.")
    few = choices(desk.desk, key)
    question = f"{_ASKED[key]} ({', '.join(few)})" if few else _ASKED[key]

    suggestion = suggested(desk.desk, key, answers) or None
    return str(typer.prompt(question, default=suggestion, value_proc=lambda text: _answer(desk, key, text, answers)))


def _answer(desk: DeskParts, key: str, text: str, answers: Mapping[str, str]) -> str:
    """Return an answer that can be used; BadParameter, after which the terminal asks again, for another."""
    from generator.service.new_briefing import checked

    try:
        return checked(desk.desk, key, text, answers)
    except SettingsError as fault:
        raise typer.BadParameter(fault.problem) from None
