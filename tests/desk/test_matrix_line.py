"""A matrix through the whole line: each member is what a single briefing would be, and knows nothing of the others."""

import json
import shutil
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pypdfium2
import pytest
import typer

from generator.cli.printer import leave
from generator.settings.desk import gather, read_desk
from generator.settings.matrix import canonical
from tests.desk.conftest import StarterDesk
from tests.desk.test_line import digests

SOURCE = """
  office:
    kind: tables
    title: {en: Test office}
    covers: listed
    reporter: CHN
    flow: import
    columns: {period: period, partner: partner, code: code, value: value, published: published}
"""
MATRIX = """
# A word of Tehran and Astana.
title: {en: "China’s {partner_adjective} goods"}
frequency: annual
for_each: {partner: [PAK, IRN, KAZ]}
figures: {source: office, reporter: CHN, flow: import, codes: ["2603", "2608", "7403"]}
"""
MEMBERS = ("PAK", "IRN", "KAZ")
LEVELS = {  # now and a year before, every one of them unlike the others
    "PAK": {"2603": (91_230_417, 70_151_203), "2608": (41_870_951, 38_460_777), "7403": (7_315_662, 9_128_334)},
    "IRN": {"2603": (62_719_328, 59_240_816), "2608": (13_452_886, 21_904_155), "7403": (83_607_249, 44_586_190)},
    "KAZ": {"2603": (25_096_173, 19_347_528), "2608": (54_138_067, 47_682_309), "7403": (36_924_580, 32_071_945)},
}
WORDS = {"PAK": ("Pakistan",), "IRN": ("Iran", "Tehran"), "KAZ": ("Kazakh", "Astana")}


def table(partners: tuple[str, ...] = MEMBERS) -> str:
    """Return one file of figures for all partners."""
    rows = [
        f"{year},{partner},{code},{level},2026-02-10"
        for partner in partners
        for code, pair in LEVELS[partner].items()
        for year, level in zip((2025, 2024), pair, strict=True)
    ]
    return "\n".join(["period,partner,code,value,published", *rows])


def matrix_desk(
    finished: StarterDesk, folder: Path, briefings: dict[str, str], partners: tuple[str, ...]
) -> StarterDesk:
    """Return a desk with these briefings alone, their file of figures in the inbox."""
    desk = StarterDesk(folder)
    assert desk.run("init", str(folder), "--unsigned").code == 0
    shutil.copytree(finished.folder / "state" / "faces", folder / "state" / "faces")
    shutil.rmtree(folder / "commentary")
    settings = folder / "desk.yaml"
    settings.write_text(settings.read_text("utf-8").replace("\nsources:", f"\nsources:{SOURCE}"), "utf-8")
    for old in (folder / "briefings").iterdir():
        old.unlink()
    for name, text in briefings.items():
        (folder / "briefings" / f"{name}.yaml").write_text(text, "utf-8")
    (folder / "inbox" / "office").mkdir()
    (folder / "inbox" / "office" / "table.csv").write_text(table(partners), "utf-8")
    return desk


@pytest.fixture(scope="module")
def made(finished: StarterDesk, tmp_path_factory: pytest.TempPathFactory) -> StarterDesk:
    """Return a desk whose matrix was built; tests copy it, none changes it."""
    desk = matrix_desk(finished, tmp_path_factory.mktemp("matrix") / "desk", {"goods": MATRIX}, MEMBERS)
    done = desk.run("build")
    assert done.code == 0, done.said
    return desk


@pytest.fixture
def copied(made: StarterDesk, tmp_path: Path) -> StarterDesk:
    """Return a copy of the desk."""
    shutil.copytree(made.folder, tmp_path / "desk")
    return StarterDesk(tmp_path / "desk")


def read(path: Path) -> str:
    """Return all that a file says, packed or not."""
    if path.suffix == ".pdf":
        return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    if path.suffix == ".eml":
        message = BytesParser(EmailMessage, policy=default).parsebytes(path.read_bytes())
        leaves = [part.get_content() for part in message.walk() if not part.is_multipart()]
        return "\n".join(leaf if isinstance(leaf, str) else leaf.decode("latin-1") for leaf in leaves)
    return path.read_bytes().decode("latin-1")


def edition(desk: StarterDesk, key: str) -> Path:
    """Return where a member's edition lies."""
    return desk.folder / "output" / f"goods.{key}" / "2025" / "r1"


