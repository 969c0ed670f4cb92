import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kbassist.content import header
from kbassist.content.library import Source
from kbassist.content.reader import read_text


def values(text):
    return {key: field.value for key, field in header.read(text).items()}


def items(field):
    return [item.value for item in field.value]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("12:30", "12:30"),
        ("0123", "0123"),
        ("50.000", "50.000"),
        ("kartu #2", "kartu #2"),
        ("problem  # jenis artikel", "problem"),
        ("2027-03-31", "2027-03-31"),
        ("~", "~"),
        ("'*888#'", "*888#"),
        ('"cust bilang: x"', "cust bilang: x"),
        ("1e3", "1e3"),
        ("null", "null"),
    ],
)
def test_scalars_are_what_the_editor_wrote(written, meant):
    assert values(f"key: {written}\n") == {"key": meant}


def test_a_hash_glued_to_a_word_is_text_in_lists_too():
    fields = header.read("tags: [a, b #3]\nnotes:\n  - cust #1\n")
    assert items(fields["tags"]) == ["a", "b #3"]
    assert items(fields["notes"]) == ["cust #1"]


@pytest.mark.parametrize(
    ("text", "code", "row"),
    [
        ("a: *888#", "header-unreadable", 1),
        ("title: x\na: cust bilang: x", "header-unreadable", 2),
        ("a: 1\nb: 2\na: 3", "header-duplicate-key", 3),
        ("a: [1, 2", "header-unreadable", 1),
        ('a: 1\nb: "2\nc: 3\n', "header-unreadable", 2),
        ("- a", "header-not-keys", 1),
        ("a: &x [1]\nb: *x", "header-alias", 1),
        ("a: " + "[" * 3000, "header-unreadable", 1),
        ("a: " + "[" * 20 + "]" * 20, "header-too-deep", 1),
        ("a: \x07", "header-unreadable", 1),
        ("a: " + "x" * header.MAX_HEADER, "header-too-large", 1),
    ],
)
def test_what_yaml_cannot_take_has_a_place(text, code, row):
    with pytest.raises(header.HeaderError) as caught:
        header.read(text)
    assert caught.value.code == code
    assert caught.value.row in {row, row + 1}


def test_tags_of_other_languages_build_nothing():
    assert values("a: !!python/object/apply:os.system ['true']")["a"][0].value == "true"


FILE = """---
title: Kartu #2   # the title
# a comment of its own
kind: problem
tags:
  - satu
  - dua

# before the last
owner: tim
---
Isi --- tetap.
"""


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("title", "Baru: dengan titik dua", "title: Kartu #2", "title: 'Baru: dengan titik dua'"),
        ("kind", "product", "kind: problem", "kind: product"),
        ("tags", ["x", "y"], "tags:\n  - satu\n  - dua", "tags:\n  - x\n  - y"),
        ("owner", "no", "owner: tim", "owner: 'no'"),
        ("review_by", "2027-01-31", "owner: tim\n", "owner: tim\nreview_by: 2027-01-31\n"),
    ],
)
def test_one_key_changes_and_all_else_stays(key, value, old, new):
    assert header.set_key(FILE, key, value) == FILE.replace(old, new)


def test_a_file_without_header_gets_one():
    changed = header.set_key("Isi\n", "title", "Judul")
    head, body, row = header.split(changed)
    assert (head, body.strip(), row) == ("title: Judul\n", "Isi", 4)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co"]), max_size=60))
def test_any_text_written_is_the_text_read(value):
    head, body, _row = header.split(header.set_key(FILE, "title", value))
    assert head is not None
    assert header.read(head)["title"].value == value.strip()
    assert body == "Isi --- tetap.\n"


