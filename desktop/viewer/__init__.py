"""The comparison viewer; it knows QImage and nothing of files or codecs."""
