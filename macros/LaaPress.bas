' What every button does. With xlwings, Python works inside this workbook. Without it (or in LibreOffice) the workbook is
' saved, what was pressed is written down, the command line does the work beside it, and its outcome is shown here.
' Plain ASCII, late bound and without conditions at compile time: Excel for Windows, Excel for Mac and LibreOffice run it.
' How macro and command line talk stands in docs/decisions/0019.
Option Explicit
Option Private Module

Private Const TITLE As String = "LAA"
Private Const START_SECONDS As Long = 60 ' until the command line gives a first sign
Private Const SAVE_SECONDS As Long = 20
Private Const WORK_SECONDS As Long = 1800 ' until we stop waiting for it
Private Const LONGEST_COMMAND As Long = 6000 ' letters: Windows takes 8,191 on a line, and xlwings adds its own
Private Const WEB_ADDRESS As String = "Excel has opened this workbook by its web address, as it does in a folder that OneDrive or SharePoint synchronises, and its programme folder cannot be reached that way. Keep the programme folder on this computer or on a network drive, outside OneDrive and SharePoint, and open the workbook there; nothing was done."

Private mBusy As Boolean
Private mAnswerFile As String ' of a long answer, until Python has read it

' ---- What the buttons call

Public Sub Press(action As String, answer As String)
    Dim why As String
    If mBusy Then
        Tell "The last press is still at work. Wait until it has answered.", True
        Exit Sub
    End If
    On Error GoTo Failed
    mBusy = True
    why = WhyNot()
    If why <> "" Then
        Tell why, True
    ElseIf UsesXlwings() Then
        PressThroughXlwings action, answer
    Else
        PressThroughCommand action, answer
    End If
    Finish
    Exit Sub
Failed:
    why = Err.Description
    Finish
    Tell "This could not be done: " & why & ". What you saved is as you saved it. In a terminal, laa-xl doctor says what is missing.", True
End Sub

' Whether a press is at work.
Public Function AtWork() As Boolean
    AtWork = mBusy
End Function

' A quarter such as 2008-Q2; "" when the officer cancelled.
Public Function AskPeriod(action As String) As String
    If TestFile("LAA_XL_ANSWERS") <> "" Then
        AskPeriod = ValueOf(TextOf(TestFile("LAA_XL_ANSWERS")), "period")
        Exit Function
    End If
    AskPeriod = Trim(InputBox("Which quarter? It is written by the year its financial year starts in: 2008-Q2 is July to September 2008.", TITLE, OfferedPeriod(action)))
End Function

' The full names of the files, one a line; "" when the officer cancelled.
Public Function AskFiles() As String
    AskFiles = Chosen("Workbooks (*.xlsx),*.xlsx", "Choose the returns to take in")
End Function

' The full names of saved mails and mailboxes, one a line; "" when the officer cancelled.
Public Function AskMails() As String
    AskMails = Chosen("Mails (*.eml;*.mbox),*.eml;*.mbox,All files (*.*),*.*", "Choose the mails to look in")
End Function

Private Function Chosen(kinds As String, caption As String) As String
    Dim answer As Variant
    Dim number As Long
    Dim names As String
    If TestFile("LAA_XL_ANSWERS") <> "" Then
        Chosen = ValueOf(TextOf(TestFile("LAA_XL_ANSWERS")), "files")
        Exit Function
    End If
    If OnMac() Then
        answer = Application.GetOpenFilename(, , caption, , True)
    Else
        answer = Application.GetOpenFilename(kinds, , caption, , True)
    End If
    If IsArray(answer) Then
        For number = LBound(answer) To UBound(answer)
            If names <> "" Then names = names & vbLf
            names = names & answer(number)
        Next number
    ElseIf VarType(answer) = vbString Then
        names = answer
    End If
    Chosen = names
End Function

