from pathlib import Path

import phonenumbers
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType
from private_notes import LANGUAGES, plain, survives, tally
from stdnum import luhn
from stdnum.id import nik, npwp

from kbassist.text.privacy import REMOVED, Kind, clean, excerpt, find, mask, unsettled, withdrawn

# What is masked stands in angle brackets.
MASKED = """
pin <482193>
<482193> itu pinnya
otp nya <123456>
kode otp: <12 34 56>
password nya <rahasia123>
kata sandinya <Kucing_Hitam>
pass: <abc123>
passwordnya <kucingku>
password is <sunshine>
password baru <rahasia1>, yg lama lupa
my password is <hunter2>.
cvv2 <123>, exp 12/27
cvc: <987>
pin<482193>
PIN=<482193>
otp <482 193> trx gagal
nsbh kasih tau pin dia <1234> ke penipu
otp yg masuk tadi <445566>
kode verifikasi <889900>
pin atm nya <123456> salah 3x
pin <482193> 3x salah
pin lama <123456> pin baru <654321>
pin <1234> atau <4321>
pin <satu dua tiga empat lima enam>
<1234> is the pin
<123456> (otp)
m-pin <123456>
pin: <4-8-2-1-9-3>
OTP<123456> dan pin <9876>
cvv nya tiga angka <123>
pin 6 digit nya <482193>
pin salah 3x, yang benar <482193>
pin_<482193>
pin yang dia pakai untuk atm adalah <482193>
otp: <123456>,<654321>
pwd: <P@ssw0rd!>
password "<kuda terbang biru>"
password <1234abcd>
password yang baru <rahasia99>
password lama <Merdeka45> baru <Merdeka46>
kartu <4111 1111 1111 1111> 12/27 <123>
<(0812) 3456-7890>
<+62(21)5551234>
<123456>7890 a/n Budi
passcode <4444>
pin <１２３４５６>
pin <٤٨٢١٩٣>
kartu <4111 1111 1111 1111> hilang
<4111-1111-1111-1111>
<4111.1111.1111.1111>
<4111_1111_1111_1111>
<4111111111111111>
<4111\u00a01111\u00a01111\u00a01111>
<3782 822463 10005>
<4222222222222>
<3201010101900001>
nik <320101 010190 0001>
<09.254.294.3-407.000>
npwp <092542943407000>
hp <081234567890> aktif
<+62 812-3456-7890>
<6281234567890>
<(021) 5551234>
<021-5551234>
<0274 512345>
<+1 415 555 2671>
kirim ke <budi.s@mail.co.id> ya
rek <123456>7890
norek bca <123-456->7890
va <880808123456>7890
acct <001234>5678
""".strip().splitlines()

KEPT = """
Rp10.000.000
transfer 5jt, 250rb gagal
tgl 21/11/2026 10.30
2026-11-21 10:30:45
TKT-2026-001234 pin terblokir
pin 3x salah
salah pin 3 kali
ganti pin 2 minggu lalu
lupa pin sejak 2024
otp tdk masuk jam 10.30
otp ga masuk 5 menit, saldo terpotong 250rb
otp tdk masuk saldo terpotong Rp250.000
pin 6 digit
reset pin, tiket 12345
hubungi 1500123 atau 0800 123 4567, ojk 157, bi 131
password salah 3x
passwordnya ga bisa dipakai
password: lupa
password is not working since 2 weeks
kata sandinya sudah diganti
password dikirim ke email
cust lupa password, minta reset password
limit transfer 50000000
saldo rek 10000000
Rp10.000.000 21/11/2026
buka rek 20 juni 2026
tenor 12 bulan, bunga 1,75%, 5-7 hari kerja, 24 jam
transaksi 20261121103045
transfer 100000 200000 300000
bca 12500000
lupa password m-banking, minta reset e-mail
password nya di sms
pin dan otp tidak boleh disebut
nsbh lupa pin, reset via 1500123
dia minta otp 4x dlm 10 menit
""".strip().splitlines()


