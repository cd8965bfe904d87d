' The worksheet functions without Python: same names, same answers as laa_xl/functions (docs/functions.md).
'
' An argument is read into a number, or "" for a blank, or for a range Array(low, high). What is wrong with one is an
' error or a sentence, and the first of them is the answer. Figures are compared in whole millionths, a half away from
' zero, which VBA's own Round does not do; a double that cannot be told from the half counts as the half. The default
' of an optional argument is a space, which is a blank too: LibreOffice cannot take an empty text for one.

Option Explicit

Private Const LARGEST As Double = 1E+100
Private Const DOUBT As Double = 0.000000001
Private Const A_RANGE As String = "A range is written as ""10 to 20"", ""at least 10"" or ""at most 20""."
Private Const REVERSED As String = "The first number of a range has to be the smaller one."
Private Const TOLERANCE_IS As String = "Tolerance has to be 10, ""10%"" or ""5 points"", and not below 0."
Private Const FRACTION As String = "A share below 1 can be read in two ways: write ""10%"" or ""0.1%"", in quotes."
Private Const MIXED As String = "Both tolerances have to be in %, or both in points."
Private Const PERCENT_IS As String = "A percentage has to be 2 or ""2%"", and not below 0."
Private Const QUARTER_IS As String = "Quarter has to be 1, 2, 3 or 4."
Private Const SHARES_ARE As String = "Seasonal shares are four numbers that add up to 100%."
Private Const STATUSES As String = "Final|Provisional|Estimate|Proxy|Not yet available|Not due this period|Not applicable"
Private Const ACCUMULATIONS As String = "cumulative|point in time|rate|rolling year|annual survey"

Public Function LAA_VARIANCE(ByVal actual As Variant, ByVal target As Variant, ByVal polarity As Variant) As Variant
    LAA_VARIANCE = VarianceOf(Figure(actual), Aim(target), Way(polarity), False)
End Function

Public Function LAA_VARIANCE_PCT(ByVal actual As Variant, ByVal target As Variant, ByVal polarity As Variant) As Variant
    LAA_VARIANCE_PCT = VarianceOf(Figure(actual), Aim(target), Way(polarity), True)
End Function

Public Function LAA_SYMBOL(ByVal actual As Variant, ByVal target As Variant, ByVal polarity As Variant, _
        Optional ByVal tolerance As Variant = " ", Optional ByVal better_tolerance As Variant = " ") As Variant
    LAA_SYMBOL = MarkOf(Figure(actual), Aim(target), Way(polarity), "", Limit(tolerance), Limit(better_tolerance))
End Function

Public Function LAA_FORECAST(ByVal forecast As Variant, ByVal year_end_target As Variant, ByVal polarity As Variant, _
        Optional ByVal judgement As Variant = " ", Optional ByVal tolerance As Variant = " ", _
        Optional ByVal better_tolerance As Variant = " ") As Variant
    LAA_FORECAST = MarkOf(Figure(forecast), Aim(year_end_target), Way(polarity), Judged(judgement), _
        Limit(tolerance), Limit(better_tolerance))
End Function

