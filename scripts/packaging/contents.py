"""What goes into the bundle, and what stays out of it. ``build.spec`` asks here, and ``check_bundle.py`` looks."""

from __future__ import annotations

import re
from pathlib import PurePath, PurePosixPath

PACKAGES = (
    "numpy", "pillow", "onnxruntime", "constriction", "rich", "pi-heif", "imagecodecs", "simplejpeg",
    "tifffile", "psutil",
    "send2trash", "watchdog",
)  # fmt: skip
"""Packages whose own words (version, licence) go along, for the list of licences in the window."""
QT_PACKAGES = ("PySide6-Essentials",)

_CODECS = (
    "shared", "shared_cython", "imcd", "png", "jpeg8", "avif", "jpeg2k", "jpegxl", "deflate", "brotli", "cms", "tiff",
)  # fmt: skip
LOADED_BY_NAME = tuple(f"imagecodecs._{name}" for name in _CODECS)
"""Loaded only when a picture needs them, which PyInstaller does not see. All the others would add 70 MB."""

UNWANTED_MODULES = (
    "torch", "torchvision", "onnx", "matplotlib", "scipy", "skimage", "cv2", "pandas", "IPython",  # for training
    "engine.training", "pytest", "_pytest", "setuptools", "pkg_resources", "pip", "distutils", "lib2to3", "pydoc_data",
    "tkinter", "PIL.ImageTk", "PIL._imagingtk", "PIL.ImageQt", "PIL._imagingft", "PIL._imagingmath",  # draws no text
    "pygments", "markdown_it", "mdurl",  # of rich, the bars alone are used
    "numpy.f2py", "numpy.testing", "numpy.distutils", "numpy._pyinstaller",
    "onnxruntime.transformers", "onnxruntime.quantization", "onnxruntime.tools", "onnxruntime.datasets",
    "rawpy",  # an extra, which carries libraries of its own
    "ssl", "_ssl", "_hashlib",  # nothing is fetched, and Python's own hashes do: OpenSSL stays out
    "readline", "curses", "_curses", "bz2", "_bz2", "lzma", "_lzma", "sqlite3", "_sqlite3", "_uuid", "xmlrpc",
    "defusedxml", "typing_extensions", "attr", "attrs",  # of the tools that pack
)  # fmt: skip
QT_MODULES = ("PySide6", "shiboken6", "desktop")
"""What the variant for servers goes without."""
ABSENT_PACKAGES = frozenset({"pygments", "markdown-it-py", "mdurl"})
"""Packages that others ask for, but whose modules are among the unwanted."""

_QT_LIBRARIES = (
    "Core", "Gui", "Widgets", "Network", "DBus", "Svg", "XcbQpa", "OpenGL", "WaylandClient", "WlShellIntegration",
)  # fmt: skip
_QT_PLUGINS = {
    "platforms": ("xcb", "wayland", "wayland-egl", "wayland-generic", "offscreen", "minimal", "windows", "cocoa"),
    "wayland-shell-integration": ("xdg-shell",),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-graphics-integration-client": (),
    "xcbglintegrations": (),
    "platformthemes": ("gtk3", "xdgdesktopportal"),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "imageformats": ("jpeg", "svg"),  # pictures themselves are read by the engine
    "iconengines": ("svgicon",),
    "styles": ("modernwindowsstyle", "macstyle"),
}
_QT_TRANSLATIONS = ("qtbase_zh_CN.qm",)

_CARRIED = re.compile(r"lib(python|ffi|xcb-(cursor|icccm|image|keysyms|render-util|util)|xkbcommon-x11)[-.0-9]*\.so")
"""Of the Linux that the bundle is made on: what systems may lack, and what belongs to Python. All the other libraries
that lie outside of packages come from the system that runs it, which keeps them safe and fitting to its drivers."""


def is_absent(metadata: str) -> bool:
    """Whether a folder of metadata tells of a package that is not inside."""
    return metadata.partition("-")[0].lower().replace("_", "-") in ABSENT_PACKAGES


def is_wanted(name: str, source: str, packages: str) -> bool:
    """Whether a file goes into the bundle.

    Args:
        name: where it would lie in the bundle.
        source: where it is now; for a link within the bundle, what it points to.
        packages: folder of the installed packages.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    if "tests" in path.parts[:-1] or path.suffix in (".pyi", ".pxd", ".pyx", ".h", ".lib", ".a", ".cmake"):
        return False
    if path.name == "opengl32sw.dll":  # a renderer of 20 MB for a window that draws by itself
        return False
    if path.parts[0] == "PySide6" or path.name.startswith("libQt6"):
        return _is_wanted_of_qt(path)
    is_library = ".so" in path.name and len(path.parts) == 1
    if is_library and PurePath(source).is_absolute() and not source.startswith(packages):
        return _CARRIED.match(path.name) is not None
    return True


def _is_wanted_of_qt(path: PurePosixPath) -> bool:
    if "translations" in path.parts:
        return path.name in _QT_TRANSLATIONS
    if "plugins" in path.parts:
        kind = path.parts[path.parts.index("plugins") + 1]
        name = re.sub(r"^(libq?|q)|\.(so|dll|dylib)$", "", path.name)
        return name in _QT_PLUGINS.get(kind, ())
    found = re.match(r"(?:lib)?Qt6(\w+?)\.(so|dll|dylib)", path.name)
    if found:
        return found[1] in _QT_LIBRARIES
    return path.suffix not in (".qml", ".qmltypes") and "qml" not in path.parts
