"""Many files: planning, workers, limits, the journal, reports and a watched folder."""