@pytest.mark.parametrize("marked", MASKED)
def test_masked(marked):
    text = marked.replace("<", "").replace(">", "")
    inside, expected = False, ""
    for letter in marked:
        if letter in "<>":
            inside = letter == "<"
        else:
            expected += "•" if inside else letter
    assert mask(text) == expected


@pytest.mark.parametrize("text", KEPT)
def test_kept(text):
    assert mask(text) == text


def with_check_digit(digits: str) -> str:
    return digits + luhn.calc_check_digit(digits)


PHONE_FORMS = [
    PhoneNumberFormat.E164,
    PhoneNumberFormat.INTERNATIONAL,
    PhoneNumberFormat.NATIONAL,
    PhoneNumberFormat.RFC3966,
]
cards = st.from_regex(r"[3-6][0-9]{10,17}", fullmatch=True).map(with_check_digit)
notes = st.text(alphabet=st.sampled_from("pin otp nya 0123456789 .,-/:@x+rek kartu password= ATAU\n•[…]"), max_size=60)


@given(cards, st.sampled_from(["", " ", "-", ".", "_", "\u00a0", "  "]), st.integers(1, 6), notes, notes)
def test_no_card_number_survives(card, gap, size, before, after):
    written = gap.join(card[place : place + size] for place in range(0, len(card), size))
    text = mask(f"{before.rstrip('0123456789')}kartu {written} x{after}")
    assert written not in text


@given(st.from_regex(r"[0-9]{4}([0-9]{2})?", fullmatch=True), st.sampled_from(["pin", "OTP", "cvv", "kode otp"]), notes)
def test_no_code_after_its_word_survives(code, name, before):
    assume(code not in before)
    assert code not in mask(f"{before}\n{name} nya {code}")


@given(st.from_regex(r"[0-9]{6}", fullmatch=True), notes)
def test_a_secret_that_is_said_once_more_without_its_word_survives_nowhere(code, between):
    assert code not in mask(f"sebut {code} x{between}\npin nya {code}")


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("password Rahasia99#x lalu coba rahasia99#x", "ahasia"),
        ("kirim 482 193 ke saya, otp 482193", "482 193"),
        ("kirim 482193 ke saya, otp 4 8 2 1 9 3", "482193"),
    ],
)
def test_a_secret_is_known_again_however_it_is_written(text, secret):
    assert secret not in clean(text)


@given(notes | st.text())
@example("pin ٣٤٥٦")
@example("pin 1234 1234 atau 12")
def test_masking_keeps_length_and_is_settled(text):
    masked = mask(text)
    assert len(masked) == len(text)
    assert mask(masked) == masked
    assert all(cover in {letter, "•"} for letter, cover in zip(text, masked, strict=True))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("kartu 4111 1111 11|", "kartu ••••••••••••"),
        ("kartu 4111 1111 |", "kartu ••••••••• "),
        ("kartu 41|11 dan 22", "kartu •••• dan 22"),
        ("2 mgg|, 3x", "2 mgg, 3x"),
        ("password raha|", "password ••••"),
        ("password raha|sia1 ya", "password •••••••• ya"),
        ("pass raha |", "pass raha "),
        ("ibu kandung siti ami|", "ibu kandung siti •••"),
        ("pin satu dua ti|", "pin •••••••••••"),
        ('password "kuda ter|', "password •••••••••"),
        ("password salah\nkartu hil|", "password salah\nkartu hil"),
        ("|", ""),
    ],
)
def test_the_number_at_the_cursor_waits(typed, kept):
    assert unsettled(typed.replace("|", ""), typed.index("|")) == kept


