from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hn

from kbassist.search import packing, store

TYPES = [np.uint8, np.bool_, np.int32, np.int64, np.float32, np.float64]
NAMES = st.text(max_size=12)
ARRAYS = st.dictionaries(
    NAMES, st.sampled_from(TYPES).flatmap(lambda dtype: hn.arrays(dtype, st.integers(0, 70))), max_size=6
)
LINES = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("packing") / "part.bin"


@given(arrays=ARRAYS)
def test_arrays_are_read_from_the_mapped_file_as_they_were_written(path: Path, arrays: dict[str, packing.Array]):
    packing.write(path, arrays)
    found = packing.read(store.map_patch(path))
    assert list(found) == list(arrays)
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)
        assert not found[name].size or found[name].ctypes.data % found[name].itemsize == 0
    path.unlink()  # a mapped file is never written again


@given(arrays=ARRAYS)
def test_a_reader_copies_nothing_and_can_change_nothing(path: Path, arrays: dict[str, packing.Array]):
    packing.write(path, arrays)
    for array in packing.read(store.map_patch(path)).values():
        assert not array.flags.owndata
        assert not array.flags.writeable
    path.unlink()


@given(lines=LINES)
def test_strings_come_back_as_they_were(lines: list[str]):
    assert packing.strings(packing.text(lines)) == lines


def test_strided_arrays_are_written_in_their_order(path):
    packing.write(path, {"every other": np.arange(20, dtype=np.int32)[::2]})
    assert packing.read(store.map_patch(path))["every other"].tolist() == list(range(0, 20, 2))
