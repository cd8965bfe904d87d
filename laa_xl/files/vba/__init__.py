"""A VBA project made from text, as Excel reads it: [MS-OVBA] in a compound file of [MS-CFB]."""