def test_a_member_is_a_single_briefing_byte_for_byte(finished: StarterDesk, made: StarterDesk, tmp_path: Path) -> None:
    """Every file, the manifest included, though the single briefing is written by hand, with comments."""
    text = """
title: {en: China’s Pakistani goods}   # by hand
figures: {partner: PAK, codes: ["2603", "2608", "7403"], flow: import, reporter: CHN, source: office}
frequency: annual
"""
    members = read_desk(gather(made.folder)).documents
    alone = {f"goods.{key}": canonical(members[f"briefings/goods.{key}.yaml"].data).decode() for key in MEMBERS[1:]}
    single = matrix_desk(finished, tmp_path / "single", {"goods.PAK": text, **alone}, MEMBERS)
    assert single.run("build", "goods.PAK").code == 0
    assert digests(edition(single, "PAK")) == digests(edition(made, "PAK"))


@pytest.mark.parametrize("key", MEMBERS)
def test_no_file_of_a_member_holds_a_word_or_a_figure_of_another(made: StarterDesk, key: str) -> None:
    """Neither names, nor levels, nor a word of the comment that all share."""
    others = [other for other in MEMBERS if other != key]
    canaries = [word for other in others for word in WORDS[other]]
    canaries += [form for other in others for form in (f'"{other}"', f",{other},", f".{other}")]
    canaries += [str(level) for other in others for pair in LEVELS[other].values() for level in pair]
    texts = {path.name: read(path) for path in edition(made, key).rglob("*") if path.is_file()}
    assert [] == [(name, word) for name, text in texts.items() for word in canaries if word in text]
    assert all(WORDS[key][0] in texts[name] for name in ("en.pdf", "en.html", "en.eml", "en.txt", "edition.json"))


def test_one_member_that_fails_stops_no_other(copied: StarterDesk) -> None:
    """Each failure is one line; the exit code is the worst; a program gets all of it as data."""
    text = MATRIX.replace("[PAK", "[MNG, PAK")
    (copied.folder / "briefings" / "goods.yaml").write_text(text, "utf-8")
    shutil.rmtree(edition(copied, "KAZ"))
    done = copied.run("build", "goods")
    failed = [line for line in done.said.splitlines() if line.startswith("tradebrief: ")]
    assert (3, 1, True) == (done.code, len(failed), failed[0].startswith("tradebrief: goods.MNG: 2025")), done.said
    assert edition(copied, "KAZ").is_dir()
    data = json.loads(copied.run("build", "goods.*", "--json").said.partition("tradebrief:")[0])
    assert ["goods.PAK", "goods.IRN", "goods.KAZ"] == [item["name"] for item in data[:3]]
    assert ("goods.MNG", 3) == (data[3]["briefing"], data[3]["exit"])


@pytest.mark.parametrize(("codes", "worst"), [((4, 3), 3), ((3, 2), 2), ((2, 6), 6), ((6, 1, 4), 1)])
def test_the_worst_exit_code_is_what_most_needs_a_person(codes: tuple[int, ...], worst: int) -> None:
    """Time alone mends what is not out yet; a fault of ours comes before all."""
    with pytest.raises(typer.Exit) as leaving:
        leave([{"exit": code} for code in codes])
    assert worst == leaving.value.exit_code


def test_each_reader_gets_the_members_that_they_chose(copied: StarterDesk) -> None:
    """One of them, two, or all by the name of the matrix; a letter of each member, of its own id."""
    readers = (
        "address,briefings\none@example.org,goods.PAK\ntwo@example.org,goods.PAK goods.KAZ\nall@example.org,goods\n"
    )
    (copied.folder / "list.csv").write_text(f"{readers}every@example.org,goods.*\n", "utf-8")
    enlisted = copied.run("subscribers", "import", f"{copied.folder}/list.csv", "--confirmed", "--basis", "they asked")
    assert 0 == enlisted.code, enlisted.said
    for verb, more in (("approve", []), ("send", ["--yes"])):
        done = copied.run(verb, "goods.*/2025", *more)
        assert 0 == done.code, done.said
    got: dict[str, set[str]] = {}
    for file in (copied.folder / "outbox").iterdir():
        to = BytesParser(EmailMessage, policy=default).parsebytes(file.read_bytes())["To"]
        got.setdefault(str(to).partition("@")[0], set()).add(file.name.split(".")[1])
    assert {"one": {"PAK"}, "two": {"PAK", "KAZ"}, "all": set(MEMBERS), "every": set(MEMBERS)} == got
