"""How a path or a command is written in a unit, a crontab and a shell, so that each reads it as it is."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from generator.errors import SettingsError

_QUOTED = '\\"'  # signs that a quotation keeps by a backslash before them


def unit_argument(word: object) -> str:
    """Return an argument of a command in a unit; its program is a word, since no variable can name that."""
    return unit_word(word).replace("$", "$$")


def unit_word(word: object) -> str:
    """Return a program, or one path of a list, in a unit (systemd.syntax(7), "Quoting")."""
    quoted = str(word).translate({ord(sign): "\\" + sign for sign in _QUOTED})
    return f'"{unit_path(quoted)}"'


def unit_path(path: object) -> str:
    """Return a path that has a line of a unit to itself: nothing but its specifiers is read there (systemd.unit(5))."""
    return str(path).replace("%", "%%")


def cron_command(words: Sequence[object]) -> str:
    """Return a command of a crontab: in words of the shell, what crontab(5) reads itself kept from it.

    It ends a command at a percent sign, and takes the backslash before one, or before another, away.
    """
    return shlex.join(map(str, words)).replace("\\", "\\\\").replace("%", "\\%")


def refuse_lines(path: object, where: str) -> None:
    """Refuse a path that no file of lines can hold."""
    if any(ord(sign) < ord(" ") for sign in str(path)):
        raise SettingsError(where, f"{str(path)!r} has a sign that no line can hold.", "Rename the folder.")
