"""Settings: what a person writes is read strictly, and every fault names its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from generator.editions.edition_sheet import kept_inputs, program_files
from generator.errors import SettingsError
from generator.service.starter_desk import init
from generator.settings.desk import faults, find_desk, gather, read_desk
from generator.settings.desk_parts import DeskParts
from generator.settings.environment import reveal
from generator.settings.schemas import MODELS, schemas
from generator.settings.value_types import LANGUAGES
from generator.settings.wiring import open_desk, reopened
from generator.settings.yaml_reader import read_yaml
from generator.story.patterns import names_of
from generator.trade.codes import Flow

ROOT = Path(__file__).resolve().parents[2]
DESK = """\
publisher:
  name: {en: Trade Desk}
  contact: desk@example.org
  dateline: {en: Geneva}
time_zone: Europe/Zurich
sources:
  customs:
    kind: tables
    title: {en: Customs Office}
    reporter: NA
    partner: ZA
    flow: export
    columns: {period: Month, code: HS, value: USD, scale: Unit}
    scales: {thousand: 1000}
mail:
  from: Trade Desk <desk@example.org>
"""
BRIEFING = """\
title: {en: Fish}
frequency: monthly
figures:
  source: customs
  reporter: NA
  partner: ZA
  flow: export
  codes: ["0303", "0304"]
thresholds:
  defaults:
    notable: {metric: yoy, abs_gte: 25}
"""
FILES = {"desk.yaml": DESK.encode(), "briefings/fish.yaml": BRIEFING.encode()}
HIDDEN = "\u200b\u2066\ue000\u00ad\u200f"  # zero-width, bidi and private-use signs
_TABLE = Path(__file__).with_name("faults.txt").read_text(encoding="utf-8").splitlines()
_LINES = [line for line in _TABLE if line and not line.startswith("#")]
CASES = list(zip(_LINES[::2], map(str.strip, _LINES[1::2]), strict=True))


def changed(file: str, before: str, after: str) -> dict[str, bytes]:
    """Return the files with one change in one of them."""
    assert before in FILES[file].decode()
    return FILES | {file: FILES[file].decode().replace(before, after, 1).encode()}


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """Return `folder` with `files` in it."""
    for name, raw in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(raw)
    return folder


def test_a_desk_is_read_as_written() -> None:
    """What the files say arrives as values of the field."""
    desk = read_desk(FILES)
    source, figures = desk.settings.sources["customs"], desk.briefing("fish").figures
    assert (Decimal(1000), Flow.EXPORT) == (source.scales["thousand"], source.flow)
    assert ("NAM", "ZAF", Flow.EXPORT, ("0303", "0304")) == (
        figures.reporter,
        figures.partner,
        figures.flow,
        figures.codes,
    )


def test_thresholds_arrive_read() -> None:
    """The room that knows thresholds has read them: a code's own block is its rule."""
    own = '  series:\n    "0303": {notable: {metric: level, gte: 1}}\n'
    desk = read_desk(FILES | {"briefings/fish.yaml": (BRIEFING + own).encode()})
    assert ["series 0303", "defaults"] == [desk.thresholds["fish"].rule(code).name for code in ("0303", "0304")]


