import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kbassist.text.privacy import mask, unsettled

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
    for check in "0123456789":
        numbers = [int(digit) for digit in reversed(digits + check)]
        doubled = [sum(divmod(2 * number, 10)) for number in numbers[1::2]]
        if (sum(numbers[::2]) + sum(doubled)) % 10 == 0:
            return digits + check
    raise AssertionError


cards = st.from_regex(r"[3-6][0-9]{10,17}", fullmatch=True).map(with_check_digit)
notes = st.text(alphabet=st.sampled_from("pin otp nya 0123456789 .,-/:@x+rek kartu password= ATAU\n•"), max_size=60)


@given(cards, st.sampled_from(["", " ", "-", ".", "_", "\u00a0", "  "]), st.integers(1, 6), notes, notes)
def test_no_card_number_survives(card, gap, size, before, after):
    written = gap.join(card[place : place + size] for place in range(0, len(card), size))
    text = mask(f"{before.rstrip('0123456789')}kartu {written} x{after}")
    assert written not in text


@given(st.from_regex(r"[0-9]{4}([0-9]{2})?", fullmatch=True), st.sampled_from(["pin", "OTP", "cvv", "kode otp"]), notes)
def test_no_code_after_its_word_survives(code, name, before):
    assume(code not in before)
    assert code not in mask(f"{before}\n{name} nya {code}")


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
        ("|", ""),
    ],
)
def test_the_number_at_the_cursor_waits(typed, kept):
    assert unsettled(typed.replace("|", ""), typed.index("|")) == kept


def test_a_long_text_is_masked_in_time():
    assert len(mask("pin " * 5_000 + "a" * 50_000 + "1 " * 5_000)) == 80_000
