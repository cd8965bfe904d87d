"""laa-xl: workbook automation for Local Area Agreement performance returns."""

__version__ = "0.1.0"