@pytest.mark.parametrize(("change", "said"), CASES)
def test_a_fault_names_place_key_value_and_remedy(change: str, said: str) -> None:
    """One line says where, what and what to write instead; a code without quotes shows as it was written."""
    file, _, words = change.replace("\\n", "\n").partition(": ")
    before, after = words.split(" => ")
    files = FILES | {file: FILES[file] + after.encode()} if before == "+" else changed(file, before, after)
    assert said == str(faults(files)[0])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\na: 2\n", ":2: the key a stands here for the second time"),
        ("a:\n\t- b\n", ":2: this is not YAML: while scanning for the next token, found character"),
        ("a: &all [1]\nb: *all\n", ":1: anchors and aliases"),
        ("a: " + "[" * 50_000, ": something lies more than 16 levels deep"),
        ("a: 1\n---\nb: 2\n", ":2: this is not YAML: expected a single document"),
        ("%YAML 1.1\n---\na: yes\n", ":1: directives"),
        ("a: !!python/name:os.system\n", ":1: the tag tag:yaml.org,2002:python/name:os.system is not known"),
        ("- a\n", ":1: keys are expected here"),
        (
            "a: {b: c\n",
            ":1: this is not YAML: while parsing a flow mapping, expected ',' or '}', but got '<stream end>'",
        ),
        ('b: 1\na: "x\\u202ey"\n', ":2: a hidden sign, U+202E RIGHT-TO-LEFT OVERRIDE"),
        *((f"b: 1\na: x{sign}y\n", f":2: a hidden sign, U+{ord(sign):04X}") for sign in HIDDEN),
        *((f"a: {number}\n", f":1: {number} is no") for number in ("1e999999999", ".inf", f"1{30 * '0'}")),
        (f"a: 0x{4000 * 'f'}\n", f":1: 0x{77 * 'f'}… is no"),
    ],
)
def test_yaml_that_cannot_be_meant_is_refused(text: str, said: str) -> None:
    """Duplicates, aliases, tabs, depth, other documents, foreign tags and hidden signs are named with their line."""
    with pytest.raises(SettingsError, match=re.escape(said)):
        read_yaml("x.yaml", text)


def test_yaml_is_read_by_version_1_2() -> None:
    """`NO` and `yes` are text, a day is text, 0101 is a number that remembers how it was written."""
    document = read_yaml("x.yaml", "a: NO\nb: yes\nc: 2026-03-20\nd:\n  - 0101\n")
    assert {"a": "NO", "b": "yes", "c": "2026-03-20", "d": [101]} == document.data
    assert ("0101", 5) == (document.written(("d", 0)), document.line(("d", 0)))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (DESK.replace("Geneva", "Genève").encode("latin-1"), "desk.yaml:4: the text is not UTF-8"),
        (b"#" * (1024 * 1024 + 1), "desk.yaml: the file has 1048577 bytes; 1048576 are the most."),
    ],
)
def test_what_is_no_text_is_not_parsed(raw: bytes, said: str) -> None:
    """Another encoding, and a file that is too large."""
    assert str(faults(FILES | {"desk.yaml": raw})[0]).startswith(said)


def test_the_first_fault_counts_the_others() -> None:
    """An error is one line, and says how many more there are."""
    files = changed("desk.yaml", "contact", "contcat")
    with pytest.raises(SettingsError) as fault:
        read_desk(files)
    assert len(faults(files)) - 1 == 1
    assert "desk.yaml:3: publisher has the key contcat, which is not known. Nearest: contact. (1 more.)" == str(
        fault.value
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  attach: link\n  site: http://example.org/\n", ["desk.yaml:18: site is http://example.org/, which is not"]),
        ("  attach: link\n  site: https://localhost/\n", ["desk.yaml:18: site names localhost"]),
        ("  smtp: {host: 127.0.0.2}\n", ["desk.yaml:17: host names 127.0.0.2"]),
        ("  smtp: {host: '::1'}\n", ["desk.yaml:17: host names ::1"]),
        ("  attach: link\n  allow_insecure: true\n  site: http://localhost/\n", []),
        ("  smtp: {host: localhost, allow_insecure: true}\n", []),
    ],
)
def test_only_who_allows_it_is_insecure(text: str, said: list[str]) -> None:
    """Plain http and loopback hosts are refused until that part allows them."""
    found = [str(fault) for fault in faults(FILES | {"desk.yaml": (DESK + text).encode()})]
    assert len(said) == len(found)
    assert all(line.startswith(part) for line, part in zip(found, said, strict=True))


