"""A small window that files can be dragged out of, as a file manager's: ``drag_source.py X Y FILE...``."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

STAYS_MS = 5000


class Source(QLabel):
    """Begins to drag as soon as the mouse moves with its button down."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(name) for name in sys.argv[3:]])
            drag = QDrag(self)
            drag.setMimeData(data)
            action = drag.exec(Qt.DropAction.CopyAction)
            print(action.name, flush=True)
            QTimer.singleShot(STAYS_MS, QApplication.quit)  # the target still fetches what was dropped


application = QApplication(sys.argv[:1])
source = Source("files")
source.setGeometry(int(sys.argv[1]), int(sys.argv[2]), 120, 60)
source.show()
print("ready", flush=True)
sys.exit(application.exec())