' Why, in the officer's words; "" when she cancelled. A reason is for one return: which of several rows is meant, nobody could say.
Public Function AskReason() As String
    If SelectedRows() > 1 Then
        Tell "Several rows are selected, and a decision is about one return. Choose one cell in its row, and press again; nothing was done.", True
        Exit Function
    End If
    If TestFile("LAA_XL_ANSWERS") <> "" Then
        AskReason = ValueOf(TextOf(TestFile("LAA_XL_ANSWERS")), "reason")
        Exit Function
    End If
    AskReason = Trim(InputBox("Why? Your reason is kept in the register. Name posts, not people.", TITLE))
End Function

' ---- What stands in the way: a sentence, or ""

Private Function WhyNot() As String
    If ThisWorkbook.Path = "" Then
        WhyNot = "This workbook was never saved. Save it into its programme folder first; nothing was done."
    ElseIf IsReadOnly() Then
        WhyNot = "This workbook is open read-only: somebody else may have it open. Close it, wait for her, and open it again; nothing was done."
    End If
End Function

' LibreOffice does not say it here: there laa-xl sees who has the workbook open.
Private Function IsReadOnly() As Boolean
    On Error Resume Next
    IsReadOnly = ThisWorkbook.ReadOnly
End Function

Private Function WhyNotByCommand() As String
    If OnMac() Then
        WhyNotByCommand = "Excel for Mac may not start other programs. Run laa-xl install in a terminal, which puts the xlwings add-in in place, then quit and start Excel; nothing was done."
    ElseIf InStr(ThisWorkbook.Path, "://") > 0 Then
        WhyNotByCommand = WEB_ADDRESS
    End If
End Function

' ---- With xlwings

' Whether Python is reached through xlwings: its add-in is loaded, and the setting does not say otherwise.
Private Function UsesXlwings() As Boolean
    Dim found As String
    If ValueOf(Settings(), "way") = "command" Then Exit Function
    On Error Resume Next
    found = Workbooks("xlwings.xlam").Name
    On Error GoTo 0
    UsesXlwings = (LCase(found) = "xlwings.xlam")
End Function

Private Sub PressThroughXlwings(action As String, answer As String)
    Dim ended As Variant
    ThisWorkbook.Activate ' xlwings works on the active workbook
    ended = Application.Run("xlwings.xlam!RunPython", PythonCommand(action, answer))
    ' A web address that xlwings finds in no folder stops it before Python is asked, with a message of its own.
    If ended = -1 And InStr(ThisWorkbook.Path, "://") > 0 Then Tell WEB_ADDRESS, True
End Sub

' What Python is to run. A long answer travels in a file, as a command line on Windows holds 8,191 letters.
Public Function PythonCommand(action As String, answer As String) As String
    Dim text As String
    text = PythonText(answer)
    If Len(text) > LONGEST_COMMAND And Not OnMac() Then
        mAnswerFile = WorkFile("answer")
        WriteText mAnswerFile, HexOf(answer)
        text = "bytes.fromhex(open(" & PythonText(mAnswerFile) & ").read()).decode('utf-16-be')"
    End If
    PythonCommand = "import laa_xl.buttons; laa_xl.buttons.press('" & action & "', " & text & ")"
End Function

' A text as Python reads it, in letters that no shell between here and Python takes for its own:
' plain ones as they are, any other text as the hexadecimal digits of its UTF-16 units.
Public Function PythonText(text As String) As String
    Dim number As Long
    For number = 1 To Len(text)
        If InStr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._", Mid(text, number, 1)) = 0 Then
            PythonText = "bytes.fromhex('" & HexOf(text) & "').decode('utf-16-be')"
            Exit Function
        End If
    Next number
    PythonText = "'" & text & "'"
End Function

Private Function HexOf(text As String) As String
    Dim number As Long
    Dim parts() As String
    If Len(text) = 0 Then Exit Function
    ReDim parts(1 To Len(text))
    For number = 1 To Len(text)
        parts(number) = UnitOf(Mid(text, number, 1))
    Next number
    HexOf = Join(parts, "")