def test_the_environment_sets_any_value() -> None:
    """A variable wins over the file, its key is noted, and the snapshot keeps the file's bytes."""
    env = {
        "TRADEBRIEF_DESK": "elsewhere",
        "TRADEBRIEF_SOURCES__CUSTOMS__COVERS": "all",
        "TRADEBRIEF_BRIEFINGS__FISH__APPROVAL": "two",
    }
    desk = read_desk(FILES, env)
    assert ("all", "two") == (desk.settings.sources["customs"].covers, desk.briefing("fish").approval)
    assert ("sources.customs.covers", "approval") == desk.overridden
    assert FILES == desk.files


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("MIAL__FROM", "the environment sets mial, which is not a key of desk.yaml. Nearest: mail."),
        ("MAIL__FRM", "mail has the key frm, which is not known. Nearest: from."),
        ("MAIL__ATTACH", "attach has a value; expected 'pdf', 'link' or 'none'."),
        ("MAIL__FROM", "from has a value that cannot be used. Write name@example.org or Name <name@example.org>."),
        ("BRIEFINGS__FOWL__TITLE", "the environment sets a key of a briefing that is not there."),
    ],
)
def test_a_fault_of_the_environment_shows_no_value(name: str, said: str) -> None:
    """The variable is named, and what it holds stays unsaid: it may be a secret in the wrong place."""
    variable = f"TRADEBRIEF_{name}"
    assert [f"{variable}: {said}"] == [str(fault) for fault in faults(FILES, {variable: "hush"})]


@pytest.mark.parametrize("sign", ["\\n", "\\r\\n", "\\u2028", "\\u2029", "\\x85", "\\v"])
@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("desk.yaml", "name: {en: Trade Desk}", 'name: {en: "Trade%sBcc: eve@example.net"}'),
        ("desk.yaml", "from: Trade Desk <desk@example.org>", 'from: "Trade%sBcc: eve <desk@example.org>"'),
        ("briefings/fish.yaml", "title: {en: ", 'title: {en: "Fish%sBcc: eve@example.net"} # '),
    ],
)
def test_nothing_that_is_written_begins_a_new_line_of_a_mails_head(
    file: str, before: str, after: str, sign: str
) -> None:
    """A line end in a name or a title, by whatever sign, would begin a header of somebody else's."""
    text = changed(file, before, after % sign)
    said = str(faults(text)[0])
    assert "line break" in said or "hidden sign" in said or "not a mail address" in said, said


def test_a_retired_key_is_ignored_with_one_notice() -> None:
    """Files of an older version are read; the schema and the environment know no such key."""
    quote = "medium: M, address: https://example.org/, date: 2026-01-01, text: Hake."
    note = f"---\nbackground:\n  - {{{quote}, id: hake, speaker: Li Na}}\n---\n"
    watch = 'watch: [{on: 2026-03-20, what: {en: News.}, period: "2026-01"}]\n'
    files = changed("desk.yaml", "    reporter: NA", "    via: {en: A paper}\n    reporter: NA")
    files |= {"briefings/fish.yaml": (BRIEFING + watch).encode(), "commentary/fish/2025.md": note.encode()}
    assert [
        "desk.yaml:10: via is retired and ignored. Delete it.",
        "briefings/fish.yaml:12: period is retired and ignored. Delete it.",
        "commentary/fish/2025.md:3: id is retired and ignored. Delete it.",
        "commentary/fish/2025.md:3: speaker is retired and ignored. Delete it.",
    ] == list(read_desk(files).notices)
    assert () == read_desk(FILES).notices


def test_a_secret_never_shows() -> None:
    """A password from the environment is in no text that can be made of the desk."""
    files = FILES | {"desk.yaml": (DESK + "  smtp: {host: smtp.example.org}\n").encode()}
    desk = read_desk(files, {"TRADEBRIEF_MAIL__SMTP__PASSWORD": "hush-hush"})
    smtp = desk.settings.mail.smtp
    assert smtp is not None
    assert "hush-hush" == (reveal(smtp, "password", Path()) or smtp).get_secret_value()  # type: ignore[union-attr]
    for text in (repr(desk), repr(desk.documents), desk.settings.model_dump_json(), str(desk.settings.model_dump())):
        assert "hush" not in text


