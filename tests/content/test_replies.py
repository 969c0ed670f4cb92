"""Canned replies of other programs, taken in row by row."""

from pathlib import Path

import pytest

from kbassist.content import reader, replies
from kbassist.content.kinds import ArticleKind, LineKind, Status
from kbassist.content.library import Source


def take(tmp_path, data, lang="id", name="Balasan Chat.csv"):
    table = tmp_path / name
    table.write_bytes(data if isinstance(data, bytes) else data.encode())
    return replies.run(table, tmp_path / "into", lang)


def read(outcome):
    assert outcome.problem is None, outcome
    path = Path(outcome.target)
    found = reader.read(Source(outcome.target, 0, "id", 0, 0, path.name))
    assert not found.problems
    return found.article


def codes(outcomes):
    return {
        outcome.source.rpartition(":")[2] if ".csv:" in outcome.source else "": outcome.problem.code
        for outcome in outcomes
        if outcome.problem
    }


@pytest.mark.parametrize(
    "data",
    [
        'title,text,tags\nSalam,"Selamat pagi, {{name}}","salam, pagi"\n',
        b'\xef\xbb\xbfTeks;Judul;Tag\r\n"Selamat pagi, {{ name }}";Salam;salam|pagi\r\n',
        "tags\tISI\tnama\n#salam, #pagi\tSelamat pagi, [Nama]\tSalam\n",
        "sep=;\nJudul;Isi;Label\nSalam;Selamat pagi, [nama pelanggan];salam,pagi\n",
        "title\ttext\ttags\nSalam\tSelamat pagi, {{customer.first_name}}\tsalam,pagi\n".encode("utf-16"),
    ],
)
def test_each_row_becomes_a_draft_with_one_line(tmp_path, data):
    [outcome] = take(tmp_path, data)
    article = read(outcome)
    assert outcome.target == str(tmp_path / "into/id/balasan-chat/salam.md")
    assert (article.title, article.kind, article.status) == ("Salam", ArticleKind.SCRIPT, Status.DRAFT)
    assert (article.category, article.tags) == ("Balasan Chat", ("salam", "pagi"))
    assert [(line.kind, line.text) for line in article.lines] == [(LineKind.ANSWER, "Selamat pagi, {nama}")]


def test_old_files_keep_their_letters_and_texts_their_rows(tmp_path):
    [outcome] = take(tmp_path, 'judul;teks\nTarif;"Biaya naïf – Rp5.000\n\n- satu\n- dua"\n'.encode("cp1252"))
    assert read(outcome).lines[0].text == "Biaya naïf – Rp5.000\n\n- satu\n- dua"


def test_only_plain_placeholders_become_ours(tmp_path):
    text = "Dear {{Customer Name}}, see [our page](https://x.id), [[fee]], [x], [note], {{due date}}, {{#if a}} [agent]"
    [outcome] = take(tmp_path, f'title,text\nHello,"{text}"\n', lang="en")
    assert read(outcome).lines[0].text == (
        "Dear {name}, see [our page](https://x.id), [[fee]], [x], [note], {due_date}, {{#if a}} {agent}"
    )


def test_bad_rows_are_told_by_their_number_and_the_others_are_taken(tmp_path):
    outcomes = take(
        tmp_path,
        'judul,teks,tag\n,"Tanpa judul\nbaris kedua",\nTanpa teks,,\n\nBaik,Teks baik\n'
        f"Koma,Satu,dua,tiga\nPanjang,{'a' * 2001},\nKunci,- nilai: 5,\n",
    )
    assert codes(outcomes) == {
        "2": "replies-no-title",
        "4": "replies-no-text",
        "7": "replies-too-many-cells",
        "8": "line-too-long",
        "9": "line-empty",
    }
    assert [Path(each.target).name for each in outcomes if each.target] == ["baik.md"]


def test_a_text_that_would_be_read_otherwise_is_left_out(tmp_path):
    assert codes(take(tmp_path, 'title,text\nFence,"a\n- b"\nKeys,"- value: 5\n\nWords"\n')) == {
        "4": "replies-read-otherwise"
    }


def test_a_table_that_cannot_be_read_on_is_told_where(tmp_path):
    assert codes(take(tmp_path, 'title,text\nA,a\nB,"b\nC,c\n')) == {"": "replies-unreadable"}
    assert codes(take(tmp_path, "subject,reply\nA,a\n")) == {"": "replies-no-columns"}
    [outcome] = take(tmp_path, 'title,text\nB,"b\n', name="b.csv")
    assert outcome.problem.line == 2


def test_rows_of_one_title_have_files_of_their_own_and_a_second_time_changes_nothing(tmp_path):
    data = "title,text\nHalo,satu\nHalo,dua\n"
    first = take(tmp_path, data)
    assert [Path(each.target).name for each in first] == ["halo.md", "halo-2.md"]
    before = {each.target: Path(each.target).read_bytes() for each in first}
    assert set(codes(take(tmp_path, data)).values()) == {"import-exists"}
    assert {name: Path(name).read_bytes() for name in before} == before
    assert len(list((tmp_path / "into").rglob("*.md"))) == 2


def test_every_title_makes_a_file_that_every_system_takes(tmp_path):
    outcomes = take(tmp_path, f"title,text\n{'kata ' * 100},satu\nCON,dua\n../../etc,tiga\n😀 é,empat,,\n")
    assert [Path(each.target).name for each in outcomes] == [f"{'kata-' * 15}kata.md", "con-file.md", "etc.md", "e.md"]
    assert "title: 😀 é\n" in Path(outcomes[-1].target).read_text(encoding="utf-8")