End Function

Private Function UnitOf(letter As String) As String
    UnitOf = Right("000" & Hex(AscW(letter) And &HFFFF&), 4)
End Function

' ---- Without xlwings

Private Sub PressThroughCommand(action As String, answer As String)
    Dim why As String
    Dim request As String
    Dim outcome As String
    why = WhyNotByCommand()
    If why = "" And Not IsSaved() Then why = "This workbook could not be saved, and only what is saved can be read. Save it and press again; nothing was done."
    If why <> "" Then
        Tell why, True
        Exit Sub
    End If
    request = WorkFile("request")
    outcome = WorkFile("outcome")
    WriteText request, Written(action, answer, outcome)
    If Start(CommandLine() & " press --request " & Quoted(request)) Then
        If WaitFor(outcome) Then ShowOutcome TextOf(outcome)
    End If
    Remove request
    Remove outcome
    Remove outcome & ".progress"
End Sub

' Saves what is not saved yet. LibreOffice may go on saving for a moment after it was told to.
Private Function IsSaved() As Boolean
    Dim began As Double
    If Not ThisWorkbook.Saved Then ThisWorkbook.Save
    began = CDbl(Now)
    Do While Not ThisWorkbook.Saved And (CDbl(Now) - began) * 86400 < SAVE_SECONDS
        DoEvents
    Loop
    IsSaved = ThisWorkbook.Saved
End Function

' What was pressed, where and by whom, as laa-xl press --request reads it.
Private Function Written(action As String, answer As String, outcome As String) As String
    Dim where As String
    where = ThisWorkbook.Path & Application.PathSeparator & ThisWorkbook.Name
    Written = LineOf("action", action) & LineOf("answer", answer) & LineOf("master", where) & _
        LineOf("sheet", ActiveSheet.Name) & LineOf("row", CStr(SelectedRow())) & LineOf("officer", Officer()) & _
        LineOf("outcome", outcome)
End Function

Private Function Start(command As String) As Boolean
    Dim started As Variant
    On Error GoTo Failed
    started = Shell(command, 0)
    Start = True
    Exit Function
Failed:
    Tell "The program laa-xl was not found on this machine, so nothing was done. In a terminal, laa-xl install writes down where it is; if there is no laa-xl, see the README.", True
End Function

' Waits with the window alive; says what is being done in the status bar. False, and told, where no outcome comes.
Private Function WaitFor(outcome As String) As Boolean
    Dim began As Double
    Dim looked As Double
    Dim shown As String
    Dim heard As String
    began = CDbl(Now)
    Do
        If Exists(outcome) Then
            WaitFor = True
            Exit Function
        End If
        If Abs(CDbl(Now) - looked) * 86400 >= 0.5 Then
            looked = CDbl(Now)
            heard = SaidIn(outcome & ".progress", heard)
            If heard <> shown Then
                shown = heard
                Application.StatusBar = TITLE & ": " & shown
            End If
        End If
        DoEvents
        If heard = "" And (CDbl(Now) - began) * 86400 > START_SECONDS Then
            Tell "The program laa-xl gives no sign, so nothing was done. In a terminal, laa-xl doctor says what is missing.", True
            Exit Function
        End If
        If (CDbl(Now) - began) * 86400 > WORK_SECONDS Then
            Tell "The program laa-xl has been at work for half an hour. It may still finish: what it does then is put in place when you close this workbook.", True
            Exit Function
        End If
    Loop
End Function

' What is being done now; as before where Windows will not give the file, because it is just being written.
Private Function SaidIn(path As String, before As String) As String
    SaidIn = before
    On Error Resume Next
    If Exists(path) Then SaidIn = ValueOf(TextOf(path), "progress")
End Function