@pytest.mark.parametrize("half", ["tune", "report"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_our_notes(half, lang):
    counted = tally(half, lang)
    assert not counted.secrets_shown
    assert not counted.private_shown
    assert len(counted.numbers_masked) <= counted.numbers / 100


def test_everyday_notes_are_left_alone():
    rows = (Path(__file__).parent / "labelled_notes.tsv").read_text(encoding="utf-8").splitlines()
    notes_of_mood = [row.split("\t")[-1] for row in rows]
    changed = [note for note in notes_of_mood if clean(note) != note]
    assert len(changed) <= len(notes_of_mood) / 1000, changed


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("kartu 4111 1111 1111 1111 12/27 123", [Kind.CARD, Kind.CVV]),
        ("nik 3171 0117 0845 0001", [Kind.NIK]),
        ("npwp 09.254.294.3-407.000 atau 0092542943407000", [Kind.NPWP, Kind.NPWP]),
        ("hp 0812 3456 7890, budi@mail.id", [Kind.PHONE, Kind.EMAIL]),
        ("rek 1234567890 pin 482193", [Kind.ACCOUNT, Kind.PIN]),
        ("otp 482193, password: rahasia1", [Kind.OTP, Kind.PASSWORD]),
        ("nama ibu kandung Siti Aminah, cocok", [Kind.MAIDEN_NAME]),
        ("verifikasi ibu kandung cocok", []),
    ],
)
def test_what_is_found_has_a_kind(text, kinds):
    assert [finding.kind for finding in find(text)] == kinds


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("pin 482193 salah", f"pin {REMOVED} salah"),
        ("482193 itu pinnya", f"{REMOVED} itu pinnya"),
        ("kartu 4111111111111111 cvv 123", f"kartu {'•' * 16} cvv {REMOVED}"),
        ("ibu kandung Siti Aminah cocok", f"ibu kandung {REMOVED} cocok"),
        ("password rahasia1 dan rahasia2", f"password {REMOVED} dan {REMOVED}"),
        ("ibu kandung Siti\npassword rahasia1", f"ibu kandung {REMOVED}\npassword {REMOVED}"),
        ("ibu kandung siti pin 4821", f"ibu kandung {REMOVED} pin {REMOVED}"),
        ("hp 081234567890", "hp ••••••••••••"),
        ("Rp10.000.000 tgl 21/11/2026", "Rp10.000.000 tgl 21/11/2026"),
    ],
)
def test_what_is_stored(text, stored):
    assert clean(text) == stored


@pytest.mark.parametrize("secret", ["pin 1234", "pin 123456", "pin: 12 34 56 78", "pin satu dua tiga empat"])
def test_what_is_stored_does_not_tell_how_long_a_secret_was(secret):
    assert clean(secret).replace(":", "") == f"pin {REMOVED}"


@given(notes | st.text())
@example("pin 482193;1234")
@example(f"password {'x1' * 25} lalu 123456")
def test_what_is_stored_is_settled(text):
    stored = clean(text)
    assert clean(stored) == stored
    assert len(clean(mask(text))) == len(mask(text)) or REMOVED in clean(mask(text))


@given(
    st.from_regex(r"[0-9]{4}([0-9]{2})?", fullmatch=True),
    st.sampled_from(["pin", "PIN", "otp", "cvv", "kode otp", "mpin"]),
    st.lists(st.sampled_from(["", " ", "-", ".", "–", "_", "\u00a0", "\u200b"]), min_size=6, max_size=6),
    st.sampled_from(["", " nya", ":", " =", " is", " yg benar", " dia"]),
)
def test_no_separators_save_a_secret(code, name, gaps, link):
    written = "".join(digit + gap for digit, gap in zip(code, gaps, strict=False))
    assert not survives(code, clean(f"{name}{link} {written}\nselesai"))


@given(
    st.from_regex(r"[1-9][0-9]{7,15}", fullmatch=True), st.sampled_from(["rek", "hp", "kartu", "va", "nik", ""]), notes
)
def test_a_number_that_is_kept_stays(number, word, before):
    text = f"{before}\n selesai. {word} {number} ok"
    assume(not any(finding.is_secret for finding in find(text)))
    assert number in clean(text, {number})
    spaced = f"{number[:4]} {number[4:]}"
    assert spaced in mask(f"{word} {spaced} ok", {number})


