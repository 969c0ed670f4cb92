"""Named arrays side by side in one file, laid out so that a reader maps the file and copies nothing."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.generic]
Bytes = npt.NDArray[np.uint8]

# Arrays begin where any number type may be read without copying.
_ALIGNMENT = 64
_SIZE_BYTES = 8


def write(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write the arrays into a new file: the size of the table, the table, then each array at its place."""
    table, end = [], 0
    for name, array in arrays.items():
        table.append((name, array.dtype.str, end, array.size))
        end = _aligned(end + array.nbytes)
    head = msgspec.msgpack.encode(table)
    start = _aligned(_SIZE_BYTES + len(head))
    with path.open("wb") as file:
        file.write(len(head).to_bytes(_SIZE_BYTES, "little") + head)
        for (_name, _dtype, offset, _size), array in zip(table, arrays.values(), strict=True):
            file.seek(start + offset)
            file.write(np.ascontiguousarray(array).data)
        file.truncate(start + end)


def read(data: memoryview) -> dict[str, Array]:
    """Return the arrays of a file as views of its bytes."""
    size = int.from_bytes(data[:_SIZE_BYTES], "little")
    table = msgspec.msgpack.decode(data[_SIZE_BYTES : _SIZE_BYTES + size], type=list[tuple[str, str, int, int]])
    start = _aligned(_SIZE_BYTES + size)
    return {name: np.frombuffer(data, dtype, count, start + offset) for name, dtype, offset, count in table}


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGNMENT) * _ALIGNMENT


def text(strings: Sequence[str]) -> Bytes:
    """Return strings, none of them empty or with a line end, as one array."""
    return np.frombuffer("\n".join(strings).encode(), np.uint8)


def strings(array: Array) -> list[str]:
    """Return the strings of `text`."""
    return array.tobytes().decode().split("\n") if array.size else []
