import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kbassist import resources
from kbassist.text import tokens


def words(text: str) -> list[str]:
    return [token.word for token in tokens.read(text)]


def test_every_token_names_its_place():
    text = "cust marah2,  kartu blm dtg 2mgg"
    read = [(text[token.start : token.end], token.surface, token.word) for token in tokens.read(text)]
    assert read == [
        ("cust", "cust", "customer"),
        ("marah2", "marah2", "marah"),
        ("kartu", "kartu", "kartu"),
        ("blm", "blm", "belum"),
        ("dtg", "dtg", "datang"),
        ("2", "2", "2"),
        ("mgg", "mgg", "minggu"),
    ]


def test_one_short_form_gives_several_words_at_one_place():
    assert [(token.start, token.end, token.word) for token in tokens.read("ok makasih")] == [
        (0, 2, "ok"),
        (3, 10, "terima"),
        (3, 10, "kasih"),
    ]


def test_doubled_and_stretched_words_are_read_once():
    assert words("marah-marah kartu2nya berkali-kali menunggu-nunggu kartu-kartunya marah²") == [
        "marah",
        "kartunya",
        "berkali",
        "menunggu",
        "kartunya",
        "marah",
    ]
    assert words("lamaaaa Sekaliii") == ["lama", "sekali"]


def test_numbers_and_their_units():
    assert words("Rp10.000.000 250rb 5jt 3x 24jam 1,75% 10.30") == [
        *("rp", "10000000", "250", "ribu", "5", "juta", "3", "kali", "24", "jam", "1.75", "10.30")
    ]
    assert words("x") == ["x"]


def test_joined_forms():
    assert words("w/ b/c T&C m-banking bi-fast can't customer's") == [
        *("with", "because", "terms", "and", "conditions", "mobile", "banking", "bi", "fast", "can", "not", "customer")
    ]
    assert words("kartu/atm (gak)") == ["kartu", "atm", "tidak"]


def test_affixes_on_short_forms():
    assert words("tfnya reknya ditf") == ["transfernya", "rekeningnya", "ditransfer"]


def test_habits_of_quick_and_colloquial_writing():
    assert words("trlambat dtagih dapetin saldox kartuny masukk kcewa pusink") == [
        *("terlambat", "ditagih", "dapatin", "saldonya", "kartunya", "masuk", "kecewa", "pusing")
    ]
    assert words("bkr plan paper later stress printer merah oleh index company") == [
        *("bkr", "plan", "paper", "later", "stress", "printer", "merah", "oleh", "index", "company")
    ]


def test_the_last_letter_may_be_doubled():
    assert words("benerr tauu nihh pagii") == ["benar", "tahu", "ini", "pagi"]
    assert words("add call full off less") == ["add", "call", "full", "off", "less"]


def test_names_of_banks_and_products_are_never_rewritten():
    names = "bca bni bri cs kpr kta qris otp pin atm ojk h2h".split()
    assert words(" ".join(names)) == names


def test_the_short_forms_are_in_order_and_plain():
    rows = [row.split("\t") for row in resources.read_text("words/shorthand.tsv").splitlines()]
    forms = [form for form, _ in rows]
    assert forms == sorted(set(forms))
    assert len([form for form, standard in rows if form != standard]) >= 330
    assert all(form == form.lower() for form in forms)


def test_standard_words_stay_as_they_are():
    standards = {row.split("\t")[1] for row in resources.read_text("words/shorthand.tsv").splitlines()}
    changed = {standard: words(standard) for standard in standards if " ".join(words(standard)) != standard}
    assert changed == {}


@given(st.text())
def test_any_text_is_read_in_order_with_right_places(text):
    read = tokens.read(text)
    assert all(text[token.start : token.end] == token.surface for token in read)
    places = [(token.start, token.end) for token in read]
    assert places == sorted(places)
    assert all(token.word and token.stem for token in read)


def test_a_very_long_word_is_read_at_once():
    assert len(tokens.read("a" * 100_000 + " " + "marah2-" * 10_000)) > 1


@given(st.text())
def test_what_was_remembered_from_a_file_reads_the_same(text):
    read = tokens.read(text)
    kept = msgspec.msgpack.encode(tokens.readings(text))
    tokens.forget()
    tokens.remember(msgspec.msgpack.decode(kept, type=dict[str, tokens.Reading]))
    again = tokens.read(text)
    assert again == read
    assert all(isinstance(token, tokens.Token) for token in again)


@given(st.text())
def test_words_without_places_are_those_with_places(text):
    read = tokens.read(text)
    assert tokens.words_and_stems(text) == ([token.word for token in read], [token.stem for token in read])
