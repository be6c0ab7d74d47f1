"""The verbs `init` and `new`: a desk, and a briefing."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from generator.cli import printer
from generator.cli.printer import DESK
from generator.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.settings.desk import Desk


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


_QUESTIONS = {
    "source": "Source",
    "reporter": "Reporter, whose customs counted (CHN, CN, 156 or China)",
    "partner": "Partner, the other economy (or World: all together)",
    "flow": "Flow, as the reporter sees it (import, export, re-import or re-export)",
    "codes": "HS codes (a country's own lines, and TOTAL, too), with commas between",
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
        NewBriefing,
        add,
        check_answer,
        frequency_of,
        lacking,
        next_step,
        refuse_name,
    )

    opened = printer.open_desk(desk)
    refuse_name(opened.desk, name)
    if detail is not None:
        check_answer(opened.desk, "detail", str(detail), {})
    flags = {"source": source, "reporter": reporter, "partner": partner, "flow": flow, "codes": codes}
    answers = _answered(opened.desk, {key: text for key, text in flags.items() if text is not None})
    frequency = frequency or frequency_of(opened.store, answers["source"])
    briefing = NewBriefing(
        name,
        source=answers["source"],
        reporter=answers["reporter"],
        partner=answers["partner"],
        flow=answers["flow"],
        codes=tuple(answers["codes"].split(",")),
        frequency=check_answer(opened.desk, "frequency", frequency, answers),
        detail=detail,
        title=title or "",
        group=(group or "").strip(),
    )
    new_desk = add(opened.desk, briefing)
    typer.echo(f"{opened.desk.folder / 'briefings' / name}.yaml")
    codes_lacking = lacking(new_desk, opened.store, name)
    if codes_lacking:
        typer.echo(f"{briefing.source} has no figure of HS {', '.join(codes_lacking)} yet")
    printer.print_next(next_step(new_desk, opened.store, name))


def _answered(desk: Desk, flags: dict[str, str]) -> dict[str, str]:
    """Return what each of the needed keys is: by a flag, by the source itself, or by the person, who is asked.

    Raises SettingsError for a flag that cannot be used, and for one that is missing where nobody can be asked.
    """
    from generator.service.new_briefing import NEEDED, check_answer, given_by_source

    answers: dict[str, str] = {}
    for key in NEEDED:
        if key in flags:
            answers[key] = check_answer(desk, key, flags[key], answers)
            continue
        answer = given_by_source(desk, answers).get(key)
        if answer:
            answers[key] = answer
        elif sys.stdin.isatty():
            answers[key] = typer.prompt(_QUESTIONS[key], value_proc=partial(_check_answer, desk, key, answers))
        else:
            flag = f"--{key}"
            raise SettingsError(flag, "it is missing.", "Add it, or run this on a terminal, which asks for it.")
    return answers


def _check_answer(desk: Desk, key: str, answers: Mapping[str, str], text: str) -> str:
    """Return an answer that can be used; BadParameter, after which the terminal asks again."""
    from generator.service.new_briefing import check_answer

    try:
        return check_answer(desk, key, text, answers)
    except SettingsError as fault:
        raise typer.BadParameter(fault.problem) from None
