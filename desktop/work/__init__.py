"""The one runner that owns threads, and what several rooms have it do."""
