"""Decodes a file, or makes one, on the processor that this interpreter runs on; for ``test_other_processors``.

    python decode_worker.py decode FILE.latent PIXELS.npy
    python decode_worker.py compress PIXELS.npy FILE.latent

``decode`` prints, as JSON, the SHA-256 of the latents and what the processor can do.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import numpy as np

import engine
from engine.container import reader
from engine.pipeline.develop import Opened

THREADS = 1


def latents_hash(data: bytes, threads: int = THREADS) -> str:
    """SHA-256 of the latents of all groups, byte for byte."""
    opened = Opened(reader.read(data), engine.ReconstructOptions(threads=threads))
    digest = hashlib.sha256()
    for number in range(len(opened.boxes)):
        digest.update(opened.decode(number).tobytes())
    return digest.hexdigest()


def extensions() -> list[str]:
    """Instructions that NumPy finds on this processor, of those that networks make use of."""
    from numpy._core._multiarray_umath import __cpu_features__ as found

    return [name for name in ("SSE42", "AVX2", "FMA3", "AVX512F", "AVX512_ICL") if found.get(name)]


def main(verb: str, source: str, target: str) -> None:
    if verb == "compress":
        picture = engine.Picture(np.load(source))
        Path(target).write_bytes(engine.compress(picture, engine.CompressOptions(quality=70, threads=THREADS)))
        return
    data = Path(source).read_bytes()
    np.save(target, engine.reconstruct(data, engine.ReconstructOptions(threads=THREADS)).pixels)
    print(json.dumps({"latents": latents_hash(data), "extensions": extensions()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
