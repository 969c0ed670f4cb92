import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kbassist import cli, paths
from kbassist.assist.kinds import Outcome
from kbassist.assistant import Assistant, DeskFiles

LIBRARY = {
    "id/kartu.md": """\
        ---
        title: Kartu belum diterima
        kind: problem
        triggers: [kartu belum datang]
        expect:
          - note: cust marah2, kartu blm dtg
            first: empati
            not: [notifikasi]
            mood: upset
            locked: true
        ---
        Kartu dikirim dalam 5 hari kerja.

        > [!deescalate] Akui {#empati}
        > - stage: empathise
        > - when: belum datang
        >
        > Saya paham, {sapaan:Bapak/Ibu} {nama:yang baik}, menunggu itu melelahkan.

        > [!ask] Alamat {#alamat}
        > Apakah alamat {sapaan:Bapak/Ibu} masih sama?

        > [!cross-sell] Notifikasi {#notifikasi}
        > - when: kartu belum datang
        > - value: 20
        >
        > Saya bisa aktifkan notifikasi.
        """,
    "en/fees.md": """\
        ---
        title: Monthly fee
        kind: product
        triggers: [monthly fee]
        ---
        > [!answer] Amount {#amount}
        > The fee is 12,000 a month.
        """,
}


@pytest.fixture
def library(write):
    return str(write(LIBRARY))