LISTS = """---
tags: [satu, 'dua', tiga]  # three
examples:
  - cust marah   # the first
  # about the second
  - "kartu: hilang"
facts:
  # what it costs
  fee: {value: "Rp25.000", from: 2026-01-01}  # yearly
  rate: 1,5%
expect:
  - note: x
    not: [a]
---
Isi.
"""


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("tags", ["satu", "dua, lima", "tiga"], "'dua'", "'dua, lima'"),
        ("tags", ["satu", "dua", "tiga", "empat"], "tiga]", "tiga, empat]"),
        ("tags", ["nol", "satu", "dua", "tiga"], "[satu", "[nol, satu"),
        ("tags", ["tiga"], "satu, 'dua', tiga", "tiga"),
        ("tags", ["satu"], ", 'dua', tiga", ""),
        ("examples", ["cust marah", "kartu #2"], '"kartu: hilang"', "'kartu #2'"),
        ("examples", ["cust marah", "kartu: hilang", "no"], '"kartu: hilang"\n', "\"kartu: hilang\"\n  - 'no'\n"),
        ("examples", ["kartu: hilang"], "  - cust marah   # the first\n", ""),
        ("triggers", ["kartu hilang"], "examples:", "triggers: [kartu hilang]\nexamples:"),
        ("owner", "tim", "facts:", "owner: tim\nfacts:"),
        ("title", "Judul", "tags:", "title: Judul\ntags:"),
        ("review_by", "2027-01-31", "facts:", "review_by: 2027-01-31\nfacts:"),
        (
            "facts",
            {"fee": {"value": "Rp30.000", "from": "2026-01-01"}, "rate": "1,5%"},
            '"Rp25.000"',
            "Rp30.000",
        ),
        (
            "facts",
            {"fee": {"value": "Rp25.000", "label": "Iuran", "from": "2026-01-01"}, "rate": "1,5%"},
            ", from",
            ", label: Iuran, from",
        ),
        (
            "facts",
            {"fee": {"value": "Rp25.000", "from": "2026-01-01"}, "rate": {"value": "1,5%", "until": "2027-01-01"}},
            "rate: 1,5%",
            "rate: {value: '1,5%', until: 2027-01-01}",
        ),
        (
            "facts",
            {"fee": {"value": "Rp25.000", "from": "2026-01-01"}, "rate": "1,5%", "limit": "Rp1"},
            "rate: 1,5%",
            "rate: 1,5%\n  limit: Rp1",
        ),
        ("facts", {"rate": "1,5%"}, '  fee: {value: "Rp25.000", from: 2026-01-01}  # yearly\n', ""),
    ],
)
def test_what_stays_in_a_list_is_not_written_anew(key, value, old, new):
    assert header.set_key(LISTS, key, value) == LISTS.replace(old, new, 1)


@pytest.mark.parametrize(
    ("key", "rows"),
    [
        ("tags", "tags: [satu, 'dua', tiga]  # three\n"),
        ("expect", "expect:\n  - note: x\n    not: [a]\n"),
        ("owner", ""),
    ],
)
def test_a_key_is_removed_with_its_rows(key, rows):
    assert header.remove_key(LISTS, key) == LISTS.replace(rows, "")


def test_where_there_is_no_header_nothing_is_removed():
    assert header.remove_key("Isi\n", "title") == "Isi\n"


def test_a_header_in_braces_is_left_alone():
    with pytest.raises(header.HeaderError):
        header.set_key("---\n{title: x}\n---\n", "title", "y")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co"]), min_size=1, max_size=20)


def comments(text):
    return [row.strip() for row in text.split("\n") if row.strip().startswith("#")]


@given(st.sampled_from(["tags", "examples", "triggers"]), st.lists(WORDS.filter(str.strip), min_size=1, max_size=5))
def test_any_list_written_is_the_list_read_and_all_other_rows_stay(key, written):
    changed = header.set_key(LISTS, key, written)
    head = header.split(changed)[0]
    assert head is not None
    assert items(header.read(head)[key]) == [word.strip() for word in written]
    assert header.remove_key(changed, key) == header.remove_key(LISTS, key) or comments(changed) == comments(LISTS)


@given(WORDS.filter(str.strip))
def test_any_value_of_a_fact_written_is_the_one_read(value):
    wanted: dict[str, header.Value] = {
        "fee": {"value": value, "from": "2026-01-01"},
        "rate": "1,5%",
        "baru": {"value": value},
    }
    source = Source("/library/id/a.md", 0, "id", 0, 0, "a.md")
    article = read_text(header.set_key(LISTS, "facts", wanted), source, lambda *_args, **_values: None)
    said = " ".join(value.split())
    assert [(fact.name, fact.value) for fact in article.facts] == [("fee", said), ("rate", "1,5%"), ("baru", said)]


