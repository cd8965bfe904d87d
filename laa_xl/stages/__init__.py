"""One verb each: template, read, check, assess, consolidate, report. None imports another."""
