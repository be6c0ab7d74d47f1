"""What became of files of figures, said as it happens: a later fault takes no word of it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from generator.desk.intake import Taken


def told(items: Iterable[Taken], *, dry_run: bool = False, err: bool = False) -> None:
    """Print each file that was taken in; `err` where standard output belongs to something else."""
    for item in items:
        for line in _lines(item, dry_run=dry_run):
            typer.echo(line, err=err)


def as_data(item: Taken) -> dict[str, Any]:
    """Return what became of one file as plain data."""
    batch = item.batch
    return {
        "document": batch.document,
        "release": batch.release,
        "new": item.new,
        "period": str(batch.period),
        "released": batch.released.isoformat(),
        "figures": len(batch.observations),
        "refused": [asdict(refusal) for refusal in batch.refusals],
    }


def _lines(item: Taken, *, dry_run: bool) -> Iterable[str]:
    batch = item.batch
    word = "understood" if dry_run else "recorded" if item.new else "known already"
    what = f"{len(batch.observations)} figures, period {batch.period}, released {batch.released}"
    yield f"{word}: {batch.document}: {what}"
    for refusal in batch.refusals:
        column = f", column {refusal.column}" if refusal.column else ""
        yield f"  set aside: {refusal.file}, row {refusal.row}{column}: {refusal.reason}"
    if item.quarantine:
        yield f"  quarantine: {item.quarantine}"
