from kbassist.content.kinds import LineKind
from kbassist.content.model import Article, Heading, Line
from kbassist.search.documents import documents, keyed_lines

BODY = """Kartu diblokir lebih dulu.

> [!answer] Biaya {#biaya}
> - when: tanya biaya
> - unless: kesal
>
> Biayanya {jumlah}.

> Kutipan biasa.
"""


def line(line_id: str, text: str, row: int = 100) -> Line:
    return Line("kartu", line_id, "id", LineKind.ANSWER, text, row, title="Judul", when=("tanya biaya", "ongkos"))


def article(*lines: Line, body: str = "") -> Article:
    headings = (Heading(2, "Sesudah aman", "sesudah-aman", 1),)
    return Article(
        "kartu",
        "id",
        "/x/kartu.md",
        "Kartu hilang",
        triggers=("dompet hilang",),
        lines=lines,
        headings=headings,
        body=body,
    )


def test_variants_of_a_line_have_keys_of_their_own():
    lines = [line("biaya", "a"), line("empati", "b"), line("biaya", "c")]
    assert [key for key, _ in keyed_lines(article(*lines))] == [
        "id/kartu#biaya",
        "id/kartu#empati",
        "id/kartu#biaya~2",
    ]


def test_one_document_for_the_article_and_one_for_each_line():
    found = documents(article(line("biaya", "Gratis."), line("empati", "Kami paham.")))
    assert [fields["key"] for fields in found["articles"]] == ["id/kartu"]
    assert [fields["line_say"] for fields in found["lines"]] == ["Gratis.", "Kami paham."]
    assert found["lines"][0]["line_when"].split("\n") == ["tanya biaya", "ongkos"]
    assert "Kami paham." in found["articles"][0]["lines"]


def test_placeholders_are_indexed_as_they_are_said():
    found = documents(article(line("biaya", "Baik, {sapaan:Bapak/Ibu} {nama}, {lihat ini}.")))
    assert found["lines"][0]["line_say"] == "Baik, Bapak/Ibu , {lihat ini}."


def test_what_speaks_against_a_line_does_not_speak_for_its_article():
    whole = documents(article(line("biaya", "Biayanya {jumlah}.", row=3), body=BODY))["articles"][0]
    assert "kesal" not in "".join(whole.values())
    assert "Kartu diblokir" in whole["body"]
    assert "Kutipan biasa" in whole["body"]
