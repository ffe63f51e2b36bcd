"""Shows what the session has: pictures in the viewer, figures below them, the curve beside them."""

from __future__ import annotations

from PySide6.QtCore import QObject

import engine
from desktop.picture import tasks
from desktop.picture.controls import PictureControls
from desktop.picture.documents import Answer, Document
from desktop.picture.exif import photo_facts
from desktop.picture.figure_texts import document_figures, exhibit_caption, headline, pair_figures
from desktop.picture.measuring import Measuring
from desktop.picture.output_row import LATENT
from desktop.picture.pieces import Drawn, Unfolding
from desktop.picture.session import PictureSession
from desktop.picture.shelf import ORIGINAL, SIDES, Exhibit
from desktop.picture.strip import Strip
from desktop.viewer.compare_view import CompareMode, CompareView
from desktop.viewer.heat import FULL_HEAT
from desktop.viewer.tiles import ImagePart, TiledPicture
from desktop.work.task_runner import Handlers, TaskRunner


class Display(QObject):
    """Listens to the session and its shelf; asks for nothing but measurements and the difference."""

    def __init__(
        self,
        session: PictureSession,
        view: CompareView,
        strip: Strip,
        controls: PictureControls,
        runner: TaskRunner,
    ) -> None:
        super().__init__(view)
        self._session, self._view, self._controls, self._runner = session, view, controls, runner
        self._strip, self._figures, self._histogram = strip, strip.figures, strip.histogram
        self.measuring = Measuring(runner, self)
        self._shown: tuple[TiledPicture | None, TiledPicture | None] = (None, None)
        self._difference_of: tuple[engine.Picture, engine.Picture] | None = None
        session.shelf.changed.connect(self.show_pair)
        session.unfolding.connect(self._on_unfolding)
        session.came.connect(self._on_came)
        session.drawn.connect(self._on_drawn)
        session.expected.connect(self._show_texts)
        session.answered.connect(self._on_answered)
        session.began.connect(self._on_began)
        session.rested.connect(self._on_rested)
        session.stopped.connect(self._on_stopped)
        session.opened.connect(self._on_opened)
        session.foresee = controls.compress.curve.at
        self.measuring.compared.connect(self._show_texts)
        self.measuring.counted.connect(self._show_levels)
        self.measuring.weighed.connect(self._on_weighed)
        curve = controls.compress.curve
        self.measuring.curve_cleared.connect(curve.clear)
        self.measuring.curve_cleared.connect(self._show_texts)  # the place on the new one
        self.measuring.pointed.connect(lambda point: curve.add_point(point.quality, point.bytes, point.psnr))

    def show_pair(self) -> None:
        """Show the two that are chosen, as far as there is anything of them."""
        left, right = self._pair()
        shown = (None if left is None else left.shown, None if right is None else right.shown)
        if shown != self._shown:
            self._shown = shown
            self._view.set_pictures(*shown)
        self.measuring.look_at(left, right)
        self.refresh_difference()
        self._show_texts()

    def on_mode(self) -> None:
        """The pictures are laid out in another way."""
        self.refresh_difference()
        self._show_texts()

    def refresh_difference(self) -> None:
        """Draw the difference anew where it is looked at and is another one: it takes as long as pictures are large."""
        pair = self._different_pair() if self._view.mode is CompareMode.DIFFERENCE else None
        known = self._difference_of
        if pair is not None and known is not None and pair[0] is known[0] and pair[1] is known[1]:
            return
        self._runner.drop("difference")
        self._difference_of = pair
        if pair is None:
            self._view.set_difference(None)
            return
        full_heat = max(FULL_HEAT, *(exhibit.full_heat for exhibit in self._pair() if exhibit is not None))
        self._view.set_difference(TiledPicture(pair[0].width, pair[0].height), full_heat)
        operation = tasks.difference(*pair, self._view.visible_region(), full_heat)
        self._runner.start("difference", operation, Handlers(told=self._on_difference))

    def _different_pair(self) -> tuple[engine.Picture, engine.Picture] | None:
        """The two pictures, where both are complete and of one size."""
        left, right = self._pair()
        a, b = (None if each is None else each.picture for each in (left, right))
        return (a, b) if a is not None and b is not None and a.pixels.shape == b.pixels.shape else None

    def _on_weighed(self, size: int) -> None:
        self._controls.output.show_size(size)
        self._show_texts()

    def weigh_output(self) -> None:
        """Find out how large the saved file will be, once there is something to save."""
        output, (picture, _) = self._controls.output, self._session.result
        output.show_size(None)
        idle = not self._session.is_busy and output.choice != LATENT
        self.measuring.weigh(picture if idle else None, output.choice, output.chosen_quality)
        self._show_texts()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        self._show_texts()

    def _pair(self) -> tuple[Exhibit | None, Exhibit | None]:
        left, right = (self._session.shelf.on(side) for side in SIDES)
        return (left, right) if left is not None or right is None else (right, None)

    def _on_unfolding(self, piece: Unfolding) -> None:
        """The picture of a file takes the place of the others before it is complete."""
        self.measuring.forget_curve()
        self._shown = (piece.shown, None)
        self._view.set_captions("", "")
        self._figures.show_figures([])
        self._view.set_pictures(*self._shown)
        self._view.viewport.fit()

    def _on_came(self, shown: TiledPicture, part: ImagePart) -> None:
        if self._shown[0] is shown:
            self._view.put("left", part)
        else:
            shown.put(part)

    def _on_drawn(self, mode: str, part: ImagePart) -> None:
        shelf = self._session.shelf
        rendition = self._session.shelf.renditions["denoise" if mode == "denoise" else "compress"]
        sides = [side for side in SIDES if shelf.chosen(side) == mode and rendition.shown in self._shown]
        if sides:
            for side in sides:
                self._view.put(side, part)
        else:
            rendition.shown.put(part)
            if mode in (shelf.chosen("left"), shelf.chosen("right")):
                self.show_pair()

    def _on_difference(self, piece: Drawn) -> None:
        self._view.put("difference", piece.part)

    def _on_opened(self, document: Document) -> None:
        self.measuring.forget_curve()
        self._strip.photo.setText(photo_facts(document.picture.metadata.exif))

    def _on_stopped(self) -> None:
        self._controls.compress.curve.expect_points(False)
        self.show_pair()

    def _on_began(self, verb: str) -> None:
        self._controls.compress.curve.expect_points(verb == "compress")
        if verb in ("compress", "denoise", "open"):
            self.measuring.pause()
            self.measuring.weigh(None, "", None)
            self.show_pair()

    def _on_answered(self, _: Answer) -> None:
        self.show_pair()

    def _on_rested(self) -> None:
        self.show_pair()
        session = self._session
        if session.answer is not None and session.answer.mode == "compress":
            self.measuring.draw_curve(session.preview)
        elif session.preview is None:
            self.measuring.draw_curve(None)
        self.weigh_output()

    def _show_levels(self) -> None:
        levels = self.measuring.levels
        right = levels["right"] if self._shown[1] is not None else None
        self._histogram.show_histograms(levels["left"], right)

    def _show_texts(self) -> None:
        document, answer, expected = self._session.document, self._session.answer, self._session.rendition
        left, right = self._pair()
        named = self._view.mode is CompareMode.SIDE and right is not None  # over each pane stands what it shows
        self._view.set_captions(*("", "") if named else (exhibit_caption(left), exhibit_caption(right)))
        output = self._controls.output
        size = None if output.choice == LATENT or right is None else output.bytes or 0
        self._strip.headline.setText(headline(document, left, right, size))
        if document is None or left is None:
            self._figures.show_figures([])
        elif right is None:
            self._figures.show_figures(document_figures(document))
        else:
            own = answer is not None and left.key == ORIGINAL and right.picture is answer.picture
            psnr = answer.psnr if own and answer is not None else None
            self._figures.show_figures(pair_figures(left, right, self.measuring.likeness, psnr))
        if answer is not None and answer.data is not None:
            self._controls.compress.curve.show_current(answer.setting, len(answer.data), answer.psnr)
        elif expected is not None and None not in (expected.setting, expected.expected_bytes, expected.expected_psnr):
            self._controls.compress.curve.show_current(
                expected.setting or 0.0, expected.expected_bytes or 0, expected.expected_psnr or 0.0
            )