Public Function LAA_RAG(ByVal actual As Variant, ByVal target As Variant, ByVal polarity As Variant, _
        Optional ByVal forecast As Variant = " ", Optional ByVal year_end_target As Variant = " ", _
        Optional ByVal tolerance As Variant = " ", Optional ByVal mode As Variant = " ", _
        Optional ByVal judgement As Variant = " ", Optional ByVal status As Variant = " ", _
        Optional ByVal placeholder As Variant = " ", Optional ByVal better_tolerance As Variant = " ") As Variant
    Dim a As Variant, t As Variant, p As Variant, f As Variant, y As Variant, low As Variant, up As Variant
    Dim m As Variant, j As Variant, s As Variant, h As Variant, performance As Variant, ahead As Variant
    Dim wrong As Variant, size As Double
    a = Figure(actual)
    t = Aim(target)
    p = Way(polarity)
    f = Figure(forecast)
    y = Aim(year_end_target)
    low = Limit(tolerance)
    m = Choice(mode, "outlook|current", "Mode has to be outlook or current.")
    j = Judged(judgement)
    s = Choice(status, STATUSES, "Status has to be one of: " & Replace(STATUSES, "|", ", ") & ".")
    h = YesNo(placeholder)
    up = Limit(better_tolerance)
    wrong = Array(a, t, p, f, y, low, m, j, s, h, up, Fitting(t, p), Fitting(y, p), Alike(low, up))
    If AnyWrong(wrong) Then
        LAA_RAG = FirstWrong(wrong)
        Exit Function
    End If
    If Blank(a) And Blank(t) And Blank(p) Then
        LAA_RAG = ""
        Exit Function
    End If
    LAA_RAG = "Grey"
    If Same(h, 1) Then Exit Function
    If Not Blank(s) Then
        If s > 4 Then Exit Function
    End If
    ahead = Banded(f, y, p, low, up, size)
    If Blank(ahead) And Not Blank(j) Then ahead = 2 - j
    performance = Banded(a, t, p, low, up, size)
    If Blank(performance) Then Exit Function
    If Same(m, 2) Then
        LAA_RAG = IIf(size >= 0, "Green", IIf(performance = -1, "Red", "Amber"))
    ElseIf Blank(ahead) Then
        LAA_RAG = IIf(performance = -1, "Red", "Green")
    ElseIf ahead = -1 Then
        LAA_RAG = "Red"
    Else
        LAA_RAG = IIf(performance = -1, "Amber", "Green")
    End If
End Function

