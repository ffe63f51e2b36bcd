"""The pictures that the tests of the engine draw."""

from __future__ import annotations

from tests.engine.conftest import draw_photo as draw_photo
from tests.engine.conftest import photo as photo
