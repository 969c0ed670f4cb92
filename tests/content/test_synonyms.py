from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist import words
from kbassist.content import synonyms
from kbassist.content.kinds import Severity
from kbassist.content.library import scan
from kbassist.content.model import Synonyms

STARTER = Path(__file__).parents[2] / "articles"


@pytest.fixture
def told(write):
    """Return what a file says, and its problems as code, line and values; all of them have words."""

    def read(text):
        folder = write({synonyms.FILE: text})
        found, problems = synonyms.read([folder])
        assert all(all(words.describe(problem)) for problem in problems)
        assert {problem.path for problem in problems} <= {str(folder / synonyms.FILE)}
        return found, [(problem.code, problem.line, problem.values) for problem in problems]

    return read


def test_both_lists_are_read_as_they_are_written(told):
    found, problems = told(
        """\
        # singkatan kantor
        short:
          ktp-el: kartu tanda penduduk elektronik
          CKR: cetak kartu reguler   # cetak ulang
        same:
          - kartu debit, kartu ATM, debit card
          - [deposito, simpanan berjangka]
          - - KPR
            - home loan
        """
    )
    assert found.short == {"ktp-el": "kartu tanda penduduk elektronik", "ckr": "cetak kartu reguler"}
    assert found.same == (
        ("kartu debit", "kartu ATM", "debit card"),
        ("deposito", "simpanan berjangka"),
        ("KPR", "home loan"),
    )
    assert not problems


def test_indonesian_keys_serve_too_and_words_of_yaml_stay_words(told):
    found, problems = told("singkatan:\n  nol: tidak aktif\n  off: no\nsama:\n  - ya jelas, yes\n")
    assert found == Synonyms({"nol": "tidak aktif", "off": "no"}, (("ya jelas", "yes"),))
    assert {code for code, _, _ in problems} <= {"synonyms-everyday-word"}


@pytest.mark.parametrize("text", ["", "# hanya catatan\n", "short:\nsame:\n", "\ufeffshort: {}\r\n"])
def test_an_empty_file_says_nothing(told, text):
    assert told(text) == (Synonyms(), [])


SOUND = "short:\n  skw: surat keterangan waris\nsame:\n  - deposito, time deposit\n"


@pytest.mark.parametrize(
    ("added", "code", "values"),
    [
        ("  - kartu debit\n", "synonyms-one-phrase", {"found": "kartu debit"}),
        ("  - kredit, kreditnya, kredit\n", "synonyms-one-phrase", {"found": "kredit, kreditnya, kredit"}),
        ("  - ''\n", "synonyms-one-phrase", {"found": ""}),
        ("  - kartu debit: kartu ATM\n", "synonyms-not-group", {}),
        ("  - [a, [b]]\n", "synonyms-not-group", {}),
        (f"  - {', '.join(f'kata{chr(97 + n)}x' for n in range(21))}\n", "synonyms-group-too-large", {"limit": "20"}),
        ("pendek: x\n", "synonyms-unknown-key", {"key": "pendek", "wanted": "short, singkatan, same, sama"}),
        ("shrot: {a: b}\n", "synonyms-unknown-key", {"key": "shrot", "wanted": "short"}),
        ("singkatan: [a, b]\n", "synonyms-not-short", {"key": "singkatan"}),
        ("singkatan:\n  lkt: [lapor, kartu tertelan]\n", "synonyms-several-meanings", {"form": "lkt"}),
        ("singkatan:\n  lkt: lapor kartu, lapor tertelan\n", "synonyms-several-meanings", {"form": "lkt"}),
        ("singkatan:\n  lkt: {a: b}\n", "synonyms-not-short", {"key": "lkt"}),
        ("singkatan:\n  lkt:\n", "synonyms-empty", {"form": "lkt"}),
        ("singkatan:\n  SKW: surat kuasa\n", "synonyms-twice", {"found": "SKW"}),
        ("singkatan:\n  12: dua belas\n", "synonyms-no-word", {"found": "12"}),
        ("singkatan:\n  lkt: '???'\n", "synonyms-no-word", {"found": "???"}),
        ("singkatan:\n  lkt: a b c d e f g h i j k\n", "synonyms-too-long", {"limit": "10"}),
        ("same:\n  - a, b\n", "synonyms-twice", {"found": "same"}),
    ],
)
def test_a_broken_entry_is_left_out_and_the_others_serve(told, added, code, values):
    found, problems = told(SOUND + added)
    assert found == told(SOUND)[0]
    ((told_code, row, told_values),) = problems
    assert (told_code, {**told_values, **values}) == (code, told_values)
    nested = added.startswith("singkatan:\n")
    assert row == SOUND.count("\n") + 1 + nested