Private Sub ShowOutcome(text As String)
    Dim file As String
    file = ValueOf(text, "show.file")
    Application.StatusBar = False
    If ValueOf(text, "show.sheet") <> "" Then GoThere file, ValueOf(text, "show.sheet"), ValueOf(text, "show.cell")
    Tell ValueOf(text, "text"), (ValueOf(text, "problem") = "1"), ValueOf(text, "title")
End Sub

' Shows a cell of this workbook, or of another one that is opened for reading only.
Private Sub GoThere(file As String, sheet As String, cell As String)
    Dim book As Object
    On Error Resume Next ' what cannot be shown is still told
    If file = "" Then
        Set book = ThisWorkbook
    Else
        Set book = Workbooks.Open(file, 0, True)
    End If
    book.Activate
    Application.Goto book.Worksheets(sheet).Range(cell), True
End Sub

' The line that starts laa-xl: the one that laa-xl install wrote down, else whatever PATH finds.
Private Function CommandLine() As String
    CommandLine = ValueOf(Settings(), "command")
    If CommandLine = "" Then CommandLine = "laa-xl"
End Function

' ---- What is known of this machine

Private Function Settings() As String
    Dim path As String
    path = Environ("LAA_XL_SETTINGS")
    If path = "" And Environ("LOCALAPPDATA") <> "" Then path = Environ("LOCALAPPDATA") & "\laa-xl\settings.txt"
    If path = "" Then path = Environ("HOME") & "/.config/laa-xl/settings.txt"
    If Exists(path) Then Settings = TextOf(path)
End Function

' Excel for Mac. LibreOffice names its system otherwise, and may start programs there.
Private Function OnMac() As Boolean
    On Error Resume Next
    OnMac = (InStr(Application.OperatingSystem, "Macintosh") > 0 And TypeName(ThisWorkbook) <> "Object")
End Function

Private Function Officer() As String
    On Error Resume Next
    Officer = Application.UserName
    On Error GoTo 0
    If Officer = "" Then Officer = Environ("USERNAME")
    If Officer = "" Then Officer = Environ("USER")
End Function

Private Function SelectedRow() As Long
    On Error Resume Next
    SelectedRow = ActiveCell.Row
End Function

' How many rows are selected; 1 where that cannot be told.
Private Function SelectedRows() As Long
    Dim areas As Long
    SelectedRows = 1
    On Error Resume Next
    SelectedRows = Selection.Rows.Count
    areas = Selection.Areas.Count
    If areas > SelectedRows Then SelectedRows = areas
End Function

' The quarter to offer, by the rules of laa_xl/flow/quarters.py as far as the Register tells; "" where it tells none.
Public Function OfferedPeriod(action As String) As String
    Select Case action
        Case "templates"
            OfferedPeriod = PeriodAfter(NewestPeriod(""))
        Case "letters"
            OfferedPeriod = NewestPeriod("")
        Case Else
            OfferedPeriod = NewestPeriod("accepted")
    End Select
End Function

' The newest quarter of the Register that has a return in a state which begins so; "" where there is none.
Private Function NewestPeriod(state As String) As String
    Dim row As Long
    Dim found As String
    Dim stands As String
    Dim newest As String
    On Error Resume Next
    For row = 1 To 2000
        found = ""
        stands = ""
        found = ThisWorkbook.Worksheets("Register").Cells(row, 1).Value
        stands = ThisWorkbook.Worksheets("Register").Cells(row, 4).Value
        If found Like "####-Q#" And found > newest And Left(stands, Len(state)) = state Then newest = found
    Next row
    NewestPeriod = newest
End Function

' The quarter that follows: 2009-Q1 after 2008-Q4.
Private Function PeriodAfter(period As String) As String
    If period = "" Then Exit Function
    If Right(period, 1) = "4" Then
        PeriodAfter = CStr(CLng(Left(period, 4)) + 1) & "-Q1"
    Else
        PeriodAfter = Left(period, 6) & CStr(CLng(Right(period, 1)) + 1)
    End If
End Function

' ---- Messages

