"""What the librarian offers beside search: guides to walk, products to compare, forms, bulletins."""

from datetime import date

import pytest

from kbassist import resources
from kbassist.assist.model import CallNote
from kbassist.assistant import Assistant


@pytest.fixture(scope="module")
def librarian(tmp_path_factory):
    """Return the librarian of the starter library."""
    with Assistant((resources.starter_library(),), tmp_path_factory.mktemp("cache")) as assistant:
        assistant.update()
        assert assistant.wait()
        yield assistant.librarian


def test_guides_that_branch_are_listed_in_the_language(librarian):
    assert [guide.title for guide in librarian.guides("id")] == ["Memilih kartu", "Memilih kredit", "Memilih tabungan"]
    assert [guide.id for guide in librarian.guides("en")] == ["memilih-kartu", "memilih-kredit", "memilih-tabungan"]
    assert {guide.lang for guide in librarian.guides("en")} == {"en"}


def test_products_are_listed_once_in_the_language_where_they_have_it(librarian):
    products = {product.id: product.lang for product in librarian.products("en")}
    assert products["deposito"] == "en"
    assert products["kirana-net"] == "id"
    assert len(products) == len(librarian.products("id"))


def test_products_are_compared_with_their_figures(librarian):
    table = librarian.compare([("tabungan-kirana", "id"), ("tiada", "id"), ("tabungan-pelajar", "id")])
    assert table.titles == ("Tabungan Kirana", "Tabungan Pelajar")
    rows = {row.label: (row.cells, row.differs) for row in table.rows}
    assert rows["Setoran awal"] == (("Rp100.000", "Rp20.000"), True)
    assert librarian.compare([]).titles == ()


def test_without_a_library_there_is_nothing_to_offer(tmp_path):
    with Assistant((tmp_path,), tmp_path / "cache") as assistant:
        assert assistant.librarian.guides("id") == assistant.librarian.products("id") == ()


BULLETIN = (
    "---\ntitle: {title}\nkind: policy\nbulletin: true\nvalid_from: 2026-11-01\n{more}---\n> [!answer]\n> Teks.\n"
)


def test_bulletins_in_force_are_listed_in_the_language_the_first_to_end_first(write, tmp_path):
    folder = write(
        {
            "id/a.md": BULLETIN.format(title="Pemeliharaan", more="valid_until: 2027-03-31\n"),
            "en/a.md": BULLETIN.format(title="Maintenance", more="valid_until: 2027-03-31\n"),
            "id/b.md": BULLETIN.format(title="Libur", more="valid_until: 2026-12-31\n"),
            "id/c.md": BULLETIN.format(title="Ditarik", more="valid_until: 2027-03-31\nstatus: retired\n"),
            "id/d.md": "---\nkind: policy\nbulletin: false\n---\n> [!answer]\n> Teks.\n",
        }
    )
    with Assistant((folder,), tmp_path / "cache") as assistant:
        assistant.update()
        assert assistant.wait()
        listed = {
            (lang, day): [each.title for each in assistant.librarian.bulletins(lang, date.fromisoformat(day))]
            for lang, day in [("id", "2026-11-27"), ("en", "2026-11-27"), ("id", "2027-01-01"), ("id", "2027-04-01")]
        }
    assert listed == {
        ("id", "2026-11-27"): ["Libur", "Pemeliharaan"],
        ("en", "2026-11-27"): ["Libur", "Maintenance"],
        ("id", "2027-01-01"): ["Pemeliharaan"],
        ("id", "2027-04-01"): [],
    }


def test_a_form_is_suggested_when_its_condition_is_met_and_known_without_its_file(write, tmp_path):
    folder = write(
        {
            "id/kartu.md": """\
                ---
                title: Kartu rusak
                triggers: [kartu rusak]
                ---

                > [!form] Kartu pengganti {#pengganti}
                > - when: ganti kartu
                > - purpose: penggantian kartu
                >
                > Boleh saya isikan pengajuannya?
                >
                > - Alamat*: text
                """
        }
    )
    with Assistant((folder,), tmp_path / "cache") as assistant:
        assistant.update()
        assert assistant.wait()
        shown = assistant.suggest(CallNote("kartu rusak, mau ganti kartu")).suggestions
        assert [(each.line, each.text) for each in shown] == [("kartu#pengganti", "Boleh saya isikan pengajuannya?")]
        (folder / "id/kartu.md").unlink()
        form, line = assistant.librarian.form(shown[0].line, "en"), assistant.librarian.line(shown[0].line, "id")
        assert form
        assert line
        assert (form.title, form.purpose) == ("Kartu pengganti", "penggantian kartu")
        assert [field.label for field in form.fields] == [field.label for field in line.fields] == ["Alamat"]
        assert assistant.librarian.form("kartu#lain", "id") is None
        assert assistant.librarian.line("tiada#pengganti", "id") is None
