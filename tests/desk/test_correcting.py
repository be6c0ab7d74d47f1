"""What went out and was wrong: the next revision says so at its top, and goes to those who have the wrong one."""

# ruff: noqa: RUF001 -- Chinese and Urdu have signs of their own

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import page as validator
import pytest
from lxml import html

from generator.audit import audit_data
from generator.settings.wiring import open_desk
from tests.desk.conftest import Result, StarterDesk
from tests.desk.mailed import EDITION, carry, enlist, outbox, text_of

Data = dict[str, Any]
WRONG, RIGHT = "$110.90 million", "$101.90 million"  # of zinc ores, in the source's row
LANGUAGES = {"en": "Corrected: ", "zh": "更正：", "ur": "تصحیح: "}
NOTES = {
    "en": f"A row was copied wrongly: zinc ores and concentrates came to {RIGHT}, not {WRONG}.",
    "zh": "抄录来源时有一行出错。",
    "ur": "ماخذ کی ایک سطر غلط نقل ہوئی تھی۔",
}
PRINTED = {"en": WRONG, "zh": "1.11亿美元", "ur": "11 کروڑ 9 لاکھ ڈالر"}
IS_RIGHT = {"en": RIGHT, "zh": "1.02亿美元", "ur": "10 کروڑ 19 لاکھ ڈالر"}
READERS = {"ann": "en", "bo": "zh", "cy": "ur", "di": "en", "ed": "en"}


def restate(desk: StarterDesk) -> None:
    """Take in the source's release once more, with another figure of zinc ores."""
    (first,) = (desk.folder / "inbox" / "gacc-press" / "done").glob("*.csv")
    text = first.read_text(encoding="utf-8")
    assert text.count(",110.90,") == 1
    mended = desk.folder / "mended.csv"
    mended.write_text(text.replace(",110.90,", ",101.90,").replace("2026-01-27", "2026-02-10"), encoding="utf-8")
    done = desk.run("ingest", str(mended), "--source", "gacc-press", "--accept", "the source restated it")
    assert 0 == done.code, done.said


def correct(desk: StarterDesk, notes: dict[str, str]) -> Result:
    """Correct the edition with notes by language."""
    given = [part for tag, note in notes.items() for part in ("--note", f"{tag}={note}")]
    return desk.run("correct", EDITION, *given, "--by", "Ann Editor")


def sent_and_corrected(folder: Path, faces: Path, *languages: str) -> Path:
    """Return a starter desk, sent to five readers: two have it, one may, one never will, one waits.

    Its figure of zinc ores was wrong, and the correction is made; tests copy the desk.
    """
    desk = StarterDesk(folder)
    assert 0 == desk.run("init", str(folder), "--languages", ",".join(languages)).code
    (folder / "state").mkdir(mode=0o700)
    shutil.copytree(faces, folder / "state" / "faces")
    assert 0 == desk.run("build").code
    enlist(desk, {name: tag if tag in languages else "en" for name, tag in READERS.items()})
    assert 0 == desk.run("approve", EDITION).code
    carry(desk, {"ann": "sent", "bo": "sent", "cy": "uncertain", "di": "failed"})
    restate(desk)
    done = correct(desk, {tag: NOTES[tag] for tag in languages})
    assert 0 == done.code, done.said
    return folder


