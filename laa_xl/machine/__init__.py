"""The officer's machine: what laa-xl puts in place on it, and what is right or wrong with it."""
