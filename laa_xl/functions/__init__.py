"""The worksheet functions: plain Python over cells and arrays of cells, registered with xlwings in ``udfs``."""
