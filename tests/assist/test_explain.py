"""The score sheet: why a line is suggested, or why not."""

from math import prod

import pytest
from msgspec import structs

from kbassist.assist.kinds import Lock
from kbassist.assist.model import CallNote
from kbassist.assist.sheet import Aspect, Verdict
from kbassist.content.kinds import Channel

LIBRARY = {
    "id/kartu.md": """\
        ---
        title: Kartu belum diterima
        kind: problem
        triggers: [kartu belum datang]
        examples: [kartu atm saya belum sampai juga]
        ---
        Kartu dikirim dalam 5 hari kerja.

        > [!answer] Lama kirim {#lama}
        > Kartu dikirim dalam 5 hari kerja.

        > [!ask] Resi {#resi}
        > - when: nomor resi
        > - unless: resi sudah ada
        >
        > Apakah sudah menerima nomor resi?

        > [!answer] Lewat surel {#surel}
        > - channel: email
        >
        > Kartu sedang dikirim.

        > [!answer] Nomor resinya {#nomor}
        > - needs: tiket
        >
        > Laporan {tiket} sudah dibuat.

        > [!cross-sell] Notifikasi {#notifikasi}
        > - when: kartu belum datang
        >
        > Saya bisa aktifkan notifikasi.
        """,
    "id/lama.md": """\
        ---
        title: Kartu lama
        status: retired
        ---
        > [!answer] Lama {#lama}
        > Kartu lama.
        """,
}
NOTE = "kartu belum datang, tanya nomor resi"


@pytest.fixture
def library(assistant):
    return assistant(LIBRARY)


def sheet(library, line, note=NOTE, **known):
    found = library.explain(CallNote(note, **known), line)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("line", "known", "verdict"),
    [
        ("kartu#lama", {}, Verdict.SHOWN),
        ("kartu#lama", {"used": ("kartu#lama",)}, Verdict.USED),
        ("kartu#lama", {"dismissed": ("kartu#lama",)}, Verdict.DISMISSED),
        ("kartu#resi", {"note": "kartu belum datang, nomor resi sudah ada"}, Verdict.VETOED),
        ("kartu#lama", {"note": "halo"}, Verdict.TOO_WEAK),
        ("kartu#surel", {"channel": Channel.PHONE}, Verdict.OTHER_CHANNEL),
        ("kartu#nomor", {}, Verdict.NEEDS),
        ("kartu#notifikasi", {}, Verdict.LOCKED),
        ("lama#lama", {}, Verdict.NOT_IN_FORCE),
    ],
)
def test_it_says_what_becomes_of_a_line(library, line, known, verdict):
    assert sheet(library, line, **known).verdict is verdict


def test_a_line_that_no_article_has_has_no_sheet(library):
    assert library.explain(CallNote(NOTE), "kartu#tiada") is None
    assert library.explain(CallNote(NOTE), "tanpa-tanda") is None


def test_it_agrees_with_the_suggestions(starter):
    call = CallNote("cust marah2, kartu blm dtg 2 mgg, mau buka deposito")
    for place, suggestion in enumerate(starter.suggest(call).suggestions, 1):
        found = starter.explain(call, suggestion.line)
        assert (found.place, found.verdict) == (place, Verdict.LOCKED if suggestion.locked else Verdict.SHOWN)
        assert structs.astuple(found.factors) == pytest.approx(structs.astuple(suggestion.factors), abs=1e-4)
        assert found.worth == pytest.approx(prod(structs.astuple(suggestion.factors)), abs=1e-3)


def test_every_aspect_names_its_words(library):
    items = {item.aspect: item for item in sheet(library, "kartu#resi").items}
    assert items[Aspect.TRIGGER].words == ("kartu belum datang",)
    assert items[Aspect.CONDITION].words == ("nomor resi",)
    assert all(0 < item.amount <= 1 for item in items.values())


def test_a_locked_offer_says_why(library):
    assert Lock.OPEN_PROBLEM in sheet(library, "kartu#notifikasi").locks


def test_what_must_be_known_first_is_named(library):
    assert sheet(library, "kartu#nomor").missing == ("tiket",)
