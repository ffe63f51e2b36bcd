"""What one processor makes of files, for ``test_other_processors``, which runs this under an emulator as well.

    python decode_worker.py FOLDER OUTPUT

Decodes the latents of every ``.latent`` file of FOLDER, and the picture of ``middle.latent`` to ``OUTPUT/middle.npy``;
compresses every ``.npy`` file of FOLDER to ``OUTPUT/NAME.latent``. Prints, as JSON, the SHA-256 of the latents of each
file and what the processor can do.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import numpy as np

import engine
from engine.container import reader
from engine.pipeline.latent_decoder import LatentDecoder

DRAWN = "middle"
"""The file whose picture is made too, which takes an emulator as long as all else."""


def latents_hash(data: bytes, threads: int = 1) -> str:
    """SHA-256 of the latents of all groups, byte for byte."""
    opened = LatentDecoder(reader.read(data), engine.ReconstructOptions(threads=threads))
    digest = hashlib.sha256()
    for number in range(len(opened.boxes)):
        digest.update(opened.group_latents(number).tobytes())
    return digest.hexdigest()


def extensions() -> list[str]:
    """Instructions that NumPy finds on this processor, of those that networks make use of."""
    from numpy._core._multiarray_umath import __cpu_features__ as found

    return [name for name in ("SSE42", "AVX", "AVX2", "FMA3", "AVX512F", "AVX512VNNI") if found.get(name)]


def main(folder: Path, output: Path) -> None:
    latents = {}
    for path in sorted(folder.glob("*.latent")):
        data = path.read_bytes()
        latents[path.stem] = latents_hash(data)
        if path.stem == DRAWN:
            np.save(output / f"{DRAWN}.npy", engine.reconstruct(data, engine.ReconstructOptions(threads=1)).pixels)
    for path in sorted(folder.glob("*.npy")):
        made = engine.compress(engine.Picture(np.load(path)), engine.CompressOptions(quality=70, threads=1))
        (output / f"{path.stem}.latent").write_bytes(made)
        latents[path.stem] = latents_hash(made)
    print(json.dumps({"latents": latents, "extensions": extensions()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
