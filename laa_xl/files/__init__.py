"""The only code that touches workbooks, zip packages and files on disk."""
