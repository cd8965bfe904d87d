"""What each workbook looks like, declared once as frozen data."""
