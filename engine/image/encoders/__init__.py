"""Picture formats that can be written, one file each; each registers itself at its bottom as a ``PictureFormat``."""
