"""What is suggested with a draft, held against what a library that really has it suggests."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec import structs

from kbassist.assist.bench import Bench
from kbassist.assist.kinds import Change
from kbassist.assist.model import CallNote
from kbassist.assistant import Assistant
from kbassist.content import reader
from kbassist.content.library import Source
from kbassist.content.model import Article
from kbassist.resources import starter_library

CARD = """\
---
title: Kartu belum diterima
kind: problem
triggers: [kartu belum datang]
---
Kartu dikirim dalam 5 hari kerja.

> [!deescalate] Akui {#empati}
> - when: belum datang
>
> Saya paham, menunggu itu melelahkan.

> [!ask] Alamat {#alamat}
> Apakah alamatnya masih sama?
"""
FEE = """\
---
title: Biaya admin
kind: product
triggers: [biaya admin]
---
> [!answer] Besarnya {#besar}
> Biayanya Rp12.000 per bulan.
"""
NOTE = "nasabah tanya, kartu belum datang sampai sekarang"


def no_report(*_problem, **_values):
    pass


@dataclass
class Desk:
    folder: Path
    assistant: Assistant

    def draft(self, text: str, name: str = "id/kartu.md") -> Article:
        path = self.folder / name
        return reader.read_text(text, Source(str(path), 0, "id", 0, 0, path.name), no_report)

    def bench(self, text: str, name: str = "id/kartu.md") -> Bench:
        bench = self.assistant.bench(self.draft(text, name))
        assert bench
        return bench

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def desk(write, tmp_path):
    folder = write({"id/kartu.md": CARD, "id/biaya.md": FEE})
    with Assistant((folder,), tmp_path / "cache") as assistant:
        assistant.update()
        assert assistant.wait()
        yield Desk(folder, assistant)


def said(advice):
    return [suggestion.line for suggestion in advice.suggestions]


def test_a_draft_takes_the_place_of_what_is_published(desk):
    line = "> [!answer] Resi {#resi}\n> - when: kartu belum datang\n>\n> Nomor resinya 12.\n"
    text = CARD.replace("> [!ask] Alamat {#alamat}\n> Apakah alamatnya masih sama?\n", line)
    compared = desk.bench(text).compare(CallNote(NOTE))
    assert "kartu#alamat" in said(compared.published)
    assert "kartu#resi" not in said(compared.published)
    assert "kartu#resi" in said(compared.draft)
    assert {line: change for line, change in compared.changes.items() if change is not Change.SAME} == {
        "kartu#alamat": Change.GONE,
        "kartu#resi": Change.NEW,
    }


def test_a_draft_counts_as_published_and_in_force(desk):
    head = "status: draft\nvalid_from: 2999-01-01\n"
    compared = desk.bench(CARD.replace("kind:", f"{head}kind:")).compare(CallNote(NOTE))
    assert said(compared.draft) == said(compared.published)
    assert set(compared.changes.values()) == {Change.SAME}


def test_a_draft_with_a_name_of_its_own_stands_beside_the_others(desk):
    compared = desk.bench(CARD.replace("Akui", "Sapa"), "id/kartu-baru.md").compare(CallNote(NOTE))
    assert {"kartu#alamat", "kartu-baru#alamat"} <= set(said(compared.draft))
    assert compared.changes["kartu-baru#alamat"] is Change.NEW


def test_its_triggers_replace_those_of_what_is_published(desk):
    note = CallNote("biaya admin")
    bench = desk.bench(FEE.replace("[biaya admin]", "[potongan]").replace("Biaya admin", "Potongan"), "id/biaya.md")
    with_triggers, without = (bench.explain(note, "biaya#besar", drafted=drafted) for drafted in (False, True))
    assert [item.words for item in with_triggers.items if item.aspect == "trigger"] == [("biaya admin",)]
    assert "trigger" not in {item.aspect for item in without.items}
    assert bench.compare(CallNote("ada potongan")).changes == {"biaya#besar": Change.NEW}


TAUGHT = """\
---
title: {title}
kind: problem
examples: [{examples}]
---
> [!answer] Jawaban {{#jawab}}
> Baik, saya bantu.
"""
MATTERS = {
    "antrean": ("Antrean di cabang", "antre lama di cabang, antrean panjang sekali, kapan antrean dilayani"),
    "mesin": ("Mesin tunai rusak", "mesin atm rusak, uang tidak keluar dari mesin, mesin menelan kartu"),
    "pin": ("Lupa PIN", "nasabah lupa pin, pin salah tiga kali, mau ganti pin"),
    "mobile": ("Kirana Mobile", "aplikasi tidak bisa dibuka, kode aktivasi tidak datang, mobile lambat"),
}


@pytest.mark.parametrize("examples", ["", "triggers: [nomor antrean macet]", "examples: [nomor antrean macet]"])
def test_an_article_of_which_nothing_was_learned_yet_is_as_good_as_those_that_were(tmp_path, write, examples):
    folder = write({f"id/{name}.md": TAUGHT.format(title=of[0], examples=of[1]) for name, of in MATTERS.items()})
    text = f"---\ntitle: Mesin nomor antrean\nkind: product\n{examples}\n---\n> [!answer] Cara {{#cara}}\n> Tekan.\n"
    note = CallNote("mesin antrean, nomor antrean macet", lang="id")
    with Assistant((folder,), tmp_path / "cache") as assistant:
        assistant.update()
        assert assistant.wait()
        desk = Desk(folder, assistant)
        promised = said(desk.bench(text, "id/nomor.md").compare(note).draft)
        desk.write("id/nomor.md", text)
        assistant.update(patch=True)
        assert assistant.wait()
        patched = said(assistant.suggest(note))
        assistant.update()
        assert assistant.wait()
        assert promised[0] == patched[0] == said(assistant.suggest(note))[0] == "nomor#cara"


def test_lines_that_change_places_are_up_and_down(desk):
    other = "\n> [!ask] Resi {#resi}\n> - when: kartu belum datang\n>\n> Nomor resinya berapa?\n"
    desk.write("id/kartu.md", CARD + other)
    desk.assistant.update()
    assert desk.assistant.wait()
    stronger = CARD.replace("{#alamat}\n", "{#alamat}\n> - when: kartu belum datang, sampai sekarang\n>\n")
    weaker = other.replace("> - when: kartu belum datang\n>\n", "")
    changes = desk.bench(stronger + weaker).compare(CallNote(NOTE)).changes
    assert (changes["kartu#alamat"], changes["kartu#resi"]) == (Change.UP, Change.DOWN)


def test_what_others_changed_since_the_last_generation_stays_in_force(desk):
    desk.write("id/biaya.md", FEE.replace("12.000", "15.000").replace("#besar", "#baru"))
    desk.assistant.update(patch=True)
    assert desk.assistant.wait()
    for name in ("id/kartu.md", "id/biaya.md"):
        text = CARD if name == "id/kartu.md" else FEE.replace("#besar", "#draf")
        compared = desk.bench(text, name).compare(CallNote("biaya admin"))
        assert said(compared.published) == ["biaya#baru"]
        assert said(compared.draft) == ["biaya#baru" if name == "id/kartu.md" else "biaya#draf"]


def test_the_tests_of_a_draft_are_tried_with_it(desk):
    expect = f"expect:\n  - note: {NOTE}\n    first: alamat\n  - note: {NOTE}\n    not: [alamat]\n"
    tried = desk.bench(CARD.replace("kind:", f"{expect}kind:")).tests()
    assert [attempt.unmet for attempt in tried] == [(), (("not: alamat", "kartu#alamat"),)]


def test_private_numbers_stay_masked(desk):
    compared = desk.bench(CARD).compare(CallNote("kartu 4111 1111 1111 1111 belum datang, pin 123456"))
    assert not {"1111", "123456"} & set((compared.draft.note + compared.published.note).split())


def test_every_article_as_its_own_draft_changes_nothing(tmp_path):
    with Assistant((starter_library(),), tmp_path / "cache") as assistant:
        assistant.update()
        assert assistant.wait()
        articles = [found for found in assistant.articles() if found.expect][::12]
        for known in articles:
            draft = reader.read_again(known)
            assert draft
            bench = assistant.bench(structs.replace(draft, lang=known.lang))
            assert bench
            assert all(not attempt.unmet for attempt in bench.tests()), known.path
            for test in known.expect:
                changes = bench.compare(CallNote(test.note, lang=known.lang)).changes
                assert not {Change.NEW, Change.GONE} & set(changes.values()), (known.path, test.note)


def test_without_a_library_there_is_no_bench(tmp_path):
    with Assistant((tmp_path,), tmp_path / "cache") as assistant:
        assert assistant.bench() is None
