"""One file: a job, its settings, the conversion, its output and the fidelity of what was made."""
