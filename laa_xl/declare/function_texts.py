"""VBA texts that follow from the worksheet functions: what Insert Function shows, and the way to Python by xlwings."""

from __future__ import annotations

from laa_xl.declare.functions import CATEGORY, FUNCTIONS, Argument, Function

FUNCTIONS_MODULE, HELP_MODULE, PYTHON_MODULE = "LaaFunctions", "LaaFunctionHelp", "LaaPython"
UDF_MODULE = "laa_xl.functions.udfs"  # what xlwings' server imports
_MADE = (
    "' Made from laa_xl/declare/functions.py by tools/build_workbooks.py: change the functions there, not this text."
)

_HELP_HEAD = f"""' What Excel's Insert Function shows beside the worksheet functions.
{_MADE}
Option Explicit

Public Sub Auto_Open()
    Dim saved As Boolean
    On Error Resume Next
    saved = ThisWorkbook.Saved
"""
_HELP_TAIL = f"""    ThisWorkbook.Saved = saved ' a description is no change of hers: Excel would ask whether to save it
End Sub

' LibreOffice has no MacroOptions, and Excel may refuse it for a hidden workbook: the functions work without.
Private Sub Describe(ByVal name As String, ByVal summary As String, ByVal arguments As Variant)
    On Error Resume Next
    Application.MacroOptions Macro:=name, Description:=summary, Category:="{CATEGORY}", ArgumentDescriptions:=arguments
End Sub
"""

_PYTHON_HEAD = f"""' The worksheet functions worked out by Python: each hands its arguments to xlwings' own server.
{_MADE}
Option Explicit

"""
_PYTHON_TAIL = f"""
Private Function FromPython(ByVal name As String, ByVal arguments As Variant) As Variant
    Dim python As Object
    On Error GoTo failed
    Set python = Application.Run("xlwings.xlam!XLPy")
    FromPython = WithErrors(python.CallUDF("{UDF_MODULE}", name, arguments, ActiveWorkbook, Application.Caller))
    Exit Function
failed:
    FromPython = "Python does not answer. Run laa-xl doctor, which says what is missing."
End Function

' Python gives Excel's errors by their names.
Private Function WithErrors(ByVal answer As Variant) As Variant
    Dim row As Long, column As Long, last As Long
    If Not IsArray(answer) Then
        WithErrors = AsError(answer)
        Exit Function
    End If
    last = LastColumn(answer)
    For row = LBound(answer, 1) To UBound(answer, 1)
        If last < 0 Then
            answer(row) = AsError(answer(row))
        Else
            For column = LBound(answer, 2) To last
                answer(row, column) = AsError(answer(row, column))
            Next
        End If
    Next
    WithErrors = answer
End Function

' -1 for an array of one row, which has no columns of its own.
Private Function LastColumn(ByVal answer As Variant) As Long
    LastColumn = -1
    On Error Resume Next
    LastColumn = UBound(answer, 2)
End Function

Private Function AsError(ByVal answer As Variant) As Variant
    AsError = answer
    If VarType(answer) <> vbString Then Exit Function
    Select Case answer
        Case "#NULL!": AsError = CVErr(2000)
        Case "#DIV/0!": AsError = CVErr(2007)
        Case "#VALUE!": AsError = CVErr(2015)
        Case "#REF!": AsError = CVErr(2023)
        Case "#NAME?": AsError = CVErr(2029)
        Case "#NUM!": AsError = CVErr(2036)
        Case "#N/A": AsError = CVErr(2042)
    End Select
End Function
"""


def help_module(*, python: bool = False) -> str:
    """The VBA text that describes the functions to Excel when the workbook opens; ``python``: all of them."""
    described = [_described(one) for one in FUNCTIONS if one.vba or python]
    return _HELP_HEAD + "".join(described) + _HELP_TAIL


def python_module() -> str:
    """The VBA text whose functions ask Python."""
    return _PYTHON_HEAD + "".join(_handed_on(one) for one in FUNCTIONS) + _PYTHON_TAIL.removeprefix("\n")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _described(one: Function) -> str:
    helps = ", _\n        ".join(_quoted(argument.help) for argument in one.arguments)
    return f"    Describe {_quoted(one.name)}, _\n        {_quoted(one.summary)}, _\n        Array({helps})\n"


def _written(argument: Argument) -> str:
    return f"{'Optional ' if argument.optional else ''}{argument.name} As Variant"


def _handed_on(one: Function) -> str:
    written = ", _\n        ".join(_written(argument) for argument in one.arguments)
    names = ", ".join(argument.name for argument in one.arguments)
    return (
        f"Public Function {one.name}({written}) As Variant\n"
        f'    {one.name} = FromPython("{one.name}", Array({names}))\n'
        "End Function\n\n"
    )