@pytest.mark.parametrize(
    ("smtp", "plain"),
    [
        ("host: localhost, allow_insecure: true", True),
        ("host: 127.0.0.1, port: 465, allow_insecure: true", True),
        ("host: localhost, allow_insecure: true, ca_file: own.pem", False),
        ("host: smtp.example.org, allow_insecure: true", False),
        ("host: smtp.example.org", False),
    ],
)
def test_only_this_machine_is_talked_to_without_tls(smtp: str, *, plain: bool) -> None:
    """And only where it is allowed; to anybody else allow_insecure changes nothing."""
    desk = read_desk(FILES | {"desk.yaml": (DESK + f"  smtp: {{{smtp}}}\n").encode()})
    assert plain == (desk.settings.mail.smtp is not None and desk.settings.mail.smtp.is_plain)


@pytest.mark.parametrize("written", ["4711", "'4711'", "[4711]"])
def test_a_secret_in_a_file_is_refused(written: str) -> None:
    """What stands in desk.yaml is kept with every edition, so a password may not, and no error repeats it."""
    said = "desk.yaml:17: password holds a secret, and a file is no place for it."
    found = faults(
        FILES | {"desk.yaml": (DESK + f"  smtp: {{host: smtp.example.org, password: {written}}}\n").encode()}
    )
    assert (True, False) == (str(found[0]).startswith(said), "4711" in str(found))


@pytest.mark.parametrize("way", ["password_file: secrets/smtp", "password_command: cat secrets/smtp"])
def test_a_secret_comes_from_a_file_or_a_command(tmp_path: Path, way: str) -> None:
    """The line break at its end is not part of it; a file that others can read is refused."""
    file = write(tmp_path, {"secrets/smtp": b"hush\n"}) / "secrets/smtp"
    file.chmod(0o600)
    smtp = read_desk(FILES | {"desk.yaml": (DESK + f"  smtp: {{host: smtp.example.org, {way}}}\n").encode()})
    assert smtp.settings.mail.smtp is not None
    secret = reveal(smtp.settings.mail.smtp, "password", tmp_path)
    assert secret is not None
    assert "hush" == secret.get_secret_value()
    file.chmod(0o644)
    if "file" in way:
        with pytest.raises(SettingsError, match=r"^password_file: others can read smtp\. Run: chmod 600 "):
            reveal(smtp.settings.mail.smtp, "password", tmp_path)


@pytest.mark.parametrize("link", ["briefings/b.yaml", "commentary/fish", "styles", "commentary/fish/2025.md"])
def test_a_link_out_of_the_desk_is_refused(tmp_path: Path, link: str) -> None:
    """Nothing outside the desk is read through it."""
    outside = write(tmp_path / "outside", {"b.yaml": b"x"})
    desk = write(tmp_path / "desk", FILES)
    (desk / link).parent.mkdir(parents=True, exist_ok=True)
    (desk / link).symlink_to(outside if "." not in link else outside / "b.yaml")
    with pytest.raises(SettingsError) as fault:
        gather(desk)
    assert f"{link}: this link leads out of the desk. Put the file itself here." == str(fault.value)


def test_the_nearest_desk_upwards_is_found(tmp_path: Path) -> None:
    """A verb works from any folder of the desk; the environment and the option come first, in that order."""
    here, there = write(tmp_path / "here", FILES), write(tmp_path / "there", FILES)
    inner = here / "briefings"
    assert [here, there, here] == [
        find_desk(inner, None, {}),
        find_desk(inner, None, {"TRADEBRIEF_DESK": str(there)}),
        find_desk(inner, str(here), {"TRADEBRIEF_DESK": str(there)}),
    ]
    with pytest.raises(SettingsError, match="tradebrief init "):
        find_desk(tmp_path, "nowhere", {})


def test_an_unknown_briefing_names_the_nearest() -> None:
    """A misspelt name is answered with the one that is there."""
    with pytest.raises(SettingsError, match=r"^briefings/fsh\.yaml: .* Nearest: fish\.$"):
        read_desk(FILES).briefing("fsh")


HEAD = ("| key | needed | what it says | example |", "|---|---|---|---|")


def key_table(name: str) -> str:
    """Return the keys of one kind of file as a Markdown table, in the order of the models."""
    schema = schemas()[name]
    return "\n".join((*HEAD, *_rows(schema, "", schema)))