' Tests have no one to close a box: they name a file that gets the messages instead.
Private Sub Tell(text As String, problem As Boolean, Optional heading As String = "")
    Dim path As String
    Dim style As Long
    Dim head As String
    head = heading
    If head = "" Then head = TITLE
    path = TestFile("LAA_XL_MESSAGES")
    If path <> "" Then
        WriteText path, LineOf("title", head) & LineOf("text", text) & LineOf("problem", IIf(problem, "1", "0"))
        Exit Sub
    End If
    style = vbInformation
    If problem Then style = vbExclamation
    MsgBox text, style, head
End Sub

' A file that only tests name, in an environment variable; "" for every officer.
Private Function TestFile(variable As String) As String
    TestFile = Environ(variable)
End Function

Private Sub Finish()
    mBusy = False
    If mAnswerFile <> "" Then Remove mAnswerFile
    mAnswerFile = ""
    On Error Resume Next
    Application.StatusBar = False
End Sub

' ---- Files of lines: key=value in ASCII, other letters as \uXXXX

Private Function LineOf(key As String, value As String) As String
    LineOf = key & "=" & Escaped(value) & vbCrLf
End Function

' The value of a key, "" where there is none.
Public Function ValueOf(text As String, key As String) As String
    Dim lines As Variant
    Dim number As Long
    Dim one As String
    lines = Split(Replace(text, vbCr, vbLf), vbLf)
    For number = LBound(lines) To UBound(lines)
        one = lines(number)
        If Left(one, Len(key) + 1) = key & "=" Then
            ValueOf = Unescaped(Mid(one, Len(key) + 2))
            Exit Function
        End If
    Next number
End Function

Public Function Escaped(text As String) As String
    Dim number As Long
    Dim code As Long
    Dim parts() As String
    If Len(text) = 0 Then Exit Function
    ReDim parts(1 To Len(text))
    For number = 1 To Len(text)
        code = AscW(Mid(text, number, 1)) And &HFFFF&
        If code >= 32 And code <= 126 And code <> 92 Then
            parts(number) = Mid(text, number, 1)
        Else
            parts(number) = "\u" & UnitOf(Mid(text, number, 1))
        End If
    Next number
    Escaped = Join(parts, "")
End Function

Public Function Unescaped(text As String) As String
    Dim parts As Variant
    Dim number As Long
    Dim found As String
    parts = Split(text, "\u")
    If UBound(parts) < 0 Then Exit Function
    found = parts(0)
    For number = 1 To UBound(parts)
        found = found & ChrW(CLng("&H" & Left(parts(number), 4))) & Mid(parts(number), 5)
    Next number
    Unescaped = found
End Function

' ---- Files

Private Function WorkFile(what As String) As String
    Dim folder As String
    folder = Environ("TEMP")
    If folder = "" Then folder = Environ("TMPDIR")
    If folder = "" Then folder = "/tmp"
    Randomize
    WorkFile = folder & Application.PathSeparator & "laa-xl-" & what & "-" & CStr(CLng(Date)) & "-" & CStr(CLng(Rnd * 100000000)) & ".txt"
End Function

Private Sub WriteText(path As String, text As String)
    Dim handle As Integer
    handle = FreeFile
    Open path For Output As #handle
    Print #handle, text
    Close #handle
End Sub

Private Function TextOf(path As String) As String
    Dim handle As Integer
    Dim one As String
    Dim text As String
    handle = FreeFile
    Open path For Input As #handle
    Do While Not EOF(handle)
        Line Input #handle, one
        text = text & one & vbLf
    Loop
    Close #handle
    TextOf = text
End Function

Private Function Exists(path As String) As Boolean
    On Error Resume Next
    Exists = (Dir(path) <> "")
End Function

Private Sub Remove(path As String)
    On Error Resume Next
    If Exists(path) Then Kill path
End Sub

Private Function Quoted(text As String) As String
    Quoted = Chr(34) & text & Chr(34)
End Function
