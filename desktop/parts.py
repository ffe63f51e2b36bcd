"""One progress made of several steps, each of which counts in its own units."""

from __future__ import annotations

from engine.progress import Progress


class Part(Progress):
    """A step that takes ``share`` (0..1) of ``whole``; cancelling the whole stops the step.

    The whole must have been begun with a total of 1.
    """

    def __init__(self, whole: Progress, share: float) -> None:
        super().__init__(self._pass_on)
        self._whole = whole
        self._share = share
        self._passed = 0.0

    @property
    def cancelled(self) -> bool:
        return self._whole.cancelled

    def check(self) -> None:
        """Raise :class:`~engine.errors.Cancelled` if the whole has been cancelled."""
        self._whole.check()

    def cancel(self) -> None:
        """Cancel the whole."""
        self._whole.cancel()

    def finish(self) -> None:
        """Count the step as done, whatever it has reported."""
        self._move_to(1.0)

    def _pass_on(self, _: Progress) -> None:
        self._move_to(self.fraction)

    def _move_to(self, fraction: float) -> None:
        step = fraction - self._passed
        if step > 0:  # several stages inside one step may begin anew: never run backwards
            self._passed = fraction
            self._whole.advance(step * self._share)
