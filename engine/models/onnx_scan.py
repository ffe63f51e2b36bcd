"""Looks through an ONNX file for weights that lie in other files, without loading it.

A model may name any path for its weights, and ONNX Runtime would read it. Models of this program carry all of theirs.
An ONNX file is a protocol buffer; only the messages that lead to tensors are entered.
"""

from __future__ import annotations

from collections.abc import Iterator

DEEPEST = 100
"""Graphs within graphs; a file of more is made to do harm."""

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_WIDTHS = {_FIXED64: 8, _FIXED32: 4}
_LONGEST_VARINT = 10
_KEY_BITS = 32
_INSIDE: dict[str, dict[int, str]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "function": {7: "node", 11: "attribute"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {},
}
"""Numbers of the fields that are entered, by the message that they are in (onnx.proto)."""
_EXTERNAL_DATA, _DATA_LOCATION = 13, 14


def has_external_data(data: bytes) -> bool:
    """Whether any tensor of the model lies in another file.

    Raises:
        ValueError: it is no ONNX file, or is damaged.
    """
    waiting = [("model", memoryview(data), 0)]
    found_graph = False
    while waiting:
        message, view, depth = waiting.pop()
        for field, value in _fields(view):
            if message == "tensor" and (field == _EXTERNAL_DATA or (field == _DATA_LOCATION and value != 0)):
                return True
            inner = _INSIDE[message].get(field)
            if inner is None:
                continue
            if isinstance(value, int) or depth == DEEPEST:
                raise ValueError("not an ONNX file")
            found_graph = found_graph or inner == "graph"
            waiting.append((inner, value, depth + 1))
    if not found_graph:
        raise ValueError("an ONNX file without a graph")
    return False


def _fields(view: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Number and value of each field; values of fixed width are passed over."""
    place = 0
    while place < len(view):
        key, place = _varint(view, place)
        if key >> _KEY_BITS:  # readers drop what is beyond: they would see another field than is seen here
            raise ValueError("a field of an unknown number")
        field, kind = key >> 3, key & 7
        if kind == _VARINT:
            number, place = _varint(view, place)
            yield field, number
        elif kind == _BYTES:
            length, place = _varint(view, place)
            if length > len(view) - place:
                raise ValueError("a field is cut short")
            yield field, view[place : place + length]
            place += length
        elif kind in _WIDTHS:
            place += _WIDTHS[kind]
        else:
            raise ValueError("a field of an unknown kind")


def _varint(view: memoryview, place: int) -> tuple[int, int]:
    value = 0
    for count, byte in enumerate(view[place : place + _LONGEST_VARINT]):
        value |= (byte & 0x7F) << 7 * count
        if byte < 0x80:
            return value, place + count + 1
    raise ValueError("a number is cut short")