@given(st.text(max_size=200))
def test_reading_anything_ends_in_fields_or_a_located_problem(text):
    rows = text.count("\n") + 2
    try:
        places = [field.row for field in header.read(text).values()]
    except header.HeaderError as error:
        places = [error.row]
    assert all(1 <= row <= rows for row in places)


def test_a_rule_that_is_never_closed_is_no_header():
    assert header.split("---\ntitle: x\n") == (None, "---\ntitle: x\n", 1)


@pytest.mark.parametrize("dress", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_marks_and_row_ends_of_other_systems_stay(dress):
    assert header.set_key(dress(FILE), "kind", "product") == dress(FILE.replace("kind: problem", "kind: product"))


TEST = {"note": "cust marah, kartu: blm #2", "first": "empati", "not": ["a", "b#c"]}
ROWS = ["note: 'cust marah, kartu: blm #2'", "first: empati", "not: [a, b#c]"]


def block(indent):
    return "".join(f"{indent}{'  ' if at else '- '}{row}\n" for at, row in enumerate(ROWS))


@pytest.mark.parametrize(
    ("head", "changed"),
    [
        ("title: x  # y\n", "title: x  # y\nexpect:\n" + block("  ")),
        ("expect: []\nowner: t\n", "expect:\n" + block("  ") + "owner: t\n"),
        ("expect:\nowner: t\n", "expect:\n" + block("  ") + "owner: t\n"),
        ("expect:\n- note: a\n  any: b # c\n", "expect:\n- note: a\n  any: b # c\n" + block("")),
        (
            "expect: # d\n    - note: a\n\n    # e\n    -   note: b\n\n# f\nowner: t\n",
            "expect: # d\n    - note: a\n\n    # e\n    -   note: b\n" + block("    ") + "\n# f\nowner: t\n",
        ),
        ("expect: [{note: a}]  # g\n", f"expect: [{{note: a}}, {{{', '.join(ROWS)}}}]  # g\n"),
    ],
)
def test_a_test_is_added_and_all_else_stays(head, changed):
    text = f"---\n{head}---\nIsi.\n"
    assert header.append_item(text, "expect", TEST) == f"---\n{changed}---\nIsi.\n"
    crlf = "\ufeff" + text.replace("\n", "\r\n")
    assert header.append_item(crlf, "expect", TEST) == "\ufeff" + f"---\n{changed}---\nIsi.\n".replace("\n", "\r\n")


@pytest.mark.parametrize("value", ["satu\u2028dua", ["satu\x85dua", "tiga\u2029empat"]])
def test_what_ends_a_row_to_yaml_alone_stays_on_its_row(value):
    head = header.split(header.set_key("---\ntitle: x\ntags: [a]\n---\n", "tags", value))[0]
    assert head is not None
    field = header.read(head)["tags"]
    assert (field.value if isinstance(value, str) else items(field)) == value


def test_what_is_no_list_is_left_alone():
    with pytest.raises(header.HeaderError) as caught:
        header.append_item("---\ntitle: x\nexpect: kartu\n---\n", "expect", TEST)
    assert (caught.value.code, caught.value.row, caught.value.values["found"]) == ("header-bad-value", 2, "kartu")


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Co"]), max_size=60), max_size=3),
    st.sampled_from(["", "expect:\n  - note: a\n", "expect: [{note: a}]\n"]),
)
@example(["satu\x85dua"], "")
def test_any_note_added_is_the_note_read(notes, head):
    text = f"---\n{head}---\nIsi.\n"
    for note in notes:
        text = header.append_item(text, "expect", {"note": note, "any": [note]})
    head = header.split(text)[0]
    assert head is not None
    read = values(head).get("expect", ())
    added = [item.value for item in read][-len(notes) :] if notes else []
    assert [item["note"].value for item in added] == [note.strip() for note in notes]
    assert [items(item["any"]) for item in added] == [[note.strip()] for note in notes]


def test_a_hash_within_a_block_of_text_is_no_comment():
    text = "---\ntitle: |\n  Kartu\n  # satu\n# catatan\n---\n"
    assert header.set_key(text, "tags", ["a"]) == "---\ntitle: |\n  Kartu\n  # satu\ntags: [a]\n# catatan\n---\n"
    assert header.remove_key(text, "title") == "---\n# catatan\n---\n"
