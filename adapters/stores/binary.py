"""Arrays and rows as PostgreSQL reads them in binary. Every write pays for this; the driver's own way costs more."""

import struct
from collections.abc import Iterable, Sequence
from uuid import UUID

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

BIGINT, TEXT, BYTEA, UUID_TYPE, TIMESTAMPTZ = 20, 25, 17, 2950, 1184

_ARRAY = struct.Struct("!5i")  # dimensions, whether any is null, type of the elements, how many, index of the first
_NO_ELEMENTS = struct.Struct("!3i")
_LENGTH = struct.Struct("!i")
_FIELD = struct.Struct("!2i")  # type and length; a row says both, an array only the length
_BIGINT_FIELD = struct.Struct("!2iq")
_BIGINT_ELEMENT = struct.Struct("!iq")
NO_NUMBER = _FIELD.pack(BIGINT, -1)
NO_INSTANT = _FIELD.pack(TIMESTAMPTZ, -1)
_UUID_FIELD = _FIELD.pack(UUID_TYPE, 16)
_UUID_ELEMENT = _LENGTH.pack(16)


class Array(bytes):
    """A parameter; its type is that which the called function declares."""


class _ArrayDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Array) -> Array:
        return obj


psycopg.adapters.register_dumper(Array, _ArrayDumper)


def array(of_type: int, elements: Sequence[bytes]) -> Array:
    """An array of elements that carry their lengths."""
    if not elements:
        return Array(_NO_ELEMENTS.pack(0, 0, of_type))
    return Array(_ARRAY.pack(1, 0, of_type, len(elements), 1) + b"".join(elements))


def uuids(values: Iterable[UUID]) -> Array:
    return array(UUID_TYPE, [_UUID_ELEMENT + value.bytes for value in values])


def numbers(values: Iterable[int]) -> Array:
    return array(BIGINT, [_BIGINT_ELEMENT.pack(8, value) for value in values])


def row(*fields: bytes) -> bytes:
    """One element of an array of rows."""
    content = b"".join(fields)
    return _FIELD.pack(len(content) + 4, len(fields)) + content


def uuid(value: UUID) -> bytes:
    return _UUID_FIELD + value.bytes


def number(value: int) -> bytes:
    return _BIGINT_FIELD.pack(BIGINT, 8, value)


def text(value: str) -> bytes:
    encoded = value.encode()
    return _FIELD.pack(TEXT, len(encoded)) + encoded


def blob(value: bytes) -> bytes:
    return _FIELD.pack(BYTEA, len(value)) + value
