' What every button does: passes its name on. Python does the work.
Option Explicit

Public Sub Press(action As String, answer As String)
    MsgBox "The action " & action & " is not connected on this machine yet. Nothing was changed.", vbInformation, "LAA"
End Sub

' A quarter such as 2008-Q2; empty when cancelled.
Public Function AskPeriod() As String
    AskPeriod = Trim(InputBox("Which quarter? It is written by the year its financial year starts in: 2008-Q2 is July to September 2008.", "LAA"))
End Function

' The full names of the files, one a line; empty when cancelled.
Public Function AskFiles() As String
    Dim chosen As Variant
    Dim number As Long
    chosen = Application.GetOpenFilename("Workbooks (*.xlsx), *.xlsx", , "Choose the returns to take in", , True)
    If Not IsArray(chosen) Then Exit Function
    For number = LBound(chosen) To UBound(chosen)
        If AskFiles <> "" Then AskFiles = AskFiles & vbLf
        AskFiles = AskFiles & chosen(number)
    Next
End Function
