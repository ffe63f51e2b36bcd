"""Opens picture files and says in one clear line why one cannot be read."""

from __future__ import annotations

import errno
import stat
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from engine.errors import InputError, PictureTooLarge, SafelightError, UnreadableImage, first_line
from engine.image.source import HEAD_BYTES, Source
from engine.messages import Message

CUT_SHORT = Message("cut short: the file ends before its picture does")
_DAMAGED = Message("damaged: its picture data cannot be decoded")
_MISSHAPEN = Message("damaged: not laid out as its format asks")

# What decoders say, in lower case, and what that means to a user; the first that fits is taken.
_MEANINGS = (
    (("security limit",), Message("refused: it asks for more memory, or has more parts, than a picture needs")),
    (("has not been built in",), Message("compressed in a way that Safelight cannot read")),
    (("truncated", "not enough image data", "end of file", "expected to read", "failed to read"), CUT_SHORT),
    (("max_text", "text chunk"), Message("holds a text or colour profile that is too large")),
    (("broken png", "bad checksum"), Message("damaged: a checksum does not match")),
    (("broken data", "buffer overrun", "data stream", "decoder error", "cannot load this image"), _DAMAGED),
    (("tile cannot", "corrupted", "bad_data", "codec configuration", "decoder plugin"), _DAMAGED),
    (("invalid input", "data version", "item property", "cannot be negative", "sequence errors"), _MISSHAPEN),
    (("codec can't decode",), _MISSHAPEN),
)
_UNSUPPORTED = (
    "unsupported",
    "not supported",
    "unknown",
    "not implemented",
    "cannot handle",
    "not available",
    "requires",
)

# None is for errors that decoders make up themselves; the others come of a place in the file that cannot be.
_ERRNOS_OF_DAMAGE = frozenset({None, errno.EINVAL, errno.EOVERFLOW})

_NOT_PIXELS = (
    (b"%!PS", Message("is PostScript: a page to be drawn, not a picture of pixels")),
    (b"\xc5\xd0\xd3\xc6", Message("is PostScript: a page to be drawn, not a picture of pixels")),
    (b"%PDF", Message("is a PDF: a document, not a picture")),
    (b"\xd7\xcd\xc6\x9a", Message("is a Windows metafile: lines to be drawn, not a picture of pixels")),
    (b"\x00\x00\x01\xb3", Message("is a film, not a picture")),
)
_DAMAGED_HEADERS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"8BPS", "Photoshop"),
    (b"DDS ", "DDS"),
    (b"qoif", "QOI"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
)
_FILM_BRANDS = (b"qt  ", b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"M4V ", b"3gp4", b"3gp5")


@contextmanager
def opened(path: Path, max_pixels: int, *, recover: bool = False) -> Iterator[Source]:
    """The file as a source; every failure inside becomes an :class:`InputError` that names the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # oddities that decoders can read past
            yield _source(path, max_pixels, recover)
    except SafelightError as error:
        if error.path is None:
            raise error.at(path) from error
        raise
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputError("no such file", path) from error
    except PermissionError as error:
        raise InputError("no permission to read it", path) from error
    except Image.DecompressionBombError as error:
        raise PictureTooLarge("too large: more pixels than the limit", path) from error
    except MemoryError as error:
        raise PictureTooLarge("too large for this machine's memory", path) from error
    except ImportError as error:  # nothing is wrong with the file
        lacking = error.name or first_line(error)
        raise InputError(Message("cannot be read: this installation lacks {0}", lacking), path) from error
    except Exception as error:  # decoders raise nearly anything for damaged files
        if isinstance(error, OSError) and error.errno not in _ERRNOS_OF_DAMAGE:
            raise InputError(Message("cannot be read ({0})", error.strerror or str(error)), path) from error
        raise UnreadableImage(clear_reason(error), path) from error


def _source(path: Path, max_pixels: int, recover: bool) -> Source:
    if "\0" in str(path):
        raise InputError("no such file")
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableImage("is a folder, not a picture")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableImage("is not a file, but a device or a pipe")
    if status.st_size == 0:
        raise UnreadableImage("empty file")
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return Source(path, head, status.st_size, max_pixels, recover)


def clear_reason(error: Exception) -> str:
    """Why a decoder failed, in words that a user understands."""
    said = " ".join(str(error).split())[:160]
    lower = said.lower()
    if isinstance(error, UnidentifiedImageError):
        return not_a_picture(b"")
    if isinstance(error, EOFError):
        return CUT_SHORT
    if isinstance(error, OSError) and error.errno is not None:
        return _MISSHAPEN
    if isinstance(error, LookupError | struct.error | TypeError | AttributeError | AssertionError | ZeroDivisionError):
        return _MISSHAPEN
    for signs, meaning in _MEANINGS:
        if any(sign in lower for sign in signs):
            return meaning
    if isinstance(error, NotImplementedError) or any(sign in lower for sign in _UNSUPPORTED):
        return (
            Message("of a kind that Safelight cannot read ({0})", said)
            if said
            else Message("of a kind that Safelight cannot read")
        )
    return Message("damaged or unsupported picture ({0})", said or type(error).__name__)


def not_a_picture(head: bytes) -> str:
    """Why no decoder knows a file that begins like this."""
    for magic, reason in _NOT_PIXELS:
        if head.startswith(magic):
            return reason
    if b"<svg" in head.lower():
        return Message("is SVG: lines to be drawn, not a picture of pixels")
    if head[36:40] == b"acsp":
        return Message("is a colour profile, not a picture")
    if head[40:44] == b" EMF":
        return Message("is a Windows metafile: lines to be drawn, not a picture of pixels")
    if head[4:8] == b"ftyp" and head[8:12] in _FILM_BRANDS:
        return Message("is a film, not a picture")
    for magic, name in _DAMAGED_HEADERS:
        if head.startswith(magic):
            return Message("damaged or unsupported {0} picture: its header cannot be read", name)
    return Message("not a picture that Safelight can read")
