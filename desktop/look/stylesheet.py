"""The style sheet; ``$names`` are the parts of a theme."""

STYLESHEET = """
QWidget { color: $text; }
QMainWindow, QDialog, QMessageBox { background: $window; }
QToolTip { color: $text; background: $raised; border: 1px solid $border; padding: 4px 6px; }

#sidebar { background: $panel; border-right: 1px solid $border; }
#sidebar QToolButton { border: none; border-radius: 8px; padding: 8px 2px 6px 2px; color: $muted; }
#sidebar QToolButton:hover { background: $hover; color: $text; }
#sidebar QToolButton:checked { background: $tint; color: $accent; }
#sidebar QToolButton:focus { border: 1px solid $accent; }

#topbar { background: $window; border-bottom: 1px solid $border; }
#panel { background: $panel; border-left: 1px solid $border; }
#studiopanel { background: $panel; border-right: 1px solid $border; }
#figures { background: $panel; border-top: 1px solid $border; }
#form { background: $panel; border-bottom: 1px solid $border; }
QLabel { background: transparent; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="danger"] { color: $error; font-weight: 600; }
QLabel[role="title"] { font-weight: 600; }
QLabel[role="value"] { font-size: $value; font-weight: 600; }
QLabel[role="headline"] { font-size: $headline; font-weight: 600; }
QLabel[role="figure"] { color: $muted; font-size: $caption; }
QLabel[role="hero"] { font-size: $hero; font-weight: 600; }
QLabel[role="detail"] { color: $muted; font-size: $body; }

QPushButton, QToolButton[role="tool"] {
    background: $raised; border: 1px solid $border; border-radius: 6px; padding: 6px 12px; min-height: 18px;
}
QToolButton[role="tool"] { padding: 5px 4px; }
QPushButton:hover, QToolButton[role="tool"]:hover { background: $hover; }
QPushButton:pressed, QToolButton[role="tool"]:pressed { background: $border; }
QPushButton:focus, QToolButton[role="tool"]:focus { border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $muted; background: transparent; }
QToolButton[role="tool"]:checked { background: $tint; border-color: $accent; }
QToolButton[role="tool"]:checked:focus { border: 2px solid $text; padding: 4px 3px; }
QPushButton[role="primary"] { background: $accent; border-color: $accent; color: $on_accent; font-weight: 600; }
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed {
    background: $accent_hover; border-color: $accent_hover;
}
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: 5px 11px; }
QPushButton[role="primary"]:disabled { background: $raised; border-color: $border; color: $muted; }

#segmented { background: $window; border: 1px solid $border; border-radius: 7px; }
#segmented QPushButton {
    border: 1px solid transparent; border-radius: 5px; background: transparent; color: $muted; padding: 4px 10px;
}
#segmented QPushButton:hover { color: $text; }
#segmented QPushButton:checked { background: $tint; color: $accent; border-color: $accent; }
#segmented QPushButton:checked:disabled { color: $text; border-color: $border; }
#segmented QPushButton:focus { border-color: $text; }

QSlider { min-height: 22px; background: transparent; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $border; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:horizontal {
    width: 16px; height: 16px; margin: -6px 0; border-radius: 8px; background: $accent; border: none;
}
QSlider::handle:horizontal:hover { background: $accent_hover; }
QSlider::handle:horizontal:focus { border: 2px solid $text; width: 12px; height: 12px; }
QSlider::sub-page:horizontal:disabled { background: $muted; }
QSlider::handle:horizontal:disabled { background: $muted; }

QLineEdit, QSpinBox, QComboBox {
    background: $raised; border: 1px solid $edge; border-radius: 6px; padding: 5px 8px; min-height: 18px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QSpinBox:focus, QComboBox:focus { border-color: $accent; }
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled {
    color: $muted; background: transparent; border-color: $border;
}
QSpinBox { padding: 3px 8px 4px 0; }
QSpinBox QLineEdit { border: none; padding: 0 5px 1px 5px; min-height: 0; background: transparent; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$icons/down-$name.svg"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $border; outline: none; padding: 2px; }
QCheckBox { spacing: 8px; background: transparent; }
QCheckBox::indicator { width: 15px; height: 15px; border: 1px solid $muted; border-radius: 4px; background: $raised; }
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$icons/check-$name.svg"); }
QCheckBox::indicator:disabled { border-color: $border; }
QCheckBox::indicator:checked:disabled { background: $muted; border-color: $muted; }
QCheckBox:disabled { color: $muted; }

QProgressBar { background: $border; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

#banner { background: $error_ground; border-bottom: 1px solid $error; }
#banner QLabel { color: $error; }
#banner QToolButton { background: $error_ground; border: 1px solid transparent; border-radius: 4px; padding: 2px; }
#banner QToolButton:hover, #banner QToolButton:focus { border-color: $error; }
#banner[kind="message"] { background: $raised; border-bottom: 1px solid $border; }
#banner[kind="message"] QLabel { color: $text; }
#banner[kind="message"] QToolButton { background: $raised; }
#banner[kind="message"] QToolButton:hover, #banner[kind="message"] QToolButton:focus { border-color: $accent; }

QTableView {
    background: $window; alternate-background-color: $panel; border: none; gridline-color: transparent; outline: none;
    selection-background-color: $tint; selection-color: $text;
}
QTableView::item { padding: 0 8px; }
QHeaderView { background: $window; }
QHeaderView::section {
    background: $window; color: $muted; border: none; border-bottom: 1px solid $border; padding: 6px 11px;
    font-size: $caption; font-weight: 600;
}
QTableCornerButton::section { background: $window; border: none; }

QMenuBar { background: $panel; border-bottom: 1px solid $border; padding: 2px; }
QMenuBar::item { padding: 3px 9px; border: 1px solid transparent; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; border-color: $accent; }
QMenu { background: $raised; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 4px 27px 4px 25px; border: 1px solid transparent; border-radius: 4px; }
QMenu::item:selected { background: $tint; color: $text; border-color: $accent; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 4px 6px; }
QStatusBar { background: $panel; border-top: 1px solid $border; color: $muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 0 8px; }
QSplitter::handle { background: $border; }
QSplitter#bare::handle { background: transparent; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

#dropzone { border: 2px dashed $border; border-radius: 14px; background: transparent; }
#dropzone[over="true"] { border-color: $accent; background: $tint; }

#panelscroll, #panelscroll > QWidget > QWidget, #panelscroll QStackedWidget { background: transparent; }
#panechoice { background: $window; border-bottom: 1px solid $border; }

QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 4px 10px; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border-color: $accent; }

#device { background: $panel; border-bottom: 1px solid $border; }
#device #figures { border-top: none; }
#card, #card > QWidget > QWidget { background: $window; border: none; }
QListWidget, QTreeWidget, QPlainTextEdit {
    background: $raised; border: 1px solid $border; border-radius: 6px; outline: none;
    selection-background-color: $tint; selection-color: $text;
}
QListWidget:focus, QTreeWidget:focus, QPlainTextEdit:focus { border-color: $accent; }
QListWidget::item, QTreeWidget::item { padding: 5px 8px; border-radius: 4px; }
QListWidget::item:selected, QTreeWidget::item:selected { background: $tint; color: $text; }
QListWidget::item:hover:!selected, QTreeWidget::item:hover:!selected { background: $hover; }
#labels { padding: 2px; }
#labels::item { padding: 4px 6px; border: 1px solid transparent; }
#labels::item:selected { border-color: $accent; }
#strange { background: $window; border: 1px solid transparent; border-radius: 6px; outline: none; }
#strange:focus { border-color: $accent; }
#modelside { background: $panel; }
#modellist { background: $panel; border: 1px solid transparent; border-radius: 0; padding: 10px 8px; }
#modellist:focus { border-color: $accent; }
#modellist::item { padding: 9px 10px; border-radius: 6px; }

#filterbar { background: $window; }
#notice { background: $tint; border-bottom: 1px solid $border; }
#nameExample { color: $muted; }
#nameExample[wrong="true"] { color: $error; }
QPushButton[role="fold"]:checked { background: $tint; border-color: $accent; }
"""