def test_a_secret_is_never_kept():
    assert clean("pin 48219388", {"48219388"}) == f"pin {REMOVED}"
    assert clean("otp: 482193", {finding.value for finding in find("otp: 482193")}) == f"otp: {REMOVED}"


def test_what_is_kept_is_named_by_digits_and_address():
    values = [finding.value for finding in find("rek 123-456-7890, hp 0812 3456 7890, Budi@Mail.id")]
    assert values == ["1234567890", "081234567890", "budi@mail.id"]
    kept = frozenset(values)
    assert find("rek 1234567890, hp 0812-3456-7890, BUDI@mail.id", kept) == []


@given(st.from_regex(r"0(8[0-9]{8,11}|[2-9][0-9]{7,9})", fullmatch=True), st.sampled_from(PHONE_FORMS))
def test_no_indonesian_phone_survives(digits, form):
    number = phonenumbers.parse(digits, "ID")
    assume(phonenumbers.is_valid_number(number))
    assume(phonenumbers.number_type(number) in {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE})
    written = phonenumbers.format_number(number, form).removeprefix("tel:")
    assert not survives(digits[-8:], clean(f"nomornya {written} ya"))


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_no_phone_of_another_country_survives(region):
    number = phonenumbers.example_number(region)
    assert number
    written = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    assert not survives(plain(written), clean(f"sms dari {written}"))


@given(st.from_regex(r"(11|3[1-6]|51|64|73|91)0[1-9]0[1-9][0-7][0-9][01][0-9]{6}[1-9]", fullmatch=True))
def test_every_nik_is_found(digits):
    assume(nik.is_valid(digits))
    (finding,) = find(f"ktp {digits}")
    assert finding.kind is Kind.NIK


@given(st.from_regex(r"[0-9]{8}", fullmatch=True), st.from_regex(r"[0-9]{3}", fullmatch=True))
def test_every_npwp_is_found(payer, office):
    digits = f"{with_check_digit(payer)}{office}000"
    assert npwp.is_valid(digits)
    for written in (npwp.format(digits), f"npwp {digits}", f"npwp baru 0{digits}"):
        assert not survives(digits, clean(f"nomor {written}"))


@pytest.mark.parametrize(
    ("marked", "copied"),
    [
        ("pin |482193| salah", REMOVED),
        ("pin 48|21|93", REMOVED),
        ("|pin 482193|", f"pin {REMOVED}"),
        ("hp 0812|34567|890", "•••••"),
        ("pin 482193 |salah 3x|", "salah 3x"),
    ],
)
def test_a_part_is_judged_by_what_stands_round_it(marked, copied):
    start, end = marked.index("|"), marked.rindex("|") - 1
    assert excerpt(marked.replace("|", ""), start, end) == copied


@pytest.mark.parametrize(
    ("stored", "text", "scrubs"),
    [
        ("482193 ", "482193 itu pinnya", True),
        ("kata kunc", "kata kunci", False),
        (f"pin {REMOVED}", "pin 482193 lagi", False),
        ("sekali lagi", "sekali lagi, password: rahasia99", False),
        ("tono rahasia99", "tono rahasia99 passwordnya", True),
        ("nomor 12345678901", "rek nomor 12345678901", True),
        ("kartu ••••••••••••••••", "kartu 4111111111111111 hilang", False),
    ],
)
def test_a_later_word_withdraws_what_was_stored(stored, text, scrubs):
    assert withdrawn(stored, text) is scrubs


@pytest.mark.parametrize(
    "name", ["pin", "otp", "password", "passphrase", "ibu kandung", "kode", "rek", "npwp", "pin 1234"]
)
@pytest.mark.parametrize("sign", [" ", "=", ":", ".", "-", "(", ",", "•", " ya", " =", " 1", " 12", "'"])
def test_a_row_of_signs_is_read_in_time(name, sign):
    find(f"{name}{sign * 3_000}x")


def test_a_long_text_is_masked_in_time():
    assert len(mask("pin " * 5_000 + "a" * 50_000 + "1 " * 5_000)) == 80_000