@pytest.fixture(scope="module")
def english(faces: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the desk in English alone."""
    return sent_and_corrected(tmp_path_factory.mktemp("english") / "desk", faces, "en")


@pytest.fixture(scope="module")
def spoken(faces: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the desk in three languages."""
    return sent_and_corrected(tmp_path_factory.mktemp("spoken") / "desk", faces, *LANGUAGES)


@pytest.fixture
def corrected(english: Path, tmp_path: Path) -> StarterDesk:
    """Return a copy of the desk in English with its correction."""
    shutil.copytree(english, tmp_path / "desk")
    return StarterDesk(tmp_path / "desk")


@pytest.fixture
def mended(spoken: Path, tmp_path: Path) -> StarterDesk:
    """Return a copy of the desk in three languages with its correction."""
    shutil.copytree(spoken, tmp_path / "desk")
    return StarterDesk(tmp_path / "desk")


def folder(desk: StarterDesk, revision: int) -> Path:
    """Return where a revision lies."""
    return desk.edition.parent / f"r{revision}"


def bytes_of(place: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def box(desk: StarterDesk, language: str) -> dict[str, str]:
    """Return what the box of a correction says: what was printed, what is right, why."""
    edition = json.loads((folder(desk, 2) / "edition.json").read_bytes())
    (block,) = (one for one in edition["stories"][language]["blocks"] if one["kind"] == "correction")
    said = {key: " ".join(text["words"] for one in block["errata"] for text in one[key]) for key in ("was", "right")}
    return said | {"note": block["note"]["words"]}


def letters(desk: StarterDesk, revision: int) -> dict[str, str]:
    """Return the state of each letter of a revision, by the name before the @."""
    query = "SELECT address, state FROM outbox JOIN mailings USING (mailing) WHERE revision = ?"
    with closing(sqlite3.connect(desk.folder / "state" / "state.sqlite")) as db:
        return {address.partition("@")[0]: state for address, state in db.execute(query, (revision,))}


def states(desk: StarterDesk) -> dict[int, tuple[str, str]]:
    """Return state and reason by revision."""
    rows = json.loads(desk.run("status", "--json").said)["editions"]
    return {row["revision"]: (row["state"], row["reason"]) for row in rows}


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_box_says_what_was_printed_what_is_right_and_why(mended: StarterDesk, language: str) -> None:
    """In every language, in every file of it, before the headline; the subject begins with the word for it."""
    said = box(mended, language)
    assert (True, False) == (PRINTED[language] in said["was"], PRINTED[language] in said["right"])
    assert (True, False) == (IS_RIGHT[language] in said["right"], IS_RIGHT[language] in said["was"])
    assert NOTES[language] == said["note"]
    story = json.loads((folder(mended, 2) / "edition.json").read_bytes())["stories"][language]
    assert story["subject"]["words"].startswith(LANGUAGES[language])
    assert ["masthead", "correction", "finding"] == [block["kind"] for block in story["blocks"][:3]]


@pytest.mark.long
def test_the_audit_passes_a_correction_and_it_comes_back_byte_for_byte(corrected: StarterDesk) -> None:
    """Its note is one of its inputs; what went out before has the same bytes."""
    assert 0 == corrected.run("audit", EDITION).code
    done = corrected.run("regenerate", "pakistan-minerals", "--period", "2025", "--revision", "2")
    assert (0, True) == (done.code, "comes back byte for byte" in done.said)
    manifest = json.loads((folder(corrected, 2) / "manifest.json").read_bytes())
    assert "correction.json" in manifest["inputs"]
    assert 0 == corrected.run("audit", f"{EDITION}/r1").code


def test_exactly_those_who_have_it_get_the_correction(corrected: StarterDesk) -> None:
    """Sent, uncertain, and who still waited; not whom the server refused, nor who came later."""
    before = bytes_of(folder(corrected, 1))
    corrected.run("subscribers", "add", "late@example.org", "--confirmed", "--basis", "asked")
    assert 0 == corrected.run("approve", EDITION).code
    assert {"ann": "sent", "bo": "sent", "cy": "uncertain", "di": "failed", "ed": "suppressed"} == letters(corrected, 1)
    assert dict.fromkeys(("ann", "bo", "cy", "ed"), "queued") == letters(corrected, 2)
    done = corrected.run("send", EDITION, "--yes")
    assert (0, True) == (done.code, "published: 4 sent" in done.said)
    assert {1: ("corrected", "corrected by r2"), 2: ("published", "")} == states(corrected)
    assert before == bytes_of(folder(corrected, 1))
    got = outbox(corrected)
    assert {"ann", "bo", "cy", "ed"} == set(got)
    assert all(str(letter["Subject"]).startswith("Corrected: ") for letter in got.values())
    assert f"not {WRONG}" in text_of(got["ann"]).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.long
def test_a_letter_that_waits_again_does_not_go_after_its_correction(corrected: StarterDesk) -> None:
    """A person had one that was uncertain sent again: its reader gets the correction alone."""
    corrected.run("approve", EDITION)
    assert 0 == corrected.run("resolve", f"{EDITION}/r1", "--resend").code
    assert "queued" == letters(corrected, 1)["cy"]
    corrected.run("send", f"{EDITION}/r1", "--yes")
    assert "suppressed" == letters(corrected, 1)["cy"]
    assert {} == outbox(corrected)
    assert 0 == corrected.run("send", EDITION, "--yes").code
    assert "sent" == letters(corrected, 2)["cy"]


@pytest.mark.long
def test_a_second_correction_goes_to_each_holder_once(corrected: StarterDesk) -> None:
    """Whoever has any of the earlier revisions; where nothing printed differs the editor's note stands alone."""
    corrected.run("approve", EDITION)
    corrected.run("send", EDITION, "--yes")
    corrected.run("subscribers", "remove", "bo@example.org")
    done = correct(corrected, {"en": "The paper was named wrongly."})
    assert (0, True) == (done.code, "nothing that was printed differs: the box holds the note alone" in done.said)
    assert 0 == corrected.run("approve", EDITION).code
    assert dict.fromkeys(("ann", "cy", "ed"), "queued") == letters(corrected, 3)
    assert 0 == corrected.run("send", EDITION, "--yes").code
    assert {1: "corrected", 2: "corrected", 3: "published"} == {
        key: state for key, (state, _) in states(corrected).items()
    }
    edition = json.loads((folder(corrected, 3) / "edition.json").read_bytes())
    blocks = edition["stories"]["en"]["blocks"]
    assert [[]] == [block["errata"] for block in blocks if block["kind"] == "correction"]


def public_key(desk: StarterDesk) -> str:
    """Return the key that a desk prints for its readers."""
    return desk.run("key").said.splitlines()[0].rpartition(", ")[2]


def banners(part: html.HtmlElement) -> list[str]:
    """Return what a page says of revisions that count no more."""
    return [str(one.text) for one in part.iter("p") if one.get("class") == "banner"]


def addresses(part: html.HtmlElement) -> list[str]:
    """Return where the links of a page lead."""
    return [str(one.get("href")) for one in part.iter("a")]


@pytest.mark.long
def test_the_page_beside_the_revisions_says_which_one_counts(mended: StarterDesk) -> None:
    """In each language: the newest first, what became of each and why, and links to files that are there."""
    mended.run("approve", EDITION)
    mended.run("send", EDITION, "--yes")
    place = mended.edition.parent
    page = html.fromstring((place / "index.html").read_bytes())
    assert [*LANGUAGES] == [section.get("lang") for section in page.iter("section")]
    english, _, urdu = page.iter("section")
    assert ["Revision 2", "Revision 1"] == [head.text for head in english.iter("h3")]
    assert [f"Corrected by revision 2: {NOTES['en']}"] == banners(english)
    assert NOTES["ur"] in "".join(map(str, urdu.itertext()))
    keys = [[str(key.text) for key in section.iter("bdi")] for section in page.iter("section")]
    assert [[public_key(mended)] * 2] * 3 == keys
    assert {True} == {(place / link).is_file() for link in addresses(page)}
    assert ["r2/en.html", "r2/en.pdf", "r2/en.txt"] == addresses(english)[:3]
    told = dict.fromkeys(("en", "zh", "ur"), "rows of another year")
    notes = [part for tag, note in told.items() for part in ("--note", f"{tag}={note}")]
    before = {number: bytes_of(folder(mended, number)) for number in (1, 2)}
    assert 0 == mended.run("withdraw", EDITION, "--because", "a mistake", *notes).code
    said = banners(html.fromstring((place / "index.html").read_bytes()))
    assert (True, True) == (said[0].startswith("Withdrawn on "), said[0].endswith(": rows of another year"))
    assert before == {number: bytes_of(folder(mended, number)) for number in (1, 2)}


@pytest.mark.long
def test_the_correction_of_what_was_withdrawn_says_that_it_is_valid_again(mended: StarterDesk) -> None:
    """In each language, with both days; its readers were told not to use its figures."""
    mended.run("approve", EDITION)
    mended.run("send", EDITION, "--yes")
    notes = [part for tag, note in NOTES.items() for part in ("--note", f"{tag}={note}")]
    assert 0 == mended.run("withdraw", EDITION, "--because", "a mistake", *notes).code
    done = correct(mended, {**NOTES, "en": "No row was wrong in it."})
    assert 0 == done.code, done.said
    stories = json.loads((folder(mended, 3) / "edition.json").read_bytes())["stories"]
    labels = {tag: _label(story).replace("\u00a0", " ") for tag, story in stories.items()}
    assert ("Withdrawn on ", True) == (labels["en"][:13], "; corrected, and valid again, on " in labels["en"])
    assert (True, True) == ("恢复有效" in labels["zh"], "واپس لیا گیا" in labels["ur"])
    assert 0 == mended.run("regenerate", "pakistan-minerals", "--period", "2025", "--revision", "3").code


def _label(story: Data) -> str:
    return str(next(block["label"]["words"] for block in story["blocks"] if block["kind"] == "correction"))


@pytest.mark.long
def test_a_note_may_name_no_figure_of_its_own(corrected: StarterDesk) -> None:
    """One that was neither printed nor is would be a figure without a ground; nothing is made."""
    before = bytes_of(folder(corrected, 2))
    done = correct(corrected, {"en": "Zinc ores and concentrates came to $120 million."})
    assert (2, True) == (done.code, "“$120 million” is neither one that was printed nor one that is" in done.said)
    assert before == bytes_of(folder(corrected, 2))


def _box(edition: Data) -> Data:
    found: Data = next(block for block in edition["stories"]["en"]["blocks"] if block["kind"] == "correction")
    return found


def _figure(key: str, figure: str, other: str) -> Callable[[Data], object]:
    """Return what prints another figure among the texts under `key`."""

    def change(edition: Data) -> None:
        texts = [text for one in _box(edition)["errata"] for text in one[key] if figure in text["words"]]
        assert texts
        for text in texts:
            text["words"] = text["words"].replace(figure, other)

    return change


def _note(old: str, new: str) -> Callable[[Data], object]:
    """Return what changes words of the editor's note."""

    def change(edition: Data) -> None:
        note = _box(edition)["note"]
        note["words"] = note["words"].replace(old, new)

    return change


def call_right(edition: Data) -> None:
    """Let the box call wrong what still stands."""
    one = _box(edition)["errata"][1]
    one["was"] = one["right"]


def swap_heads(edition: Data) -> None:
    """Let the box call right what was printed."""
    one = _box(edition)["errata"][0]
    one["head"], one["mark"] = one["mark"], one["head"]


def drop_word(edition: Data) -> None:
    """Let the subject not say that it corrects."""
    subject = edition["stories"]["en"]["subject"]
    subject["said"] = subject["said"][1]["headline"]


def drop_box(edition: Data) -> None:
    """Let a language have no box."""
    blocks = edition["stories"]["en"]["blocks"]
    blocks.remove(next(block for block in blocks if block["kind"] == "correction"))


CHANGES: dict[str, Callable[[Data], object]] = {
    "a figure that was not printed": _figure("was", "110.9", "111.9"),
    "a figure that is not right": _figure("right", "347.82", "347.81"),
    "a sentence left out": lambda edition: _box(edition)["errata"].pop(1),
    "what still stands": call_right,
    "another note": _note("copied wrongly", "printed wrongly"),
    "a figure of the note": _note("110.90", "110.95"),
    "another day": lambda edition: _box(edition)["label"]["said"][1]["day"].__setitem__(1, "2020-01-01"),
    "heads exchanged": swap_heads,
    "no word of it": drop_word,
    "no box": drop_box,
    "no correction": lambda edition: edition.pop("correction"),
    "of itself": lambda edition: edition.update(revision=1),
}


@pytest.fixture(scope="module")
def judged(english: Path) -> Iterator[tuple[dict[str, bytes], Callable[[str], bytes]]]:
    """Return the data of the correction, and what gives kept bytes by digest."""
    place = english / "output" / "pakistan-minerals" / "2025" / "r2"
    files = {name: (place / name).read_bytes() for name in ("edition.json", "claims.json", "figures.csv")}
    with open_desk(english, os.environ).store as store:
        yield files, store.raw.read


@pytest.mark.parametrize("what", CHANGES)
def test_the_audit_refuses_a_box_that_is_wrong(
    judged: tuple[dict[str, bytes], Callable[[str], bytes]], what: str
) -> None:
    """By the rule on what was printed and is wrong, whatever else it breaks."""
    files, raw = judged
    assert () == audit_data(files, raw)
    edition = json.loads(files["edition.json"])
    CHANGES[what](edition)
    found = audit_data(files | {"edition.json": json.dumps(edition).encode()}, raw)
    assert "erratum" in {finding.rule for finding in found}


def test_the_audit_refuses_a_note_whose_figure_was_never_printed(
    judged: tuple[dict[str, bytes], Callable[[str], bytes]],
) -> None:
    """Also where the editor did write it: a figure of a note is one that was printed, or one of the edition."""
    files, raw = judged
    edition, claims = (json.loads(files[name]) for name in ("edition.json", "claims.json"))
    _note("110.90", "110.95")(edition)
    kept = json.loads(raw(edition["correction"]["sha256"]))
    kept["notes"]["en"] = _box(edition)["note"]["words"]
    for claim in claims["claims"]:
        if claim["formula"] == ["stated", edition["correction"]["document"], WRONG]:
            claim["formula"][2], claim["printed"] = (
                WRONG.replace("110.90", "110.95"),
                [WRONG.replace("110.90", "110.95")],
            )
            claim["value"] = claim["low"] = claim["high"] = "110950000"
    altered = {name: json.dumps(data).encode() for name, data in (("edition.json", edition), ("claims.json", claims))}

    def with_note(digest: str) -> bytes:
        return json.dumps(kept).encode() if digest == edition["correction"]["sha256"] else raw(digest)

    problems = [finding.problem for finding in audit_data(files | altered, with_note) if finding.rule == "erratum"]
    assert ["'$110.95 million' is neither printed before nor now"] == problems


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_of_a_correction_is_read_in_its_order(mended: StarterDesk, language: str) -> None:
    """PDF/UA-1: the box stands before the first heading, and has none of its own."""
    said = str(validator.validate_pdf(folder(mended, 2) / f"{language}.pdf", profile="ua1"))
    assert [] == [line for line in said.splitlines() if line.startswith("[")]
    assert "Profile: PDF/UA-1" in said


MONTH_EDITION = "pakistan-minerals-monthly/2025-12"
INBOX = "inbox/illustrative-customs"
Rows = list[list[str]]
MONTH, CODE, VALUE, WEIGHT, PUBLISHED = 0, 4, 5, 6, 9


def add(rows: Rows, month: str, codes: Sequence[str], amount: int, column: int = VALUE) -> Rows:
    """Return the rows with so many dollars more for codes in a month."""
    found = [row for row in rows if row[MONTH] == month and row[CODE] in codes]
    assert len(found) == len(codes)
    for row in found:
        row[column], row[PUBLISHED] = str(int(row[column]) + amount), "2026-02-10"
    return rows


Change = Callable[[Rows], Rows]
RESTATED: dict[str, tuple[Change, str, str]] = {  # what was printed, what is right
    "a fall that is a rise": (
        lambda rows: add(rows, "2025-12", ("2601", "26"), 6_000_000),
        "down 41% to $6.51 million",
        "Iron ores (HS 2601): $12.51 million in December 2025, 14% more",
    ),
    "a line without a figure": (
        lambda rows: [row for row in rows if (row[MONTH], row[CODE]) != ("2025-12", "7602")],
        "Aluminium scrap (HS 7602): $2.52 million",
        "Aluminium scrap (HS 7602): no figure for December 2025.",
    ),
    "another base": (
        lambda rows: add(rows, "2024-12", ("2606", "26"), 3_000_000),
        "$1.42 million, against $0.02 million a year earlier",
        "down 53%, at $1.42 million",
    ),
    "another weight": (
        lambda rows: add(rows, "2025-12", ("7403", "74"), -1_000_000, WEIGHT),
        "up 23%, at 6,481 tonnes",
        "up 3.7%, at 5,481 tonnes",
    ),
}


@pytest.fixture(scope="module")
def printed(faces: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a desk whose month of the sample went out, in English."""
    desk = StarterDesk(tmp_path_factory.mktemp("month") / "desk")
    assert 0 == desk.run("init", str(desk.folder), "--sample").code
    (desk.folder / "state").mkdir(mode=0o700)
    shutil.copytree(faces, desk.folder / "state" / "faces")
    assert 0 == desk.run("build", "pakistan-minerals-monthly").code
    enlist(desk, {"ann": "en"}, "pakistan-minerals-monthly")
    assert 0 == desk.run("approve", MONTH_EDITION).code
    assert 0 == desk.run("send", MONTH_EDITION, "--yes").code
    return desk.folder


@pytest.mark.long
@pytest.mark.parametrize("what", RESTATED)
def test_what_was_restated_is_quoted_and_nothing_is_held(printed: Path, tmp_path: Path, what: str) -> None:
    """Points, shares, weights and bounds of what was printed stand in the box beside what is right."""
    shutil.copytree(printed, tmp_path / "desk")
    desk, (change, was, right) = StarterDesk(tmp_path / "desk"), RESTATED[what]
    (first,) = (desk.folder / INBOX / "done").glob("*.csv")
    head, *rows = (line.split(",") for line in first.read_text(encoding="utf-8").splitlines())
    text = "\n".join(map(",".join, [head, *change(rows)])) + "\n"
    (desk.folder / INBOX / "restated.csv").write_text(text, encoding="utf-8")
    done = desk.run("correct", MONTH_EDITION, "--note", "A row was typed wrongly.", "--by", "Ann Editor")
    assert 0 == done.code, done.said
    place = desk.folder / "output" / "pakistan-minerals-monthly" / "2025-12" / "r2" / "edition.json"
    blocks = json.loads(place.read_bytes())["stories"]["en"]["blocks"]
    errata = next(block for block in blocks if block["kind"] == "correction")["errata"]
    assert [True] == [right in _words(one["right"]) for one in errata if was in _words(one["was"])]


def _words(texts: list[dict[str, str]]) -> str:
    return " ".join(" ".join(text["words"] for text in texts).replace("\u00a0", " ").split())
