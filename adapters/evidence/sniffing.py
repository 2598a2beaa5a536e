"""What a file is, told by its first bytes and never by its name: only kinds that somebody can read in ten years."""

from collections.abc import Mapping

HEAD_BYTES = 8192
"""How much of a file is looked at."""

MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypM4A ", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
)
"""(offset, bytes, media type); the first that fits counts, so the narrower stand before the wider."""

ZIPPED: Mapping[bytes, str] = {
    b"mimetypeapplication/vnd.oasis.opendocument.text": "application/vnd.oasis.opendocument.text",
    b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet": "application/vnd.oasis.opendocument.spreadsheet",
    b"mimetypeapplication/vnd.etsi.asic-e+zip": "application/vnd.etsi.asic-e+zip",
    b"mimetypeapplication/vnd.etsi.asic-s+zip": "application/vnd.etsi.asic-s+zip",
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What stands in the first entries of a zip archive, and what the archive then is. Any other archive is not taken."""

SIGNED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
"""The object identifier signedData: a signed message of a data box (ZFO) or another CMS signature."""

TEXT = "text/plain"
ALLOWED = frozenset(
    {*(kind for _, _, kind in MAGIC), *ZIPPED.values(), "application/pkcs7-mime", "application/xml", TEXT}
)
"""Everything that is taken where an installation does not say less."""

EXTENSIONS: Mapping[str, str] = {
    "application/pdf": "pdf",
    "application/pkcs7-mime": "p7m",
    "application/xml": "xml",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.etsi.asic-e+zip": "asice",
    "application/vnd.etsi.asic-s+zip": "asics",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "image/heic": "heic",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/webp": "webp",
    TEXT: "txt",
    "video/mp4": "mp4",
}
"""What a file is called by when it is saved; names that people gave are not kept, they may name people."""


def extension_of(kind: str | None) -> str | None:
    """Without its dot; None for a kind that has none here."""
    return EXTENSIONS.get(kind or "")


def media_type(head: bytes) -> str | None:
    """What a file is, by its first HEAD_BYTES; None for anything that we do not know."""
    for offset, magic, found in MAGIC:
        if head[offset : offset + len(magic)] == magic and (offset != 8 or head[:4] == b"RIFF"):
            return found
    if head[:4] == b"PK\x03\x04":
        return next((found for mark, found in ZIPPED.items() if mark in head), None)
    if head[:1] == b"\x30" and SIGNED in head[:32]:
        return "application/pkcs7-mime"
    return _text(head)


def _text(head: bytes) -> str | None:
    """Text in UTF-8, CSV and JSON among it; nothing that a browser would run."""
    try:
        said = head.decode()
    except UnicodeDecodeError as error:
        if len(head) < HEAD_BYTES or error.start < len(head) - 3:  # no character cut in half by the end of the look
            return None
        said = head[: error.start].decode()
    if not said or any(ord(character) < 0x20 and character not in "\t\n\r\f" for character in said):
        return None
    begins = said.lstrip("\ufeff \t\r\n").lower()
    if begins.startswith(("<!doctype html", "<html", "<script", "#!")) or "<svg" in begins:
        return None
    return "application/xml" if begins.startswith("<?xml") else TEXT
