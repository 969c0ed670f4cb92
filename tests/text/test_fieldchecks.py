"""Answers to fields of forms: what each type takes, how it is kept, and what is refused everywhere."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from kbassist import words
from kbassist.text.fieldchecks import check, read_amount, read_day
from kbassist.text.fieldtypes import FieldError, FieldType

TODAY = date(2026, 11, 27)
CARDS = ["4111111111111111", "5500 0055 5555 5559", "3782-822463-10005", "6011.0009.9013.9424", "3530111333300000"]


def refused(kind, text, **asked):
    with pytest.raises(FieldError) as caught:
        check(kind, text, TODAY, **asked)
    assert words.field_error(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        (FieldType.TEXT, "  Siti   Aminah ", "Siti Aminah"),
        (FieldType.LONG_TEXT, " Jl. Melati 5\nBandung ", "Jl. Melati 5\nBandung"),
        (FieldType.NUMBER, "3", "3"),
        (FieldType.NUMBER, "1.250", "1250"),
        (FieldType.NUMBER, "-2", "-2"),
        (FieldType.AMOUNT, "Rp1.500.000", "1500000"),
        (FieldType.AMOUNT, "Rp 1.500.000,00", "1500000"),
        (FieldType.AMOUNT, "IDR 1,500,000", "1500000"),
        (FieldType.AMOUNT, "1,5 jt", "1500000"),
        (FieldType.AMOUNT, "2.25juta", "2250000"),
        (FieldType.AMOUNT, "50rb", "50000"),
        (FieldType.AMOUNT, "1 miliar", "1000000000"),
        (FieldType.DATE, "2026-12-01", "2026-12-01"),
        (FieldType.DATE, "1/12/2026", "2026-12-01"),
        (FieldType.DATE, "01-12-2026", "2026-12-01"),
        (FieldType.DATE, "1.12.2026", "2026-12-01"),
        (FieldType.DATE, "1 Des 2026", "2026-12-01"),
        (FieldType.DATE, "1 Dec. 2026", "2026-12-01"),
        (FieldType.DATE, "17 agustus 1945", "1945-08-17"),
        (FieldType.DATE, "besok", "2026-11-28"),
        (FieldType.DATE, "Hari ini", "2026-11-27"),
        (FieldType.DATE, "yesterday", "2026-11-26"),
        (FieldType.PHONE, "0812 3456 7890", "+6281234567890"),
        (FieldType.PHONE, "+62 812-3456-7890", "+6281234567890"),
        (FieldType.PHONE, "(021) 5550 1234", "+622155501234"),
        (FieldType.PHONE, "+65 6123 4567", "+6561234567"),
        (FieldType.EMAIL, " siti.aminah@contoh.co.id ", "siti.aminah@contoh.co.id"),
        (FieldType.NIK, "3171 0117 0845 0001", "3171011708450001"),
        (FieldType.NPWP, "01.312.166.0-091.000", "013121660091000"),
        (FieldType.ACCOUNT, "123-456-7890", "1234567890"),
        (FieldType.POSTCODE, "40123", "40123"),
        (FieldType.YES_NO, "Ya", "yes"),
        (FieldType.YES_NO, "tdk", "no"),
    ],
)
def test_answers_are_kept_in_one_form(kind, text, kept):
    assert check(kind, text, TODAY) == kept
    if kind is not FieldType.AMOUNT:
        assert check(kind, kept, TODAY) == kept


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (FieldType.TEXT, ["x" * 301]),
        (FieldType.LONG_TEXT, ["x" * 4001]),
        (FieldType.NUMBER, ["tiga", "1,5", "1.25", "٣", "3 buah", ""]),
        (FieldType.AMOUNT, ["gratis", "1.500 jt", "-5", "1,5", "Rp", "1.50.000"]),
        (FieldType.DATE, ["30/2/2026", "2026-13-01", "1/12", "1/12/26", "nanti", "1 foo 2026", "0000-01-01"]),
        (FieldType.PHONE, ["12", "telepon", "0812", "+62 812", "0812 3456 7890 ext 5"]),
        (FieldType.EMAIL, ["siti", "siti@", "siti@contoh", "a b@contoh.id", "@contoh.id", "a@.id"]),
        (FieldType.NIK, ["3171", "3171013208450001", "abcd", "9971011708450001"]),
        (FieldType.NPWP, ["01.312.166.0-091", "013121661091000", "x"]),
        (FieldType.ACCOUNT, ["123456789", "12345678901234567", "rekening"]),
        (FieldType.POSTCODE, ["4012", "01234", "401234"]),
        (FieldType.YES_NO, ["mungkin", ""]),
    ],
)
def test_what_a_field_does_not_take_is_told_in_words(kind, texts):
    wanted = "too-long" if kind in {FieldType.TEXT, FieldType.LONG_TEXT} else f"not-{kind.replace('/', '-')}"
    assert {refused(kind, text) for text in texts} == {f"field-{wanted}"}


def test_a_choice_is_one_of_those_given():
    assert (
        check(FieldType.CHOICE, " cabang  thamrin", TODAY, choices=("Sudirman", "Cabang Thamrin")) == "Cabang Thamrin"
    )
    assert check(FieldType.CHOICE, "PIN 123456", TODAY, choices=("PIN 123456", "x")), "what editors write is no secret"
    assert refused(FieldType.CHOICE, "Bogor", choices=("Sudirman", "Thamrin")) == "field-not-choice"


@pytest.mark.parametrize(
    ("kind", "bounds", "fits", "below", "above"),
    [
        (FieldType.NUMBER, (1, 3), ["1", "3"], "0", "4"),
        (FieldType.AMOUNT, (50_000, 1_000_000), ["50rb", "1 jt"], "49.999", "1.000.001"),
        (FieldType.TEXT, (3, 5), ["abc", "abcde"], "ab", "abcdef"),
        (FieldType.DATE, (1, 30), ["besok", "27/12/2026"], "hari ini", "28/12/2026"),
    ],
)
def test_bounds_are_held(kind, bounds, fits, below, above):
    asked = {"least": bounds[0], "most": bounds[1]}
    assert all(check(kind, text, TODAY, **asked) for text in fits)
    assert refused(kind, below, **asked) in {"field-too-small", "field-too-short", "field-too-early"}
    assert refused(kind, above, **asked) in {"field-too-large", "field-too-long", "field-too-late"}


def test_a_bound_of_a_date_is_told_as_a_day():
    with pytest.raises(FieldError) as caught:
        check(FieldType.DATE, "hari ini", TODAY, least=1)
    assert caught.value.values == {"limit": "2026-11-28"}


def test_digits_alone():
    assert check(FieldType.TEXT, "0042", TODAY, digits=True) == "0042"
    assert refused(FieldType.TEXT, "00-42", digits=True) == "field-not-digits"


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("kind", FieldType)
def test_no_field_takes_a_card_number(kind, card):
    assert refused(kind, card, choices=("Salah PIN 3x", "x")) == "field-card"


@pytest.mark.parametrize("card", CARDS)
def test_a_card_number_within_a_text_is_found(card):
    assert refused(FieldType.LONG_TEXT, f"kartu lama {card}\nsampai 12/27") == "field-card"
    assert refused(FieldType.TEXT, f"12 {card} 12/27 123") == "field-card"


@pytest.mark.parametrize(
    "text",
    ["pin saya 482193", "otp 123456", "cvv 123", "password: Rahasia123", "482193 itu pinnya", "sandinya Melati_9"],
)
def test_no_text_takes_a_secret(text):
    assert refused(FieldType.TEXT, text) == "field-secret"
    assert refused(FieldType.LONG_TEXT, f"Alamat Jl. Melati\n{text}") == "field-secret"


@pytest.mark.parametrize("text", ["Jl. Melati No. 12 RT 03/05, 40123", "resi 2026-001234, telepon 0812 3456 7890"])
def test_what_is_declared_is_kept_as_it_is(text):
    assert check(FieldType.LONG_TEXT, text, TODAY) == text


@given(st.integers(0, 10**15 - 1).map(lambda number: f"4{number:015d}"[:15]))
def test_any_number_that_is_a_card_is_refused_in_any_spacing(start):
    card = start + luhn.calc_check_digit(start)
    for spaced in (card, " ".join(card[at : at + 4] for at in range(0, 16, 4))):
        assert refused(FieldType.TEXT, spaced) == "field-card"
        assert refused(FieldType.ACCOUNT, spaced) == "field-card"


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_day_is_read_in_every_form(day):
    for text in (day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day.day} {day:%B} {day.year}"):
        assert read_day(text, TODAY) == day


@given(st.integers(0, 10**12))
def test_every_amount_is_read_as_it_is_written(amount):
    grouped = f"{amount:,}"
    assert {read_amount(text) for text in (str(amount), f"Rp{grouped.replace(',', '.')}", grouped)} == {amount}


@given(st.sampled_from(FieldType), st.text(max_size=60))
def test_any_text_is_kept_or_told(kind, text):
    with suppress(FieldError):
        kept = check(kind, text, TODAY, choices=("a", "b"))
        assert check(kind, kept, TODAY, choices=("a", "b")) == kept


def test_days_of_the_week_ahead():
    assert [read_day(word, TODAY) - TODAY for word in ("today", "bsk", "lusa", "kmrn")] == [
        timedelta(days) for days in (0, 1, 2, -1)
    ]
