"""The lock files: every package by hash, no address of a registry, nothing that pyproject.toml does not ask for."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOUSE = Path(__file__).parents[2]
LOCKS = {"requirements.lock": ["build"], "requirements-test.lock": ["test"]}


def project() -> dict[str, Any]:
    """Return pyproject.toml as data."""
    return tomllib.loads((HOUSE / "pyproject.toml").read_text())


def entries(lock: str) -> list[tuple[Requirement, list[str]]]:
    """Return each requirement of `lock` with its hashes."""
    lines = (HOUSE / lock).read_text().replace("\\\n", "").splitlines()
    return [(Requirement(line.split("--hash")[0]), re.findall(r"--hash=sha256:[0-9a-f]{64}", line)) for line in lines]


def asked_for(lock: str) -> list[Requirement]:
    """Return what pyproject.toml asks for and `lock` must hold."""
    tables = [project()["dependency-groups"][group] for group in LOCKS[lock]]
    if lock == "requirements.lock":
        tables.append(project()["project"]["dependencies"])
    return [Requirement(text) for table in tables for text in table]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(lock: str) -> None:
    """What is installed is what was locked, byte for byte."""
    assert [] == [str(requirement) for requirement, hashes in entries(lock) if not hashes]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_no_address(lock: str) -> None:
    """The lock works from any registry or mirror."""
    assert [] == re.findall(r"^.*(?:://|@|file:|-index).*$", (HOUSE / lock).read_text(), re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_answers_pyproject(lock: str) -> None:
    """Every package that pyproject.toml names is locked, at a version that it allows."""
    locked = [requirement for requirement, _ in entries(lock)]
    assert [] == [str(asked) for asked in asked_for(lock) if not any(_fits(asked, pin) for pin in locked)]


def _fits(asked: Requirement, locked: Requirement) -> bool:
    same = canonicalize_name(asked.name) == canonicalize_name(locked.name)
    return same and all(asked.specifier.contains(pin.version) for pin in locked.specifier)