def _rows(node: dict[str, Any], path: str, schema: dict[str, Any]) -> Iterator[str]:
    needed = node.get("required", ())
    for key, part in node.get("properties", {}).items():
        example = f"`{key}: {part['examples'][0]}`" if "examples" in part else ""
        yield f"| `{path}{key}` | {'yes' if key in needed else ''} | {part.get('description', '')} | {example} |"
        below, through = _below(part, schema)
        yield from _rows(below, f"{path}{key}{through}.", schema)


def _below(part: dict[str, Any], schema: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Return the model under a key, and what stands between: `[]` for each item of a list, `.NAME` for each key."""
    if "$ref" in part:
        return schema["$defs"][part["$ref"].rpartition("/")[2]], ""
    if "properties" in part:
        return part, ""
    if "anyOf" in part:
        return _below(part["anyOf"][0], schema)
    for inner, sign in (("items", "[]"), ("additionalProperties", ".NAME")):
        if isinstance(part.get(inner), dict):
            found, through = _below(part[inner], schema)
            return found, sign + through
    return {}, ""


@pytest.mark.parametrize("name", MODELS)
def test_every_key_is_documented(name: str) -> None:
    """docs/settings.md holds the table that the models give."""
    assert key_table(name) in (ROOT / "docs/settings.md").read_text(encoding="utf-8")


def test_a_source_without_a_title_is_named_in_every_language() -> None:
    """A Chinese lede had "据中国customs (UN Comtrade)统计"."""
    titles = {language: names_of(language)["sources"] for language in LANGUAGES}
    assert {frozenset({"comtrade", "gacc", "prices"})} == {frozenset(names) for names in titles.values()}
    others = [titles[language][kind] for language in LANGUAGES if language != "en" for kind in ("comtrade", "gacc")]
    assert not [title for title in others if "ustoms" in title]


HOUSE = Path(__file__).parents[2]
NAME = "pakistan-minerals"
SECTION = "TRADEBRIEF_PUBLISHER__NAME__EN"


def inputs(folder: Path, **env: str) -> dict[str, str]:
    """Return the digests of what the starter edition would be made from."""
    desk = open_desk(folder, env)
    with desk.store:
        return kept_inputs(desk.desk, desk.store, NAME, "2025")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a starter desk."""
    init(tmp_path / "desk")
    return tmp_path / "desk"


def test_a_value_from_the_environment_is_an_input(folder: Path) -> None:
    """Another value is another edition; none is the edition of the files alone."""
    plain, first, second = inputs(folder), inputs(folder, **{SECTION: "A"}), inputs(folder, **{SECTION: "B"})
    assert ({"environment.json"}, True) == (first.keys() - plain.keys(), first != second)


@pytest.mark.parametrize(
    "name",
    ["TRADEBRIEF_OUTPUT", "TRADEBRIEF_STATE", "TRADEBRIEF_TRACEBACK", "TRADEBRIEF_MAIL__SMTP__PASSWORD", "LANG"],
)
def test_a_place_or_a_secret_is_none(folder: Path, name: str) -> None:
    """Where a desk lies decides no byte, and a password is kept nowhere."""
    settings = folder / "desk.yaml"
    smtp = "mail:\n  smtp: {host: smtp.example.org}"
    settings.write_text(settings.read_text(encoding="utf-8").replace("\nmail:", f"\n{smtp}"), encoding="utf-8")
    assert inputs(folder).keys() == inputs(folder, **{name: "state"}).keys()


def test_a_kept_edition_knows_its_own_environment(folder: Path) -> None:
    """Made again, it has the values of then, whatever the environment says now."""
    desk: DeskParts = open_desk(folder, {SECTION: "Then"})
    with desk.store:
        kept = {
            name: desk.store.raw.read(sha) for name, sha in kept_inputs(desk.desk, desk.store, NAME, "2025").items()
        }
        assert "Then" == reopened(desk.desk, kept).settings.publisher.name["en"]


def test_every_file_of_the_package_is_an_input() -> None:
    """Thresholds in JSON decide words as much as code does."""
    files = (path for path in (HOUSE / "generator").rglob("*") if path.is_file() and path.parent.name != "__pycache__")
    assert {path.relative_to(HOUSE / "generator").as_posix() for path in files} == program_files().keys()
