"""A file is what its first bytes say."""

import io
import zipfile

import pytest

from adapters.evidence.sniffing import ALLOWED, EXTENSIONS, HEAD_BYTES, extension_of, media_type


def zipped(*names: str, first: str | None = None) -> bytes:
    """An archive as office programs write it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if first is not None:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"II*\x00\x08", "image/tiff"),
        (b"MM\x00*\x08", "image/tiff"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"\x00\x00\x00\x18ftypM4A mp42", "audio/mp4"),
        (b"\x00\x00\x00\x18ftypisom", "video/mp4"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"ID3\x04", "audio/mpeg"),
        (b"OggS\x00", "audio/ogg"),
        (b"0\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0", "application/pkcs7-mime"),
        (b"<?xml version='1.0'?><protokol/>", "application/xml"),
        ("služba;kapacita\nraná péče;4,5\n".encode(), "text/plain"),
        (zipped("word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (zipped("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            zipped(first="application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_offices_keep_is_known(head: bytes, found: str) -> None:
    assert media_type(head) == found
    assert found in ALLOWED


@pytest.mark.parametrize(
    "head",
    [
        b"MZ\x90\x00",
        b"\x7fELF\x02",
        b"#!/bin/sh\n",
        b"<!DOCTYPE html><script>",
        b"  <HTML>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        b"<?xml version='1.0'?><svg/>",
        b"\x00\x00\x00",
        b"text\x00with nul",
        b"\xb8\xe1\xb9",
        b"XXXX\x00\x00\x00\x00WEBP",
        zipped("payload.exe"),
        b"",
    ],
    ids=range(13),
)
def test_what_runs_or_nobody_can_read_is_not(head: bytes) -> None:
    assert media_type(head) is None


def test_a_character_cut_in_half_is_still_text() -> None:
    """The beginning ends where it ends."""
    text = ("a" * (HEAD_BYTES - 1) + "ěěě").encode()
    assert media_type(text[:HEAD_BYTES]) == "text/plain"
    assert media_type(text[: HEAD_BYTES // 2] + b"\xff" + text[HEAD_BYTES // 2 : HEAD_BYTES - 1]) is None


def test_every_kind_that_is_taken_has_an_extension() -> None:
    """What was brought in can be opened by a double click when it is handed out again, a data message as well."""
    assert set(EXTENSIONS) == ALLOWED
    assert len(set(EXTENSIONS.values())) == len(EXTENSIONS)
    assert (extension_of("application/pkcs7-mime"), extension_of("application/x-other"), extension_of(None)) == (
        "p7m",
        None,
        None,
    )