Public Function LAA_DIRECTION(ByVal actual As Variant, ByVal earlier As Variant, ByVal polarity As Variant, _
        Optional ByVal dead_band As Variant = " ", Optional ByVal target As Variant = " ", _
        Optional ByVal survey As Variant = " ", Optional ByVal confidence As Variant = " ") As Variant
    Dim a As Variant, e As Variant, p As Variant, b As Variant, t As Variant, s As Variant, c As Variant
    Dim wrong As Variant, change As Variant, edge As Double, size As Double, band As Double
    a = Figure(actual)
    e = Figure(earlier)
    p = Way(polarity)
    b = Percent(dead_band)
    t = Aim(target)
    s = YesNo(survey)
    c = Figure(confidence)
    wrong = Array(a, e, p, b, t, s, c, IIf(IsRange(p), Fitting(t, p), ""), Positive(c))
    If AnyWrong(wrong) Then
        LAA_DIRECTION = FirstWrong(wrong)
        Exit Function
    End If
    If Blank(a) And Blank(e) And Blank(p) Then
        LAA_DIRECTION = ""
        Exit Function
    End If
    LAA_DIRECTION = "no comparison"
    If Blank(a) Or Blank(e) Or Blank(p) Then Exit Function
    If IsRange(p) Then
        If Blank(t) Then Exit Function
        change = Gap(a, t, p, edge)
        size = Millionths(change, a, edge, False)
        change = Gap(e, t, p, edge)
        size = size - Millionths(change, e, edge, False)
    Else
        change = Gap(a, e, p, edge)
        size = Millionths(change, a, e, False)
    End If
    If Same(s, 1) Then
        If Blank(c) Then Exit Function
        band = Nearest(c * 1000000#, 0)
    ElseIf e <> 0 Then
        If IsRange(p) Then size = Nearest(size / Abs(e), DOUBT) Else size = Millionths(change, a, e, True)
        If Blank(b) Then band = 20000 Else band = Nearest(b * 10000#, 0)
    End If
    LAA_DIRECTION = IIf(size > band, "improved", IIf(size < -band, "worsened", "steady"))
End Function

Public Function LAA_PROFILE(ByVal year_end_target As Variant, ByVal quarter As Variant, ByVal accumulation As Variant, _
        Optional ByVal shares As Variant = " ", Optional ByVal decimals As Variant = " ", _
        Optional ByVal agreed As Variant = " ") As Variant
    Dim y As Variant, q As Variant, k As Variant, d As Variant, g As Variant, seasons As Variant, wrong As Variant
    Dim due As Double, total As Double, i As Long, given As Long
    y = Figure(year_end_target)
    q = Whole(quarter, 1, 4, QUARTER_IS)
    k = Choice(accumulation, ACCUMULATIONS, "Accumulation has to be one of: " & Replace(ACCUMULATIONS, "|", ", ") & ".")
    d = Whole(decimals, 0, 6, "Decimals have to be a whole number from 0 to 6.")
    g = Figure(agreed)
    seasons = EachOf(shares)
    For i = 0 To UBound(seasons)
        seasons(i) = Figure(seasons(i))
        If Not Blank(seasons(i)) Then given = given + 1
    Next
    wrong = Array(y, q, k, d, g)
    If AnyWrong(wrong) Then
        LAA_PROFILE = FirstWrong(wrong)
    ElseIf AnyWrong(seasons) Then
        LAA_PROFILE = FirstWrong(seasons)
    ElseIf Not Blank(g) Then
        LAA_PROFILE = g
    ElseIf Blank(y) Then
        LAA_PROFILE = ""
    ElseIf Blank(q) Then
        LAA_PROFILE = QUARTER_IS
    ElseIf Blank(k) Then
        LAA_PROFILE = "Accumulation has to be one of: " & Replace(ACCUMULATIONS, "|", ", ") & "."
    ElseIf given > 0 And (given <> 4 Or UBound(seasons) <> 3) Then
        LAA_PROFILE = SHARES_ARE
    Else
        due = y
        If given = 4 Then
            For i = 0 To 3
                total = total + seasons(i)
                If k = 1 And i + 1 = q Then due = y * total
            Next
            If Nearest(total * 1000000#, DOUBT) <> 1000000 Then
                LAA_PROFILE = SHARES_ARE
                Exit Function
            End If
        ElseIf k = 1 Then
            due = y * q / 4
        End If
        If Blank(d) Then d = 6
        LAA_PROFILE = Nearest(due * 10 ^ d, Abs(due) * 10 ^ d * 0.0000000000001) / 10 ^ d
    End If
End Function

Public Function LAA_ROLLUP(ByVal ratings As Variant, Optional ByVal due As Variant = " ", _
        Optional ByVal placeholder As Variant = " ", Optional ByVal group As Variant = " ", _
        Optional ByVal red_share As Variant = " ", Optional ByVal green_share As Variant = " ", _
        Optional ByVal min_rated As Variant = " ") As Variant
    Dim r As Variant, d As Variant, h As Variant, g As Variant, wrong As Variant
    Dim i As Long, j As Long, n As Long, worst As Long, slot As Long, items As Long
    Dim tally(1 To 6) As Long, counted() As Boolean
    r = EachOf(ratings)
    n = UBound(r)
    d = Beside(due, n)
    h = Beside(placeholder, n)
    g = Beside(group, n)
    For i = 0 To n
        r(i) = Choice(r(i), "Red|Amber|Grey|Green", "Ratings have to be Red, Amber, Green or Grey.")
    Next
    For i = 0 To UBound(d)
        d(i) = YesNo(d(i))
    Next
    For i = 0 To UBound(h)
        h(i) = YesNo(h(i))
    Next
    For i = 0 To UBound(g)
        g(i) = GroupName(g(i))
    Next
    wrong = Array(FirstWrong(r), FirstWrong(d), FirstWrong(h), FirstError(g), _
        Percent(red_share), Percent(green_share), Percent(min_rated))
    If AnyWrong(wrong) Then
        LAA_ROLLUP = FirstWrong(wrong)
        Exit Function
    End If
    If UBound(d) <> n Or UBound(h) <> n Or UBound(g) <> n Then
        LAA_ROLLUP = "Due, placeholder and group have to be as large as the ratings, or be left out."
        Exit Function
    End If
    ReDim counted(0 To n)
    For i = 0 To n
        If Not counted(i) And Not (Blank(r(i)) And Blank(d(i)) And Blank(h(i)) And g(i) = "") Then
            items = items + 1
            worst = 4
            slot = 6
            For j = i To n
                If j = i Or (g(i) <> "" And g(j) = g(i)) Then
                    counted(j) = True
                    If Blank(r(j)) Then r(j) = 3
                    If r(j) < worst Then worst = r(j)
                    If r(j) = 3 Then slot = SlotOf(slot, d(j), h(j))
                End If
            Next
            If worst <> 3 Then slot = IIf(worst = 4, 3, worst)
            tally(slot) = tally(slot) + 1
        End If
    Next
    If items = 0 Then
        LAA_ROLLUP = ""
    Else
        LAA_ROLLUP = Suggested(tally, Setting(wrong(4), 25), Setting(wrong(5), 75), Setting(wrong(6), 50))
    End If
End Function

Public Function LAA_REWARD(ByVal actual As Variant, ByVal without_stretch As Variant, ByVal with_stretch As Variant, _
        ByVal share As Variant, ByVal status As Variant) As Variant
    Dim a As Variant, w As Variant, s As Variant, m As Variant, k As Variant, wrong As Variant
    Dim reached As Double, doubtful As Double
    a = Figure(actual)
    w = Figure(without_stretch)
    s = Figure(with_stretch)
    m = Figure(share)
    k = Choice(status, STATUSES, "Status has to be one of: " & Replace(STATUSES, "|", ", ") & ".")
    wrong = Array(a, w, s, m, k)
    If AnyWrong(wrong) Then
        LAA_REWARD = FirstWrong(wrong)
        Exit Function
    End If
    If Blank(a) Or Blank(w) Or Blank(s) Or Blank(m) Then
        LAA_REWARD = ""
        Exit Function
    End If
    LAA_REWARD = 0
    If s = w Or Not Same(k, 1) Then Exit Function
    reached = (a - w) / (s - w)
    doubtful = (Abs(a) + Abs(w) + Abs(s)) / Abs(s - w) * 0.000000000000001
    If reached < 0.6 - doubtful Then Exit Function
    If reached > 1 Then reached = 1
    LAA_REWARD = Nearest(reached * m * 100, (doubtful + 0.000000000000001) * Abs(m) * 100) / 100
End Function

' The rules

Private Function VarianceOf(ByVal a As Variant, ByVal t As Variant, ByVal p As Variant, ByVal share As Boolean) As Variant
    Dim wrong As Variant, distance As Variant, edge As Double
    wrong = Array(a, t, p, Fitting(t, p))
    If AnyWrong(wrong) Then
        VarianceOf = FirstWrong(wrong)
        Exit Function
    End If
    distance = Gap(a, t, p, edge)
    VarianceOf = ""
    If Blank(distance) Or (share And edge = 0) Then Exit Function
    VarianceOf = Millionths(distance, a, edge, share) / 1000000#
End Function

Private Function MarkOf(ByVal a As Variant, ByVal t As Variant, ByVal p As Variant, ByVal j As Variant, _
        ByVal low As Variant, ByVal up As Variant) As Variant
    Dim wrong As Variant, found As Variant, size As Double
    wrong = Array(a, t, p, j, low, up, Fitting(t, p), Alike(low, up))
    If AnyWrong(wrong) Then
        MarkOf = FirstWrong(wrong)
        Exit Function
    End If
    found = Banded(a, t, p, low, up, size)
    If Blank(found) And Not Blank(j) Then found = 2 - j
    MarkOf = ""
    If Blank(found) Then Exit Function
    If found = 1 Then MarkOf = ChrW(9733) & " better"
    If found = 0 Then MarkOf = ChrW(9679) & " within"
    If found = -1 Then MarkOf = ChrW(9650) & " worse"
End Function

' 1 better, 0 within, -1 worse, "" not rated; size: the variance in millionths.
Private Function Banded(ByVal a As Variant, ByVal t As Variant, ByVal p As Variant, ByVal low As Variant, _
        ByVal up As Variant, ByRef size As Double) As Variant
    Dim distance As Variant, edge As Double, lower As Double, upper As Double
    distance = Gap(a, t, p, edge)
    Banded = ""
    If Blank(distance) Then Exit Function
    lower = 100000
    If Not Blank(low) Then lower = low(1)
    upper = lower
    If Not Blank(up) Then upper = up(1)
    If InPoints(low, up) Then
        size = Millionths(distance, a, edge, False)
    ElseIf edge = 0 Then
        size = Millionths(distance, a, edge, False)
        lower = 0
        upper = 0
    Else
        size = Millionths(distance, a, edge, True)
    End If
    Banded = 0
    If size < -lower Then Banded = -1
    If size > upper And Not IsRange(p) Then Banded = 1
End Function

' The variance before rounding, "" for none; edge: what it is measured from.
Private Function Gap(ByVal a As Variant, ByVal t As Variant, ByVal p As Variant, ByRef edge As Double) As Variant
    Gap = ""
    If Blank(a) Or Blank(t) Or Blank(p) Then Exit Function
    If IsRange(p) Then
        Gap = 0
        edge = 1
        If Not Blank(t(0)) Then
            If a < t(0) Then
                edge = t(0)
                Gap = a - edge
            End If
        End If
        If Not Blank(t(1)) Then
            If a > t(1) Then
                edge = t(1)
                Gap = edge - a
            End If
        End If
    Else
        edge = t
        Gap = IIf(p = 1, a - edge, edge - a)
    End If
End Function

Private Function Millionths(ByVal distance As Double, ByVal a As Double, ByVal edge As Double, ByVal share As Boolean) As Double
    If share Then
        Millionths = Nearest(distance / Abs(edge) * 1000000#, (Abs(a) + Abs(edge)) / Abs(edge) * DOUBT)
    Else
        Millionths = Nearest(distance * 1000000#, (Abs(a) + Abs(edge)) * DOUBT)
    End If
End Function

Private Function Nearest(ByVal x As Double, ByVal doubtful As Double) As Double
    Dim size As Double
    If doubtful > 0.1 Then doubtful = 0.1
    size = Int(Abs(x) + 0.5 + doubtful)
    Nearest = IIf(x < 0 And size > 0, -size, size) ' never -0
End Function

Private Function SlotOf(ByVal slot As Long, ByVal d As Variant, ByVal h As Variant) As Long
    Dim mine As Long
    mine = 6
    If Same(h, 1) Then
        mine = 5
    ElseIf Not Same(d, 2) Then
        mine = 4
    End If
    SlotOf = IIf(mine < slot, mine, slot)
End Function

' tally: red, amber, green, due and missing, placeholders, not due.
Private Function Suggested(ByRef tally() As Long, ByVal red As Double, ByVal green As Double, ByVal least As Double) As String
    Dim rated As Long
    rated = tally(1) + tally(2) + tally(3)
    Suggested = "Grey"
    If rated = 0 Or Not Reaches(rated, rated + tally(4), least) Then Exit Function
    Suggested = "Amber"
    If tally(1) = 0 And tally(4) = 0 And Reaches(tally(3), rated, green) Then Suggested = "Green"
    If tally(1) > 0 And Reaches(tally(1), rated, red) Then Suggested = "Red"
End Function

Private Function Reaches(ByVal part As Double, ByVal total As Double, ByVal share As Double) As Boolean
    Reaches = part * 100 >= share * total - share * total * 0.0000000000001
End Function

Private Function Setting(ByVal given As Variant, ByVal default As Double) As Double
    If Blank(given) Then Setting = default Else Setting = given
End Function

' What is wrong

Private Function Blank(ByVal v As Variant) As Boolean
    Blank = (VarType(v) = vbString)
End Function

Private Function Same(ByVal v As Variant, ByVal n As Long) As Boolean
    If VarType(v) = vbDouble Then Same = (v = n)
End Function

Private Function IsRange(ByVal p As Variant) As Boolean
    IsRange = Same(p, 0)
End Function

Private Function IsWrong(ByVal v As Variant) As Boolean
    If IsArray(v) Then Exit Function
    If IsError(v) Then
        IsWrong = True
    ElseIf VarType(v) = vbString Then
        IsWrong = (v <> "")
    End If
End Function

' #NUM!, in whatever language this Excel says "Error 2036".
Private Function IsTooLarge(ByVal v As Variant) As Boolean
    IsTooLarge = (CStr(v) = CStr(CVErr(2036)))
End Function

Private Function AnyWrong(ByVal given As Variant) As Boolean
    Dim i As Long
    For i = LBound(given) To UBound(given)
        If IsWrong(given(i)) Then AnyWrong = True
    Next
End Function

Private Function FirstWrong(ByVal given As Variant) As Variant
    Dim i As Long
    FirstWrong = ""
    For i = UBound(given) To LBound(given) Step -1
        If IsWrong(given(i)) Then FirstWrong = given(i)
    Next
End Function

Private Function FirstError(ByVal given As Variant) As Variant
    Dim i As Long
    FirstError = ""
    For i = UBound(given) To LBound(given) Step -1
        If IsError(given(i)) Then FirstError = given(i)
    Next
End Function

' A target in the form that its polarity needs.
Private Function Fitting(ByVal t As Variant, ByVal p As Variant) As Variant
    Fitting = ""
    If Blank(t) Or Blank(p) Or IsError(t) Or IsError(p) Then Exit Function
    If p = 0 And Not IsArray(t) Then Fitting = A_RANGE
    If p <> 0 And IsArray(t) Then Fitting = CVErr(2015)
End Function

Private Function Alike(ByVal low As Variant, ByVal up As Variant) As String
    If Not IsArray(up) Then Exit Function
    If IsArray(low) Then
        If low(0) <> up(0) Then Alike = MIXED
    ElseIf up(0) Then
        Alike = MIXED
    End If
End Function

Private Function Positive(ByVal c As Variant) As String
    If Blank(c) Or IsError(c) Then Exit Function
    If c < 0 Then Positive = "A confidence interval cannot be below 0."
End Function

' Reading arguments

Private Function Held(ByVal given As Variant) As Variant
    Dim v As Variant
    If IsObject(given) Then v = InCell(given) Else v = given
    If IsArray(v) Then v = CVErr(2015)
    If IsEmpty(v) Or IsNull(v) Then v = ""
    If VarType(v) = vbString Then
        If Tidy(v) = "" Then v = ""
    End If
    Held = v
End Function

' An argument of its own, As Object: LibreOffice asks a Variant for members before it looks whether it has any.
Private Function InCell(ByVal block As Object) As Variant
    Dim v As Variant
    If block.Count > 1 Then
        v = CVErr(2015)
    Else
        v = block.Value
        ' LibreOffice gives the value 0 for a cell with an error.
        If Same(v, 0) And block.HasFormula Then
            If Application.WorksheetFunction.IsError(block) Then v = CVErr(2042)
        End If
    End If
    InCell = v
End Function

' Every cell of a range, of an array or of one cell, as they are.
Private Function EachOf(ByVal given As Variant) As Variant
    If IsObject(given) Then
        EachOf = InRange(given)
    ElseIf IsArray(given) Then
        EachOf = InArray(given)
    Else
        EachOf = Array(Held(given))
    End If
End Function

' Along the rows, as a range gives its cells: For Each goes down the columns of an array.
Private Function InArray(ByVal given As Variant) As Variant
    Dim found() As Variant, part As Variant, rows As Long, count As Long, n As Long
    rows = UBound(given) - LBound(given) + 1
    For Each part In given
        count = count + 1
    Next
    ReDim found(0 To count - 1)
    For Each part In given
        found((n Mod rows) * (count \ rows) + n \ rows) = Held(part)
        n = n + 1
    Next
    InArray = found
End Function

Private Function InRange(ByVal block As Object) As Variant
    Dim found() As Variant, part As Variant, n As Long
    ReDim found(0 To block.Count - 1)
    For Each part In block.Cells
        found(n) = Held(part)
        n = n + 1
    Next
    InRange = found
End Function

' A column beside the ratings: as it is, or blank all along where it is left out.
Private Function Beside(ByVal given As Variant, ByVal last As Long) As Variant
    Dim found As Variant, i As Long
    found = EachOf(given)
    If UBound(found) = 0 And last > 0 Then
        If Not IsError(found(0)) Then
            If found(0) = "" Then
                ReDim found(0 To last)
                For i = 0 To last
                    found(i) = ""
                Next
            End If
        End If
    End If
    Beside = found
End Function

Private Function Tidy(ByVal text As String) As String
    Dim plain As String
    plain = Replace(Replace(Replace(text, vbCr, " "), vbLf, " "), vbTab, " ")
    plain = LCase(Trim(Replace(plain, ChrW(160), " ")))
    Do While InStr(plain, "  ") > 0
        plain = Replace(plain, "  ", " ")
    Loop
    Tidy = plain
End Function

Private Function Figure(ByVal given As Variant) As Variant
    Dim v As Variant, n As Variant
    v = Held(given)
    n = v
    If IsError(v) Then
    ElseIf VarType(v) = vbString Then
        n = Tidy(v)
        If n <> "" Then n = Plain(n)
    ElseIf VarType(v) = vbBoolean Or VarType(v) = vbDate Then
        n = CVErr(2015)
    Else
        n = CDbl(v)
    End If
    If VarType(n) = vbDouble Then
        If Abs(n) > LARGEST Then n = CVErr(2036)
    End If
    Figure = n
End Function

' A number that is written plainly, such as -1,450.5; else #VALUE!
Private Function Plain(ByVal text As String) As Variant
    Dim parts As Variant, groups As Variant, i As Long, fine As Boolean
    parts = text
    If Left(parts, 1) = "-" Or Left(parts, 1) = "+" Then parts = Mid(parts, 2)
    Plain = CVErr(2015)
    If parts = "" Then Exit Function
    parts = Split(parts, ".")
    If UBound(parts) > 1 Then Exit Function
    If UBound(parts) = 1 Then
        If Not Digits(parts(1)) Then Exit Function
    End If
    groups = Split(parts(0) & ",", ",")
    For i = 0 To UBound(groups) - 1
        fine = Digits(groups(i))
        If UBound(groups) > 1 And i = 0 Then fine = fine And Len(groups(i)) <= 3
        If i > 0 Then fine = fine And Len(groups(i)) = 3
        If Not fine Then Exit Function
    Next
    Plain = CDbl(Val(Replace(text, ",", "")))
End Function

Private Function Digits(ByVal text As String) As Boolean
    Digits = (text <> "") And Not (text Like "*[!0-9]*")
End Function

' A number, or Array(low, high) with "" for an open end.
Private Function Aim(ByVal given As Variant) As Variant
    Dim v As Variant, ends As Variant, low As Variant, high As Variant
    v = Held(given)
    Aim = Figure(v)
    If IsError(v) Or VarType(v) <> vbString Then Exit Function
    v = Tidy(v)
    low = ""
    high = ""
    If Left(v, 9) = "at least " Then
        low = Figure(Mid(v, 10))
    ElseIf Left(v, 8) = "at most " Then
        high = Figure(Mid(v, 9))
    Else
        ends = Split(v, " to ")
        If UBound(ends) <> 1 Then Exit Function
        low = Figure(ends(0))
        high = Figure(ends(1))
        If Blank(low) Or Blank(high) Then Exit Function
    End If
    If IsError(low) Then
        Aim = low
    ElseIf IsError(high) Then
        Aim = high
    ElseIf Blank(low) Or Blank(high) Then
        If Not (Blank(low) And Blank(high)) Then Aim = Array(low, high)
    ElseIf low > high Then
        Aim = REVERSED
    Else
        Aim = Array(low, high)
    End If
End Function

' A size that is not below 0; unit: %, p for points, or nothing.
Private Function Sized(ByVal given As Variant, ByVal wrong As String, ByRef unit As String) As Variant
    Dim v As Variant, text As String, cut As Long
    v = Held(given)
    Sized = v
    If IsError(v) Then Exit Function
    If VarType(v) = vbString Then
        text = Tidy(v)
        If text = "" Then Exit Function
        If Right(text, 1) = "%" Then
            unit = "%"
            cut = 1
        ElseIf Right(text, 6) = "points" Then
            unit = "p"
            cut = 6
        ElseIf Right(text, 5) = "point" Then
            unit = "p"
            cut = 5
        End If
        v = Plain(RTrim(Left(text, Len(text) - cut)))
    Else
        v = Figure(v)
    End If
    If IsError(v) Then
        Sized = IIf(IsTooLarge(v), v, wrong)
    ElseIf v < 0 Then
        Sized = wrong
    ElseIf unit = "" And v > 0 And v < 1 Then
        Sized = FRACTION
    Else
        Sized = v
    End If
End Function

' Array(whether in points, the tolerance in millionths).
Private Function Limit(ByVal given As Variant) As Variant
    Dim v As Variant, unit As String
    v = Sized(given, TOLERANCE_IS, unit)
    Limit = v
    If IsError(v) Or VarType(v) = vbString Then Exit Function
    Limit = Array(unit = "p", Nearest(v * IIf(unit = "p", 1000000#, 10000#), v * DOUBT))
End Function

Private Function InPoints(ByVal low As Variant, ByVal up As Variant) As Boolean
    If IsArray(low) Then InPoints = low(0)
    If IsArray(up) Then InPoints = up(0)
End Function

Private Function Percent(ByVal given As Variant) As Variant
    Dim v As Variant, unit As String
    v = Sized(given, PERCENT_IS, unit)
    If unit = "p" And Not IsError(v) Then
        If VarType(v) <> vbString Then v = PERCENT_IS
    End If
    Percent = v
End Function

Private Function Whole(ByVal given As Variant, ByVal low As Long, ByVal high As Long, ByVal wrong As String) As Variant
    Dim v As Variant, n As Variant
    v = Held(given)
    n = Figure(v)
    If IsError(v) Then
    ElseIf IsError(n) Then
        If Not IsTooLarge(n) Then n = wrong
    ElseIf Not Blank(n) Then
        If n <> Int(n) Or n < low Or n > high Then n = wrong
    End If
    Whole = n
End Function

' The place of a word in a list: 1 for the first.
Private Function Choice(ByVal given As Variant, ByVal words As String, ByVal wrong As String) As Variant
    Dim v As Variant, text As String, listed As Variant, i As Long
    v = Held(given)
    Choice = v
    If IsError(v) Then Exit Function
    Choice = wrong
    If VarType(v) <> vbString Then Exit Function
    text = Tidy(v)
    If text = "" Then Choice = ""
    listed = Split(LCase(words), "|")
    For i = 0 To UBound(listed)
        If listed(i) = text Then Choice = CDbl(i + 1)
    Next
End Function

' 1 higher, -1 lower, 0 a range, "" not said. The last two words are what a return prints.
Private Function Way(ByVal given As Variant) As Variant
    Dim v As Variant
    v = Choice(given, "higher|lower|range|in a range|not agreed yet", "Polarity has to be higher, lower or range.")
    If Not IsError(v) Then
        If VarType(v) = vbDouble Then
            If v = 5 Then
                v = ""
            Else
                v = CDbl(Choose(v, 1, -1, 0, 0))
            End If
        End If
    End If
    Way = v
End Function

Private Function Judged(ByVal given As Variant) As Variant
    Judged = Choice(given, "better|within|worse", "Judgement has to be better, within or worse.")
End Function

' 1 yes, 2 no.
Private Function YesNo(ByVal given As Variant) As Variant
    Dim v As Variant
    v = Held(given)
    If Not IsError(v) Then
        If VarType(v) = vbBoolean Then
            v = IIf(v, "yes", "no")
        ElseIf VarType(v) <> vbString Then
            v = CStr(v)
        End If
    End If
    v = Choice(v, "yes|no|y|n|true|false|1|0", "Due, placeholder and survey have to be yes or no.")
    If Not IsError(v) Then
        If VarType(v) = vbDouble Then v = IIf(v Mod 2 = 1, 1#, 2#)
    End If
    YesNo = v
End Function

' A word, without regard to case and spaces.
Private Function GroupName(ByVal given As Variant) As Variant
    GroupName = given
    If IsError(given) Then Exit Function
    If VarType(given) = vbBoolean Or VarType(given) = vbDate Then
        GroupName = CVErr(2015)
    Else
        GroupName = Tidy(CStr(given))
    End If
End Function