def run(capsys, *arguments, stdin=None, monkeypatch=None):
    if stdin is not None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
    status = cli.main(["--language", "en", *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_suggest_json_has_the_promised_form(capsys, library):
    note = "cust marah2, kartu blm dtg 2 mgg, kartu 4111 1111 1111 1111"
    status, out, _err = run(capsys, "suggest", "--json", "--library", library, "--name", "Hadi", note)
    answer = json.loads(out)
    assert status == 0
    assert "1111 1111" not in out
    assert answer["note"].startswith("cust marah2, kartu blm dtg 2 mgg, kartu ")
    assert (answer["lang"], answer["mood_level"], answer["phase"]) == ("id", "upset", "calming")
    assert (answer["offers_locked"], answer["lock_reasons"][0]) == (True, "upset")
    first, *_others, last = answer["suggestions"]
    assert (first["line"], first["kind"], first["stage"]) == ("kartu#empati", "deescalate", "empathise")
    assert first["text"] == "Saya paham, Bapak/Ibu Hadi, menunggu itu melelahkan."
    assert (last["line"], last["locked"]) == ("kartu#notifikasi", True)
    assert 0 < first["score"] <= 1
    assert {reason["source"] for reason in first["because"]} >= {"trigger", "when", "mood"}
    for suggestion in answer["suggestions"]:
        for reason in suggestion["because"]:
            assert answer["note"][reason["start"] : reason["end"]] == reason["words"]


def test_jsonl_answers_the_good_lines_passes_keys_through_and_tells_the_bad_ones(capsys, library, monkeypatch):
    lines = [
        '{"note": "kartu belum datang", "row": 7, "channel": "phone"}',
        "not json",
        '{"note": "kartu \\ud800", "row": 9}',
        '{"note": "kartu", "row": NaN}',
        '{"row": 8}',
        '{"note": 3}',
        '{"note": "monthly fee", "phase": "dancing"}',
        "",
        '{"note": "asks about the monthly fee", "lang": "en", "used": ["x#y"]}',
    ]
    status, out, err = run(
        capsys, "suggest", "--jsonl", "--library", library, stdin="\n".join(lines).encode(), monkeypatch=monkeypatch
    )
    answers = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert [(answer.get("row"), answer["suggestions"][0]["line"]) for answer in answers] == [
        (7, "kartu#alamat"),
        (None, "fees#amount"),
    ]
    assert [line.split(":")[0] for line in err.splitlines()] == [
        "line 2",
        "line 3",
        "line 4",
        "line 5",
        "line 6",
        "line 7",
    ]


def test_a_threshold_of_nothing_turns_silence_off(capsys, library):
    _status, silent, _err = run(capsys, "suggest", "--json", "--library", library, "alamat")
    _status, loud, _err = run(capsys, "suggest", "--json", "--library", library, "--threshold", "0", "alamat")
    assert len(json.loads(silent)["suggestions"]) < len(json.loads(loud)["suggestions"])


def test_later_libraries_win(capsys, library, write, tmp_path):
    newer = write({"en/fees.md": LIBRARY["en/fees.md"].replace("12,000", "9,000")}, tmp_path / "newer")
    arguments = ("suggest", "--json", "--library", library, "--library", str(newer), "monthly fee")
    _status, out, _err = run(capsys, *arguments)
    assert json.loads(out)["suggestions"][0]["text"] == "The fee is 9,000 a month."


def test_libraries_named_before_and_after_the_command_both_count(capsys, library, write, tmp_path):
    newer = write({"en/fees.md": LIBRARY["en/fees.md"].replace("12,000", "9,000")}, tmp_path / "newer")
    _status, out, _err = run(capsys, "--library", library, "paths", "--library", str(newer))
    folders = [line.split(maxsplit=1)[1] for line in out.splitlines() if line.startswith("articles")]
    assert folders == [library, str(newer)]


def test_whatever_comes_from_outside_is_masked_in_what_is_said(capsys, library):
    _status, out, _err = run(
        capsys, "suggest", "--json", "--library", library, "--name", "4111111111111111", "kartu blm dtg, cust marah"
    )
    answer = json.loads(out)
    assert 15 * "1" not in json.dumps(answer["suggestions"])


def test_an_edited_article_is_found_at_the_next_call(capsys, library):
    run(capsys, "suggest", "--json", "--library", library, "monthly fee")
    path = Path(library, "en/fees.md")
    path.write_text(path.read_text().replace("12,000", "15,000"))
    _status, out, _err = run(capsys, "suggest", "--json", "--library", library, "monthly fee")
    assert json.loads(out)["suggestions"][0]["text"] == "The fee is 15,000 a month."
    path.unlink()
    _status, out, _err = run(capsys, "suggest", "--json", "--library", library, "monthly fee")
    assert json.loads(out)["suggestions"] == []


def test_cards_are_readable_in_the_terminal(capsys, library):
    status, out, _err = run(capsys, "suggest", "--library", library, "cust marah2, kartu blm dtg")
    assert status == 0
    assert "1 CALM · Empathise" in out
    assert "Offers wait: the customer is still upset" in out
    assert "Kartu belum diterima (kartu#empati)" in out


def test_search_finds_titles_and_unfinished_words(capsys, library):
    _status, out, _err = run(capsys, "search", "--json", "--library", library, "kartu", "bel")
    hits = json.loads(out)
    assert [(hit["article"], hit["kind"]) for hit in hits] == [("kartu", "problem")]
    assert [hits[0]["passage"][start:end].lower() for start, end in hits[0]["marks"]]


def test_check_passes_on_a_sound_library_and_runs_its_tests(capsys, library):
    status, out, _err = run(capsys, "check", library)
    assert (status, out) == (0, "Articles: 2, lines: 4, tests: 1, errors: 0, warnings: 0.\n")


def test_check_tells_file_line_and_cure(capsys, write):
    folder = write(
        {
            "id/a.md": "---\ntittle: x\nkind: salah\n---\n[[tidak-ada]]\n\n> [!ask]\n> - stage: marah\n> teks",
            "id/b.md": "---\ntriggers: [biaya]\nexpect:\n  - note: biaya\n    first: tidak-ada\n    mood: furious\n"
            "---\n> [!answer]\n> Rp5",
        }
    )
    status, out, _err = run(capsys, "check", str(folder))
    assert status == 1
    places = [(Path(line.split(": ")[0]).name, line.rsplit("[", 1)[1]) for line in out.splitlines()[:-1]]
    assert places == [
        ("a.md:2", "header-misspelt-key]"),
        ("a.md:3", "header-bad-value]"),
        ("a.md:5", "link-broken]"),
        ("a.md:8", "line-bad-value]"),
        ("b.md:4", "expect-failed]"),
        ("b.md:4", "expect-failed]"),
        ("b.md:5", "expect-unknown-line]"),
    ]
    assert "Did you mean title?" in out
    status, out, _err = run(capsys, "check", "--json", str(folder))
    assert {"file", "line", "code", "severity", "what", "cure"} == set(json.loads(out)[0])


def test_index_and_paths_say_where_and_how_much(capsys, library, tmp_path):
    status, out, _err = run(capsys, "index", "--library", library, "--rebuild")
    assert (status, out) == (0, "Ready. Articles: 2, lines: 4.\n")
    _status, out, _err = run(capsys, "paths", "--library", library)
    assert library in out
    assert "desk.toml" not in out
    rules = paths.settings_file().with_name("desk.toml")
    rules.parent.mkdir(parents=True)
    rules.touch()
    _status, out, _err = run(capsys, "paths", "--library", library)
    assert str(rules) in out
    index = Path(next(line for line in out.splitlines() if line.startswith("index")).split(maxsplit=1)[1])
    assert index.is_dir()
    assert not list(Path(library).glob(".*"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["suggest"], "A note is wanted"),
        (["suggest", "--phase", "x", "hi"], "phase"),
        (["suggest", "--library", "/no/where", "x"], "not there"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(capsys, arguments, words):
    status, out, err = run(capsys, *arguments)
    assert status != 0
    assert not out
    assert words in err
    assert err.count("\n") <= 2


def test_help_speaks_both_languages(capsys):
    for language, word in (("en", "commands"), ("id", "perintah")):
        with pytest.raises(SystemExit) as stopped:
            cli.main(["--language", language, "--help"])
        assert stopped.value.code == 0
        assert word in capsys.readouterr().out


def test_without_a_display_the_window_says_so_and_does_not_crash():
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    done = subprocess.run(
        [sys.executable, "-m", "kbassist", "--language", "en"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "There is no display" in done.stderr
    assert "kbassist suggest" in done.stderr
    assert done.stderr.count("\n") == 1


def test_explain_shows_the_sheet_of_each_line_suggested(capsys, library):
    status, out, err = run(capsys, "explain", "--library", library, "cust marah2, kartu blm dtg")
    assert (status, err) == (0, "")
    assert "Akui (kartu#empati, id)" in out
    assert "Its when: is met" in out
    assert "Offers wait: " in out


def test_explain_answers_for_a_line_that_is_not_shown_and_tells_of_one_that_is_not_there(capsys, library):
    asked = ("explain", "--json", "--library", library, "halo", "--line", "kartu#alamat", "--line", "kartu#tiada")
    status, out, err = run(capsys, *asked)
    assert status == 1
    assert [(sheet["line"], sheet["verdict"]) for sheet in json.loads(out)] == [("kartu#alamat", "too-weak")]
    assert "kartu#tiada" in err


def test_learning_is_shown_and_forgotten(capsys, library):
    status, out, _err = run(capsys, "learning")
    assert (status, out) == (0, "Nothing has been learned yet.\n")
    with Assistant((Path(library),), paths.cache(), desk=DeskFiles(paths.history())) as assistant:
        assistant.record(Outcome.COPIED, "kartu#alamat")
        assistant.record(Outcome.DISMISSED, "kartu#notifikasi", "fees#amount")
    status, out, _err = run(capsys, "learning")
    assert status == 0
    assert [line.split() for line in out.splitlines()] == [
        ["line", "shown", "copied", "inserted", "taken", "away", "factor"],
        ["fees#amount", "0", "0", "0", "1", "0.993"],
        ["kartu#alamat", "0", "1", "0", "0", "1.007"],
        ["kartu#notifikasi", "0", "0", "0", "1", "0.993"],
    ]
    _status, out, _err = run(capsys, "learning", "--json")
    assert json.loads(out)[1] == {
        "line": "kartu#alamat",
        "shown": 0,
        "copied": 1,
        "inserted": 0,
        "dismissed": 0,
        "factor": 1.0072,
    }
    _status, out, _err = run(capsys, "learning", "--reset")
    assert out == "Forgotten. Lines: 3, refusals: 0.\n"
    assert run(capsys, "learning", "--json")[1] == "[]\n"


def test_learning_that_can_not_be_read_is_said_in_a_line(capsys):
    paths.history().mkdir(parents=True)
    for option in ([], ["--reset"]):
        status, out, err = run(capsys, "learning", *option)
        assert (status, out) == (1, "")
        assert str(paths.history()) in err
