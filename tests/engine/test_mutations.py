"""Damaged and forged files: an error in one line or a marked recovery, in bounded time and memory.

``tests/benchmarks/mutate.py`` does the same ten thousand times.
"""

from __future__ import annotations

import dataclasses
import sys
import tracemalloc
import zlib

import pytest

import engine
from engine.container import layout, reader, writer
from engine.container.layout import Group, Header, Stream
from engine.errors import DamagedLatent, LatentError, PictureTooLarge, SafelightError
from tests.engine.mutation_judge import AREA, MARKED, OPTIONS, SAME, SIDE, Judge, valid_files
from tests.engine.mutation_mending import put_together, take_apart
from tests.engine.mutations import KINDS, MAX_PIXELS, Mutation, Promise, mutate

MANY = 20
"""Mutations of a kind; with twenty kinds, some hundreds."""
SLOWEST = 10.0
"""Seconds that all ways to decode one file may take together; they take a tenth of one."""
MEBIBYTE = 2**20


@pytest.fixture(scope="module")
def files() -> list[bytes]:
    return valid_files()


@pytest.fixture(scope="module")
def judge(files: list[bytes]) -> Judge:
    return Judge(files)


@pytest.mark.parametrize("kind", KINDS)
def test_mutated_files(kind: str, files: list[bytes], judge: Judge) -> None:
    for number in range(MANY):
        verdict = judge.judge(mutate(files, 1, number, kind))
        assert verdict.seconds < SLOWEST


def test_mutations_are_the_same_every_time(files: list[bytes]) -> None:
    for number in range(40):
        assert mutate(files, 3, number) == mutate(files, 3, number)


def test_valid_files_are_read_whole(files: list[bytes], judge: Judge) -> None:
    """The judge itself tells a whole file from a damaged one."""
    for place, data in enumerate(files):
        outcomes = judge.judge(Mutation("none", data, (place,), Promise.SAME)).outcomes
        assert set(outcomes.values()) == {"read", SAME}


def test_most_mended_streams_reach_the_check_of_the_symbols(files: list[bytes]) -> None:
    """Otherwise the mutations would test the checksums alone."""
    texts = []
    for number in range(MANY):
        try:
            engine.reconstruct(mutate(files, 1, number, "streams, mended").data, OPTIONS)
        except DamagedLatent as error:
            texts.append(error.reason)
    assert len(texts) > MANY / 2
    assert all("check value" in text or "impossible" in text for text in texts)


def test_recovery_marks_one_of_two_groups(files: list[bytes], judge: Judge) -> None:
    file = reader.read(files[1])
    second = dataclasses.replace(file.groups[1].base, data=b"\xff" * len(file.groups[1].base.data))
    damaged = dataclasses.replace(file, groups=(file.groups[0], dataclasses.replace(file.groups[1], base=second)))
    mutation = Mutation("one base stream", writer.write(damaged), (1,), Promise.PIXELS)
    assert judge.judge(mutation).outcomes["recover"] == MARKED
    assert engine.recover(mutation.data, OPTIONS).lost == ((1024, 0, 76, 40),)


def test_loss_of_a_chunk_whose_type_was_hit_is_told(files: list[bytes]) -> None:
    """Found by a mutation: the type ``iccp`` had become an unknown type, and the profile was missing without a word."""
    damaged = files[0].replace(b"iccz", b"icc0")
    with pytest.raises(DamagedLatent):
        engine.reconstruct(damaged, OPTIONS)
    assert engine.recover(damaged, OPTIONS).notes == ("something beside the picture is damaged",)


def test_chunks_behind_the_picture_are_told(files: list[bytes]) -> None:
    """Found by a mutation: chunks moved behind the last one were missing without a word."""
    chunks = take_apart(files[0])
    moved = put_together([chunks[0], chunks[-1], *chunks[1:-1]])
    with pytest.raises(DamagedLatent):
        engine.reconstruct(moved, OPTIONS)
    assert len(engine.recover(moved, OPTIONS).notes) == 1


def _decode_in_every_way(data: bytes) -> list[type[SafelightError] | None]:
    found: list[type[SafelightError] | None] = []
    for verb in (
        engine.inspect,
        lambda data: engine.reconstruct(data, OPTIONS),
        lambda data: engine.reconstruct_region(data, AREA, OPTIONS),
        lambda data: engine.thumbnail(data, SIDE, OPTIONS),
        lambda data: engine.recover(data, OPTIONS),
    ):
        try:
            verb(data)
            found.append(None)
        except SafelightError as error:
            found.append(type(error))
    return found


def _lies(data: bytes) -> list[bytes]:
    """Files that say that they are large and are small."""
    file = reader.read(data)
    sizes = [(2**31 - 1, 2**31 - 1), (2**31 - 1, 1), (1, 2**31 - 1), (1, MAX_PIXELS), (MAX_PIXELS, 1), (316, 316)]
    lies = [
        writer.write(dataclasses.replace(file, header=dataclasses.replace(file.header, width=width, height=height)))
        for width, height in sizes
    ]
    words, groups = layout.GROUP_ENTRY, file.header.group_count
    index = words.pack(2**32 - 1, 2**32 - 1, 0, 0) * groups
    lies.append(
        put_together([*take_apart(data)[:-1], (layout.DATA, index + layout.CHECKSUM.pack(layout.index_crc(index)))])
    )
    for width, height in ((MAX_PIXELS, 1), (1, MAX_PIXELS)):
        header: Header = dataclasses.replace(file.header, width=width, height=height)
        empty = Group(Stream(b"", 0), Stream(b"", 0))
        lies.append(writer.write(dataclasses.replace(file, header=header, groups=(empty,) * header.group_count)))
    return lies


def test_headers_that_lie_allocate_little(files: list[bytes]) -> None:
    resource = pytest.importorskip("resource", reason="Windows does not tell a process its peak memory that way")
    lies = _lies(files[0])
    _decode_in_every_way(files[0])  # what is loaded once is not counted
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tracemalloc.start()
    try:
        for lie in lies:
            tracemalloc.reset_peak()
            assert _decode_in_every_way(lie)[1] in (DamagedLatent, PictureTooLarge)
            assert tracemalloc.get_traced_memory()[1] < 48 * MEBIBYTE
    finally:
        tracemalloc.stop()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - resident) * (1 if sys.platform == "darwin" else 1024)
    assert grown < 256 * MEBIBYTE  # with the networks' own memory, which Python does not see


def test_the_limit_on_pixels_comes_before_the_models(files: list[bytes]) -> None:
    with pytest.raises(PictureTooLarge):
        engine.recover(files[0], engine.ReconstructOptions(max_pixels=900))


@pytest.mark.parametrize("side", [10_000, 20_000])
@pytest.mark.filterwarnings("error")
def test_alpha_plane_that_says_that_it_is_large(side: int, files: list[bytes]) -> None:
    """Pillow has a limit of its own, with a warning and an error of its own."""
    chunks = dict(take_apart(files[0]))
    png = chunks[layout.ALPHA]
    header = b"IHDR" + side.to_bytes(4, "big") * 2 + png[24:29]
    chunks[layout.ALPHA] = png[:12] + header + zlib.crc32(header).to_bytes(4, "big") + png[33:]
    with pytest.raises(LatentError, match="alpha"):
        engine.reconstruct(put_together(list(chunks.items())), OPTIONS)
