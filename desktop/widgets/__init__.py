"""Small building blocks of the pages; they know nothing of pictures or tasks."""
