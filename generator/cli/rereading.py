"""The flag --again of ingest: kept files read under the settings as they are now, said as it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from generator.cli import each, say, taken
from generator.errors import SettingsError

if TYPE_CHECKING:
    from generator.settings.desk_parts import DeskParts


def run(desk: DeskParts, source: str, accept: str, *, dry_run: bool, as_json: bool) -> None:
    """Read again what `source` gave; leave with the worst exit code of a file that cannot be read now."""
    from generator.editions.edition_names import build_of
    from generator.intake.file_intake import SetAside
    from generator.intake.reread import reread

    _refuse_without_files(desk, source)
    rows: list[dict[str, Any]] = []
    codes: list[int] = []
    with desk.held():
        for item in reread(desk.desk, desk.store, source, say.now(), accept=accept, dry_run=dry_run):
            if isinstance(item, SetAside):
                codes.append(item.exit_code)
                rows.append({"file": item.file, "word": "set aside", "reason": item.reason})
                typer.echo(taken.set_aside(item), err=True)
            else:
                rows.append(taken.as_data(item))
                taken.told([] if as_json else [item], dry_run=dry_run)
    if as_json:
        say.as_json(rows)
    else:
        say.then("tradebrief ingest --again without --dry-run" if dry_run else build_of(desk.desk, desk.store, source))
    each.leave([{"exit": code} for code in codes])


def _refuse_without_files(desk: DeskParts, source: str) -> None:
    from generator.intake.reread import command, files_of
    from generator.settings.value_types import nearest

    option = "--source"
    if source not in desk.desk.layouts:
        raise SettingsError(option, f"there is no source {source}.", nearest(source, desk.desk.layouts))
    if not files_of(desk.store, source):
        then = command(desk.desk, desk.store, source)
        ask = f"Ask it: {then}" if "pull" in then else f"Put one into inbox/{source}/."
        raise SettingsError(option, f"no file of {source} was taken in here.", ask)
