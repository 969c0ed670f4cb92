import pytest

from kbassist.text.language import guess
from kbassist.text.tokens import read


@pytest.mark.parametrize(
    ("note", "language"),
    [
        ("cust upset card not arrived", "en"),
        ("cust marah2, kartu blm dtg", "id"),
        ("nsbh tanya biaya admin knp naik", "id"),
        ("asks why adm fee went up", "en"),
        ("how do i reset my pin", "en"),
        ("lupa pin", "id"),
        ("customer wants to close account because of the fees", "en"),
        ("otp ga masuk2 pdhl sinyal bagus, customer komplain", "id"),
        ("", "id"),
        ("12345 !!", "id"),
        ("refund", "id"),
    ],
)
def test_guess(note, language):
    assert guess(read(note)) == language