def test_of_a_short_form_that_stands_twice_the_first_holds(told):
    found, problems = told("short:\n  skw: surat keterangan waris\n  skw: surat kuasa\n")
    assert found.short == {"skw": "surat keterangan waris"}
    assert problems == [("synonyms-twice", 3, {"found": "skw"})]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("short:\n  skw: surat: keterangan\n", 2),
        ("short:\n\tskw: surat\n", 2),
        ("same:\n  - [kartu debit, kartu ATM\n", 2),
        ("short:\n  x: y\nsame: [&a z, *a]\n", 3),
        ("- kartu debit, kartu ATM\n", 1),
        ("same: " + "[" * 20 + "]" * 20, 1),
    ],
)
def test_what_yaml_cannot_take_is_told_in_its_line(told, text, row):
    found, problems = told(text)
    assert found == Synonyms()
    assert [(code, line) for code, line, _ in problems] == [("synonyms-unreadable", row)]


def test_warnings_leave_an_entry_at_work(told):
    found, problems = told(
        "short:\n"
        "  rek: rekaman percakapan\n"
        "  yang: yang penting\n"
        "  blm: belum\n"
        "same:\n"
        "  - kartu debit, kartu ATM\n"
        "  - kartunya debit, debit card\n"
        "  - ingin, berminat\n"
    )
    assert set(found.short) == {"rek", "yang", "blm"}
    assert len(found.same) == 3
    assert problems == [
        ("synonyms-known-short", 2, {"form": "rek", "known": "rekening", "meaning": "rekaman percakapan"}),
        ("synonyms-everyday-word", 3, {"found": "yang"}),
        ("synonyms-phrase-twice", 7, {"found": "kartunya debit", "other": "6"}),
        ("synonyms-everyday-word", 8, {"found": "ingin"}),
    ]


def test_later_folders_add_rows_and_override_short_forms(write, tmp_path):
    first = write({synonyms.FILE: "short:\n  ckr: cetak kartu\n  skw: surat waris\nsame:\n  - a1, b1\n"})
    second = write({"id/a.md": "# A"}, tmp_path / "second")
    third = write({synonyms.FILE: "short:\n  CKR: cetak ulang\nsame:\n  - a1, b1\n  - a1, c1\n"}, tmp_path / "third")
    found, problems = synonyms.read([first, second, third, tmp_path / "missing"])
    assert found == Synonyms({"ckr": "cetak ulang", "skw": "surat waris"}, (("a1", "b1"), ("a1", "c1")))
    assert [(problem.code, Path(problem.path).parent) for problem in problems] == [("synonyms-phrase-twice", third)]


def test_too_long_and_foreign_files_are_told(told):
    long = "same:\n" + "# x\n" * (synonyms.MAX_CHARACTERS // 4)
    assert told(long) == (Synonyms(), [("synonyms-too-large", 1, {"limit": str(synonyms.MAX_CHARACTERS)})])
    assert told(b"short:\n  a: \xff\xfe\n") == (Synonyms(), [("library-file-unreadable", 1, {})])


def test_the_file_is_no_article(write):
    sources, problems = scan([write({synonyms.FILE: SOUND, "id/a.md": "# A"})])
    assert [Path(source.path).name for source in sources] == ["a.md"]
    assert not problems


def test_the_starter_library_has_synonyms_without_a_fault():
    found, problems = synonyms.read([STARTER])
    assert not problems
    assert len(found.same) >= 25
    assert found.short


ROWS = st.lists(
    st.one_of(
        st.sampled_from(
            ["short:\n", "same:\n", "sama:\n", "  - kartu, card\n", "  ckr: cetak kartu\n", "  - [a, b]\n"]
        ),
        st.text(max_size=20),
    ),
    max_size=20,
)


@settings(max_examples=150)
@given(ROWS)
def test_any_text_is_read_and_every_problem_has_words_and_a_line_of_the_file(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("any")
    text = "".join(rows)
    (folder / synonyms.FILE).write_bytes(text.encode(errors="replace"))
    found, problems = synonyms.read([folder])
    for problem in problems:
        assert all(words.describe(problem))
        assert 1 <= problem.line <= len(text.splitlines()) + 1
        assert problem.severity in Severity
    assert all(form == form.lower() and meaning for form, meaning in found.short.items())
    assert all(len(set(group)) == len(group) >= 2 for group in found.same)
