"""A desk as an earlier program left it, put together from what of it is kept as text (tests/desk/older)."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

KEPT = Path(__file__).parent / "older"


def put_together(schema: int, place: Path) -> Path:
    """Return `place`, with the desk whose state file has that schema."""
    shutil.copytree(KEPT / f"schema-{schema}", place)
    (place / "state").chmod(0o700)
    script = place / "state" / "state.sql"
    with closing(sqlite3.connect(place / "state" / "state.sqlite", isolation_level=None)) as db:
        db.executescript(script.read_text(encoding="utf-8"))
    script.unlink()
    for file in (place / "state" / "figures").glob("*.hex"):
        file.with_suffix("").write_bytes(bytes.fromhex(file.read_text(encoding="ascii")))
        file.unlink()
    return place
