from kbassist.text.phrases import Phrases
from kbassist.text.tokens import read


def phrases(*texts: str) -> Phrases:
    return Phrases((tuple(token.stem for token in read(text)), number) for number, text in enumerate(texts))


def found(note: str, *texts: str) -> list[tuple[int, str]]:
    return [(match.payload, note[match.start : match.end]) for match in phrases(*texts).find(read(note))]


def test_inflections_and_short_forms_match():
    assert found("nsbh nanya, kartunya blm smp jg", "kartu belum sampai") == [(0, "kartunya blm smp")]


def test_at_most_two_foreign_words_stand_between_neighbours():
    assert found("kartu atm saya belum sampai", "kartu belum") == [(0, "kartu atm saya belum")]
    assert found("kartu atm saya itu belum sampai", "kartu belum") == []


def test_order_matters():
    assert found("belum kartu", "kartu belum") == []


def test_single_words_and_repeated_finds_come_in_reading_order():
    hits = found("otp hilang, pin hilang", "pin", "otp", "hilang")
    assert hits == [(1, "otp"), (2, "hilang"), (0, "pin"), (2, "hilang")]


def test_a_nearer_word_that_leads_nowhere_does_not_hide_a_farther_one():
    assert found("a b b x x c", "a b c") == [(0, "a b b x x c")]


def test_match_tells_its_tokens():
    (match,) = phrases("tutup rekening").find(read("mau tutup semua rek"))
    assert (match.first_token, match.last_token) == (1, 3)


def test_a_phrase_without_words_is_never_found():
    assert found("kartu", "", "...") == []
