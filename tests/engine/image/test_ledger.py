"""Whatever a file holds beside its picture is kept or named in a warning."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import simplejpeg
import tifffile
from PIL import Image, PngImagePlugin

from engine.container import layout
from engine.errors import UnreadableImage
from engine.files.convert import run_job
from engine.files.job import Job
from engine.files.settings import JobSettings
from engine.image.ledger import is_accepted, unkept
from engine.image.metadata import photoshop_resource
from engine.image.picture import Metadata, Picture
from engine.image.reader import read_picture
from engine.image.writer import lost_in, write_picture
from engine.messages import Message
from engine.pipeline.compress import compress
from engine.pipeline.reconstruct import reconstruct
from tests.engine.conftest import DrawPhoto

DATA = Path(__file__).parent / "data"
CASES = Path(__file__).resolve().parents[4] / "shared" / "data" / "cases"
Change = Callable[[bytes, random.Random], tuple[bytes, str]]


def photo() -> Image.Image:
    y, x = np.mgrid[:48, :64]
    return Image.fromarray(np.stack([4 * x, 5 * y, 2 * (x + y)], axis=-1).astype(np.uint8))


def file_of(format: str) -> bytes:
    if format == "HEIC":
        return (DATA / "turned.heic").read_bytes()
    buffer = io.BytesIO()
    photo().save(buffer, format)
    return buffer.getvalue()


def noise(dice: random.Random) -> bytes:
    return dice.randbytes(dice.randint(1, 300))


def letters(dice: random.Random, count: int) -> str:
    return "".join(dice.choice("bcdfghjklmnpqrstvwxyz") for _ in range(count))


def with_segment(data: bytes, dice: random.Random) -> tuple[bytes, str]:
    number, name = dice.choice([3, 4, 5, 6, 7, 8, 9, 10, 15]), letters(dice, 6)
    contents = name.encode() + b"\0" + noise(dice)
    segment = bytes([0xFF, 0xE0 + number]) + struct.pack(">H", len(contents) + 2) + contents
    return data[:20] + segment + data[20:], f"the segment APP{number} '{name}'"


def with_chunk(data: bytes, dice: random.Random) -> tuple[bytes, str]:
    kind, contents = letters(dice, 2) + letters(dice, 1).upper() + letters(dice, 1), noise(dice)
    checksum = zlib.crc32(contents, zlib.crc32(kind.encode()))
    chunk = struct.pack(">L", len(contents)) + kind.encode() + contents + struct.pack(">L", checksum)
    return data[:33] + chunk + data[33:], f"the chunk {kind}"


def with_tag(data: bytes, dice: random.Random) -> tuple[bytes, str]:
    code = dice.randint(60000, 65000)
    buffer = io.BytesIO()
    values = np.frombuffer(noise(dice), np.uint8)
    tifffile.imwrite(buffer, np.asarray(photo()), extratags=[(code, 1, len(values), tuple(values.tolist()), True)])
    return buffer.getvalue(), f"the tag {code}"


def with_box(data: bytes, dice: random.Random) -> tuple[bytes, str]:
    kind, contents = letters(dice, 4), noise(dice)
    return data + struct.pack(">L", 8 + len(contents)) + kind.encode() + contents, f"the box '{kind}'"


def with_webp_chunk(data: bytes, dice: random.Random) -> tuple[bytes, str]:
    kind, contents = letters(dice, 4), noise(dice)
    added = kind.encode() + struct.pack("<L", len(contents)) + contents + b"\0" * (len(contents) % 2)
    size = struct.pack("<L", int.from_bytes(data[4:8], "little") + len(added))
    return data[:4] + size + data[8:] + added, f"the chunk '{kind}'"


def with_gif_extension(data: bytes, dice: random.Random) -> tuple[bytes, str]:
    name = letters(dice, 11)
    return data[:-1] + b"\x21\xff\x0b" + name.encode() + b"\x03abc\0;", f"the extension '{name}'"


def with_trailer(data: bytes, dice: random.Random) -> tuple[bytes, str]:
    contents = b"x" + noise(dice) + b"y"
    return data + contents, f"{len(contents)} bytes after the end of the picture"


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("format", "change"), [
    ("JPEG", with_segment), ("JPEG", with_trailer), ("PNG", with_chunk), ("PNG", with_trailer), ("TIFF", with_tag),
    ("HEIC", with_box), ("AVIF", with_box), ("WEBP", with_webp_chunk), ("WEBP", with_trailer),
    ("GIF", with_gif_extension), ("GIF", with_trailer),
])  # fmt: skip
def test_the_unforeseen_has_a_warning_that_names_it(tmp_path: Path, format: str, change: Change, seed: int) -> None:
    plain, (data, name) = file_of(format), change(file_of(format), random.Random(seed))
    (tmp_path / "plain").write_bytes(plain)
    (tmp_path / "more").write_bytes(data)
    before, after = read_picture(tmp_path / "plain"), read_picture(tmp_path / "more")
    assert after.warnings == (*before.warnings, f"not kept: {name}")
    assert np.array_equal(before.pixels, after.pixels)


def test_plain_files_have_no_warning(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    picture = Picture(draw_photo(64, 48), None, Metadata(xmp=b"<x/>", iptc=b"\x1c\2\x05\0\1a", dpi=(300.0, 300.0)))
    for suffix in ("png", "jpg", "webp", "avif", "tif"):
        write_picture(picture, tmp_path / f"a.{suffix}")
        assert read_picture(tmp_path / f"a.{suffix}").warnings == ()


def parts(names: list[str]) -> tuple[Message, ...]:
    return unkept([Message(name) for name in names])


@pytest.mark.parametrize(("names", "patterns", "accepted"), [
    (["a comment"], ["a comment"], True),
    (["a comment", "the chunk tIME"], ["a comment"], False),
    (["a comment", "the chunk tIME"], ["A Comment", "the chunk *"], True),
    (["a comment"], [], False),
])  # fmt: skip
def test_losses_are_accepted_by_their_names(names: list[str], patterns: list[str], accepted: bool) -> None:
    (warning,) = parts(names)
    assert is_accepted(warning, patterns) is accepted
    assert is_accepted(Message("only the first of {0} pages", 3), ["only the first*"])


@pytest.mark.parametrize("accepted", [(), ("the segment*",)])
def test_an_original_goes_to_the_bin_only_with_accepted_losses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, accepted: tuple[str, ...]
) -> None:
    binned = list[Path]()
    monkeypatch.setattr("send2trash.send2trash", binned.append)
    source = tmp_path / "a.jpg"
    source.write_bytes(with_segment(file_of("JPEG"), random.Random(1))[0])
    settings = JobSettings.of(originals="bin", accepted_losses=accepted)
    outcome = run_job(Job("compress", source, tmp_path / "a.latent"), settings)
    assert outcome.state == "done" and outcome.warnings[0].startswith("not kept: the segment")
    assert binned == ([source] if accepted else [])
    assert len(outcome.warnings) == (1 if accepted else 2)


def text_png(path: Path) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "N. N.")
    info.add_text("Description", "Käse", zip=True)
    info.add_itxt("Title", "照片", zip=True)
    info.add(b"tIME", bytes([7, 234, 12, 1, 5, 30, 59]))
    info.add(b"bKGD", bytes(6))
    photo().save(path, pnginfo=info)


TEXTS = (("Author", "N. N."), ("Description", "Käse"), ("Title", "照片"), ("tIME", "2026-12-01T05:30:59"))


def test_texts_of_a_png_are_kept(tmp_path: Path) -> None:
    text_png(tmp_path / "a.png")
    picture = read_picture(tmp_path / "a.png")
    assert picture.metadata.texts == TEXTS and picture.warnings == ()
    again = reconstruct(compress(picture))
    assert again.metadata == picture.metadata
    write_picture(again, tmp_path / "b.png")
    with Image.open(tmp_path / "b.png") as image:
        assert tuple((key, str(value)) for key, value in image.text.items()) == TEXTS[:3]  # type: ignore[attr-defined]
    assert read_picture(tmp_path / "b.png").metadata.texts == TEXTS
    assert "the texts" in lost_in(again, "jpeg") and "the texts" in lost_in(again, "tiff")


@pytest.mark.parametrize("format", ["JPEG", "GIF"])
def test_comments_are_kept(tmp_path: Path, format: str) -> None:
    photo().save(tmp_path / "a", format, comment="schön".encode())
    picture = read_picture(tmp_path / "a")
    assert picture.metadata.texts == (("Comment", "schön"),) and picture.warnings == ()
    write_picture(reconstruct(compress(picture)), tmp_path / "b.jpg")
    with Image.open(tmp_path / "b.jpg") as image:
        assert image.info["comment"] == "schön".encode()


def test_clipping_paths_are_kept(tmp_path: Path) -> None:
    paths = photoshop_resource(2000, b"\0\6" + bytes(24), b"Outline") + photoshop_resource(2999, b"\7Outline")
    data = b"Photoshop 3.0\0" + paths + photoshop_resource(1005, bytes(16)) + photoshop_resource(3333, b"?")
    file = file_of("JPEG")
    segment = b"\xff\xed" + struct.pack(">H", len(data) + 2) + data
    (tmp_path / "a.jpg").write_bytes(file[:20] + segment + file[20:])
    picture = read_picture(tmp_path / "a.jpg")
    assert picture.metadata.paths == paths
    assert picture.warnings == ("not kept: Photoshop's resource 3333",)
    again = reconstruct(compress(picture))
    for suffix in ("jpg", "tif"):
        write_picture(again, tmp_path / f"b.{suffix}")
        assert read_picture(tmp_path / f"b.{suffix}").metadata.paths == paths
    assert "the clipping paths" in lost_in(again, "png")


@pytest.mark.parametrize("byteorder", ["<", ">"])
def test_geotiff_tags_are_kept(tmp_path: Path, byteorder: str) -> None:
    tags = [
        (33550, 12, 3, (10.0, 10.0, 0.0), True),
        (33922, 12, 6, (0.0, 0.0, 0.0, 500000.0, 4600000.5, 0.0), True),
        (34735, 3, 8, (1, 1, 0, 1, 3072, 0, 1, 32633), True),
        (34737, 2, None, "WGS 84|", True),
    ]
    tifffile.imwrite(tmp_path / "a.tif", np.asarray(photo()), extratags=tags, byteorder=byteorder)
    picture = read_picture(tmp_path / "a.tif")
    assert picture.warnings == ()
    write_picture(reconstruct(compress(picture)), tmp_path / "b.tif")
    with tifffile.TiffFile(tmp_path / "a.tif") as before, tifffile.TiffFile(tmp_path / "b.tif") as after:
        for code, *_ in tags:
            assert before.pages.first.tags[code].value == after.pages.first.tags[code].value
    assert "the GeoTIFF tags" in lost_in(picture, "png")


def test_readers_of_earlier_releases_pass_over_the_new_chunks() -> None:
    assert all(kind[:1].islower() for kind in (layout.TEXTS, layout.PATHS, layout.GEO))
    assert all(layout.PACKED[kind][:1].islower() for kind in (layout.TEXTS, layout.PATHS))


PACKET = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:Camera="http://ns.google.com/photos/1.0/camera/" Camera:MotionPhoto="1"
 xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:Container="http://ns.google.com/photos/1.0/container/" dc:format="image/jpeg">
<Container:Directory><rdf:Seq><rdf:li rdf:parseType="Resource"/></rdf:Seq></Container:Directory>
<Camera:MotionPhotoVersion>1</Camera:MotionPhotoVersion></rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_xmp_does_not_promise_what_is_gone(tmp_path: Path) -> None:
    photo().save(tmp_path / "a.jpg", xmp=PACKET)
    film = b"\0\0\0\x18ftypmp42" + bytes(200)
    (tmp_path / "a.jpg").write_bytes((tmp_path / "a.jpg").read_bytes() + film)
    picture = read_picture(tmp_path / "a.jpg")
    assert "the film of a motion photo" in picture.warnings[0]
    packet = picture.metadata.xmp
    assert packet is not None and b'dc:format="image/jpeg"' in packet
    assert not any(name in packet for name in (b"MotionPhoto", b"hdrgm:Version", b"Directory"))


def test_layers_and_metadata_of_a_psd(tmp_path: Path) -> None:
    exif, xmp, iptc = b"II*\0\x08\0\0\0\0\0\0\0\0\0", b"<x/>", b"\x1c\2\x05\0\1a"
    resources = b"".join(photoshop_resource(n, d) for n, d in ((1058, exif), (1060, xmp), (1028, iptc), (9999, b"?")))
    header = b"8BPS\0\1" + bytes(6) + struct.pack(">HLLHH", 3, 4, 4, 8, 3)
    layers = struct.pack(">LLh", 8, 4, 1) + bytes(2)
    picture_data = b"\0\0" + bytes(48)
    data = header + bytes(4) + struct.pack(">L", len(resources)) + resources + layers + picture_data
    (tmp_path / "a.psd").write_bytes(data)
    picture = read_picture(tmp_path / "a.psd")
    assert (picture.metadata.exif, picture.metadata.xmp, picture.metadata.iptc) == (exif, xmp, iptc)
    assert picture.warnings == ("not kept: Photoshop's layers, Photoshop's resource 9999",)


# Damage


def test_an_end_marker_that_is_missing(tmp_path: Path) -> None:
    data = file_of("JPEG")
    (tmp_path / "a.jpg").write_bytes(data[:-2])
    (tmp_path / "b.jpg").write_bytes(data)
    picture = read_picture(tmp_path / "a.jpg")
    assert picture.warnings == ("its end marker is missing",)
    assert np.array_equal(picture.pixels, read_picture(tmp_path / "b.jpg").pixels)


def test_an_empty_segment_does_no_harm(tmp_path: Path) -> None:
    data = file_of("JPEG")
    for marker in (0xE0, 0xE1, 0xE2, 0xED, 0xEE, 0xFE):
        (tmp_path / "a.jpg").write_bytes(data[:2] + bytes([0xFF, marker, 0, 2]) + data[2:])
        assert read_picture(tmp_path / "a.jpg").warnings == ()


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("keep", [0.5, 0.8])
@pytest.mark.parametrize("fill", [b"", b"\0"])
def test_half_of_a_jpeg_is_not_done(tmp_path: Path, draw_photo: DrawPhoto, mode: str, keep: float, fill: bytes) -> None:
    Image.fromarray(draw_photo(320, 256)).convert(mode).save(tmp_path / "a.jpg", quality=90)
    data = (tmp_path / "a.jpg").read_bytes()
    cut = int(len(data) * keep)
    (tmp_path / "a.jpg").write_bytes(data[:cut] + fill * (len(data) - cut))
    with pytest.raises(UnreadableImage):
        read_picture(tmp_path / "a.jpg")
    recovered = read_picture(tmp_path / "a.jpg", recover=True)
    assert recovered.pixels.shape == draw_photo(320, 256).shape
    assert any("a part of its picture is missing" in warning for warning in recovered.warnings)


def test_padding_in_front_of_the_end_marker_is_no_damage(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    Image.fromarray(draw_photo(320, 256)).save(tmp_path / "a.jpg", quality=90)
    data = (tmp_path / "a.jpg").read_bytes()
    (tmp_path / "b.jpg").write_bytes(data[:-2] + bytes(5000) + data[-2:])
    (warning,) = read_picture(tmp_path / "b.jpg").warnings
    assert warning.startswith("damaged, but its picture is complete")
    assert np.array_equal(read_picture(tmp_path / "a.jpg").pixels, read_picture(tmp_path / "b.jpg").pixels)


@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_a_header_that_promises_too_much_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    data = bytearray(file_of(format))
    if format == "JPEG":
        at = data.index(b"\xff\xc0") + 5
        data[at : at + 4] = struct.pack(">HH", 20000, 20000)
    else:
        data[16:24] = struct.pack(">LL", 20000, 20000)
        data[29:33] = struct.pack(">L", zlib.crc32(bytes(data[12:29])))
    (tmp_path / "a").write_bytes(data)
    monkeypatch.setattr(simplejpeg, "decode_jpeg", lambda *_, **__: pytest.fail("was decoded"))
    monkeypatch.setattr(Image.Image, "load", lambda *_: pytest.fail("was decoded"))
    with pytest.raises(UnreadableImage, match="cut short"):
        read_picture(tmp_path / "a")


def test_a_wrong_checksum_of_an_ancillary_chunk(tmp_path: Path) -> None:
    text_png(tmp_path / "a.png")
    data = bytearray((tmp_path / "a.png").read_bytes())
    data[data.index(b"N. N.") + 6] ^= 1
    (tmp_path / "a.png").write_bytes(data)
    picture = read_picture(tmp_path / "a.png")
    assert picture.warnings == ("the checksum of its chunk tEXt does not match: it is left out",)
    assert picture.metadata.texts == TEXTS[1:]


@pytest.mark.parametrize("case", ["twice", "after the size", "a part is missing", "no profile"])
def test_profiles_of_jpeg(tmp_path: Path, case: str) -> None:
    profile = display_p3()
    head = b"ICC_PROFILE\0"
    half = len(profile) // 2
    pieces = [head + b"\1\2" + profile[:half], head + b"\2\2" + profile[half:]]
    if case == "a part is missing":
        pieces = pieces[:1]
    if case == "no profile":
        pieces = [head + b"\1\1" + b"nonsense" * 20]
    segments = b"".join(b"\xff\xe2" + struct.pack(">H", len(piece) + 2) + piece for piece in pieces)
    data = file_of("JPEG")
    at = data.index(b"\xff\xda") if case == "after the size" else 20
    (tmp_path / "a.jpg").write_bytes(data[:at] + segments * (1 + (case == "twice")) + data[at:])
    picture = read_picture(tmp_path / "a.jpg")
    if case in ("twice", "after the size"):
        assert picture.metadata.icc == profile and picture.warnings == ()
    else:
        assert picture.metadata.icc is None
        assert picture.warnings == ("its colour profile is damaged and left out",)


def display_p3() -> bytes:
    from engine.image.profiles import D65, P3_PRIMARIES, Colours, profile_of

    made = profile_of(Colours(None, D65, P3_PRIMARIES), is_grey=False)
    assert made is not None
    return made


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not there")
@pytest.mark.parametrize(("name", "warning"), [
    ("motion_google.jpg", "motion photo"), ("motion_mpvd.heic", "motion photo"), ("ultrahdr.jpg", "gain map"),
    ("layers.psd", "layers"), ("c2pa.jpg", "JUMBF"), ("cmyk_with_profile.jpg", "CMYK"),
    ("p_iccp_broken.png", "its colour profile is damaged"), ("jpeg_without_eoi.jpg", "its end marker is missing"),
    ("png_bad_text_crc.png", "checksum"), ("comment.jpg", ""), ("png_texts.png", ""), ("geotiff.tif", ""),
    ("icc_dup_p3.jpg", ""), ("icc_after_sof.jpg", ""), ("tiff_tiles_in_strip_tags.tif", ""),
])  # fmt: skip
def test_cases(name: str, warning: str) -> None:
    said = "; ".join(read_picture(CASES / name).warnings)
    assert warning in said if warning else said == ""


def test_a_text_that_is_cut_off_costs_no_picture(tmp_path: Path) -> None:
    contents = b"Title\0\0"
    checksum = zlib.crc32(contents, zlib.crc32(b"iTXt"))
    chunk = struct.pack(">L", len(contents)) + b"iTXt" + contents + struct.pack(">L", checksum)
    data = file_of("PNG")
    end = data.index(b"IEND") - 4  # behind the pixels: Pillow reads the ones in front by itself
    (tmp_path / "a.png").write_bytes(data[:end] + chunk + data[end:])
    assert read_picture(tmp_path / "a.png").warnings == ("not kept: the text 'Title'",)


def test_a_chunk_of_more_than_16_megabytes_is_named(tmp_path: Path) -> None:
    contents = bytes((16 << 20) + 1)
    checksum = zlib.crc32(contents, zlib.crc32(b"hUGe"))
    chunk = struct.pack(">L", len(contents)) + b"hUGe" + contents + struct.pack(">L", checksum)
    data = file_of("PNG")
    (tmp_path / "a.png").write_bytes(data[:33] + chunk + data[33:])
    assert read_picture(tmp_path / "a.png").warnings == ("not kept: the chunk hUGe",)


def test_the_comment_of_a_jpeg_that_is_packed_in_jpeg_xl_is_kept(tmp_path: Path) -> None:
    photo().save(tmp_path / "a.jpg", comment=b"Grandma")
    packed = imagecodecs.jpegxl_encode_jpeg((tmp_path / "a.jpg").read_bytes(), usecontainer=True)
    (tmp_path / "a.jxl").write_bytes(packed)
    picture = read_picture(tmp_path / "a.jxl")
    assert picture.metadata.texts == (("Comment", "Grandma"),) and picture.warnings == ()
