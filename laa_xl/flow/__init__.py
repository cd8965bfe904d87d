"""The pipeline on one screen, and the programme folder it works in."""
