"""Settings that come from the environment, a file or a command; secrets above all."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path as Folder
from typing import Any

from pydantic import BaseModel, SecretStr

from generator.errors import SettingsError
from generator.settings.setting_faults import SECRET
from generator.settings.value_types import nearest
from generator.settings.yaml_reader import Path, YamlDocument

PREFIX = "TRADEBRIEF_"
BRIEFINGS = PREFIX + "BRIEFINGS__"
ENVIRONMENT = "environment.json"  # what variables set, kept with the files of a revision
_SECRET = frozenset(("PASSWORD", "KEY", "SECRET", "TOKEN"))
PATIENCE = 30  # seconds for a command
_revealed: set[str] = set()


def override(document: YamlDocument, env: Mapping[str, str], prefix: str, keys: Iterable[str]) -> YamlDocument:
    """Return `document` with the values that `env` gives under `prefix`, as `TRADEBRIEF_MAIL__SMTP__PASSWORD`.

    Two underscores go one level down, one stands for any sign that a name of the environment cannot have. `keys` are
    those that the root knows.
    """
    data = document.data
    overridden = dict(document.overridden)
    for name in sorted(name for name in env if name.startswith(prefix)):
        path = _path(name.removeprefix(prefix), data)
        if path[0] not in keys:
            problem = f"the environment sets {path[0]}, which is not a key of {document.file}."
            raise SettingsError(name, problem, nearest(path[0], keys))
        data = _with(data, path, env[name])
        overridden[path] = name
    return replace(document, data=data, overridden=overridden)


def folded(name: str) -> str:
    """Return `name` as the environment writes it: `gacc-press` is `gacc_press`."""
    return "".join(sign if sign.isalnum() else "_" for sign in name.lower())


def speaks_of_secret(name: str) -> bool:
    """Say whether the variable `name` may hold a secret, or say where one is."""
    return not _SECRET.isdisjoint(name.upper().split("_"))


def _path(name: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    path: list[str] = []
    node: object = data
    for part in name.lower().split("__"):
        mapping = node if isinstance(node, dict) else {}
        path.append(next((key for key in mapping if folded(key) == part), part))
        node = mapping.get(path[-1])
    return tuple(path)


def _with(data: Mapping[str, Any], path: Path, value: str) -> dict[str, Any]:
    key = str(path[0])
    tail = path[1:]
    if not tail:
        return {**data, key: value}
    below = data.get(key)
    return {**data, key: _with(below if isinstance(below, dict) else {}, tail, value)}


def refuse_written_secrets(document: YamlDocument) -> list[SettingsError]:
    """Return an error for each secret that stands in the file: what stands there is kept, copied and shown."""
    remedy = "Write {0}_file: secrets/NAME, or set it in the environment."
    return [
        SettingsError(document.where(path), f"{path[-1]} holds a secret, and a file is no place for it.", text)
        for path in document.values
        if path[-1:] and path[-1] in SECRET and "columns" not in path
        for text in [remedy.format(path[-1])]
    ]


def reveal(holder: BaseModel, name: str, folder: Folder) -> SecretStr | None:
    """Return the secret `name` of a part of the settings, from wherever they say that it is; None if nowhere."""
    secret = _read_secret(holder, name, folder)
    if secret:
        _revealed.add(secret)
    return None if secret is None else SecretStr(secret)


def redacted(text: str) -> str:
    """Return `text` without the secrets that were revealed so far: no message has them, and no log may if one does."""
    for secret in sorted(_revealed, key=len, reverse=True):
        text = text.replace(secret, "…")
    return text


def _read_secret(holder: BaseModel, name: str, folder: Folder) -> str | None:
    value = getattr(holder, name)
    if value is not None:
        return str(value.get_secret_value())
    file = getattr(holder, f"{name}_file")
    if file:
        return _from_file(name, folder / file, folder)
    command = getattr(holder, f"{name}_command")
    return _from_command(name, command, folder) if command else None


def _from_file(name: str, path: Folder, folder: Folder) -> str:
    where = f"{name}_file"
    try:
        if path.is_relative_to(folder) and path.stat().st_mode & 0o077:  # /run/secrets has modes of its own
            raise SettingsError(where, f"others can read {path.name}.", f"Run: chmod 600 {path}")
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as fault:
        problem = f"{path} cannot be read: {getattr(fault, 'strerror', None) or 'it is not text'}."
        remedy = f"Write the {name} alone into it, and run: chmod 600 {path}"
        raise SettingsError(where, problem, remedy) from None


def _from_command(name: str, command: str, folder: Folder) -> str:
    where = f"{name}_command"
    try:
        process = subprocess.run(  # noqa: S603 -- the desk's owner wrote the command
            shlex.split(command),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=PATIENCE,
            text=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError) as fault:
        # the fault's own words may hold what the command printed
        raise SettingsError(where, f"the command did not give a secret ({type(fault).__name__}).") from None
    return process.stdout.rstrip("\r\n")
