"""Picture formats that can be read, one file each with a ``Format`` at its end; ``engine.image.reader`` lists them."""
