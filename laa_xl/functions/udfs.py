"""The worksheet functions as xlwings knows them: the module that its UDF server imports, on Windows.

Importing it needs no Excel; elsewhere the same functions are plain Python. Cells come as blocks (``ndim=2``), so that
rows and columns keep their shape, and errors by their names. An error goes out by its name too: the add-in turns
it into Excel's own (docs/decisions/0014-worksheet-functions.md).
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any

import xlwings as xw

from laa_xl.declare.functions import CATEGORY, FUNCTIONS, Argument, Function
from laa_xl.functions.arrays import answer
from laa_xl.functions.more_answers import WORK


def _parameter(argument: Argument) -> Parameter:
    default = None if argument.optional else Parameter.empty
    return Parameter(argument.name, Parameter.POSITIONAL_OR_KEYWORD, default=default)


def plain(declared: Function) -> Callable[..., Any]:
    """The function over cells and arrays of cells, with the declared arguments and no decorator."""
    work = WORK[declared.name]
    signature = Signature([_parameter(argument) for argument in declared.arguments])

    def call(*given: Any, **named: Any) -> Any:
        bound = signature.bind(*given, **named)
        bound.apply_defaults()
        return answer(declared, work, list(bound.arguments.values()))

    call.__name__ = call.__qualname__ = declared.name
    call.__doc__ = declared.summary
    call.__signature__ = signature  # type: ignore[attr-defined]  # what xlwings asks for names and defaults
    call.__annotations__ = {}  # xlwings would convert by them
    return call


def _registered(declared: Function) -> Callable[..., Any]:
    made: Any = plain(declared)
    for argument in declared.arguments:
        made = xw.arg(argument.name, ndim=2, err_to_str=True, doc=argument.help)(made)
    # Last of all: each decorator of an argument sets the category back to xlwings' own.
    return xw.func(category=CATEGORY, volatile=False)(made)  # type: ignore[no-any-return]


# xlwings finds a function by its name in this module.
globals().update({declared.name: _registered(declared) for declared in FUNCTIONS})
