"""The rules that check a return: each declared once, with its code, its wording and its function."""
