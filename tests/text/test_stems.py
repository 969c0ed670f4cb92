import pytest

from kbassist.text.stems import Roots, stem
from kbassist.text.tokens import read

FAMILIES = """
balik: balikin dibalikin baliknya
kembali: pengembalian mengembalikan dikembalikan dikembaliin kembaliin
marah: marahin dimarahin kemarahan pemarah memarahi marahnya
kirim: ngirim mengirimkan pengiriman terkirim kiriman kirimannya dikirim
cek: ngecek mengecek dicek pengecekan ceknya check checked
keluh: keluhan mengeluh keluhannya dikeluhkan
tunggu: menunggu ditunggu nungguin menunggunya
tagih: menagih penagihan ditagih tagihan nagih ditagihkan tagihannya
tipu: penipuan menipu tertipu ketipu ditipu penipu
tanya: bertanya menanyakan nanyain pertanyaan
lambat: keterlambatan terlambat
masalah: bermasalah permasalahan masalahnya
transfer: ditransfer mentransfer transferan transferred transfers
terima: diterima menerima penerimaan penerima nerima
blokir: diblokir memblokir pemblokiran terblokir keblokir block blocked
setuju: disetujui persetujuan menyetujui
potong: dipotong terpotong kepotong potongan pemotongan memotong
lapor: melapor laporkan dilaporkan ngelapor pelaporan laporan
aju: mengajukan pengajuan diajukan ngajuin
card: cards
loan: loans
refund: refunds refunded
complain: complaint complaints complained komplain
transaction: transactions transaksi
kalau: jika bila apabila klo
unduh: mengunduh download mendownload
putar: seputar berputar memutar
"""


@pytest.mark.parametrize("family", FAMILIES.strip().splitlines())
def test_a_family_has_one_stem(family):
    head, members = family.split(":")
    assert {member: read(member)[0].stem for member in members.split()} == dict.fromkeys(members.split(), stem(head))


def test_different_words_keep_different_stems():
    words = "masa masalah sekolah keluarga luar tanya tanda kata kartu card kirim terima kasih bayar baru".split()
    assert len({stem(word) for word in words}) == len(words)


def test_the_longest_root_wins():
    roots = Roots(["ajar", "pelajar", "marah", "parah"])
    assert roots.find("pelajar") == "pelajar"
    assert roots.find("pelajarnya") == "pelajar"
    assert roots.find("mengajarkan") == "ajar"
    assert roots.find("pemarah") == "marah"
    assert roots.find("nyamuk") is None


def test_too_few_letters_have_swallowed_none():
    roots = Roots(["pin", "pilih"])
    assert roots.find("milih") == "pilih"
    assert roots.find("min") is None
    assert roots.find("dipin") == "pin"
