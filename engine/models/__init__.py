"""Models in their folders: what is installed, what their cards say, and adding and removing one's own."""
