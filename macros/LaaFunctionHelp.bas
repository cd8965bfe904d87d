' What Excel's Insert Function shows beside the worksheet functions.
' Made from laa_xl/declare/functions.py by tools/build_workbooks.py: change the functions there, not this text.
Option Explicit

Public Sub Auto_Open()
    Dim saved As Boolean
    On Error Resume Next
    saved = ThisWorkbook.Saved
    Describe "LAA_VARIANCE", _
        "How far a figure is from its target, in its own unit. Positive is always favourable. For a range: 0 inside, else minus the distance to the nearer edge.", _
        Array("The figure.", _
        "What it is set against, at the same time. For a range ""10 to 20"", ""at least 10"" or ""at most 20"".", _
        "Which way is good: ""higher"", ""lower"" or ""range"". Blank: nobody has said, so it is not rated.")
    Describe "LAA_VARIANCE_PCT", _
        "The variance as a share of the target: -0.1 is 10% worse. Format the cell as a percentage. Blank where the target is 0.", _
        Array("The figure.", _
        "What it is set against, at the same time. For a range ""10 to 20"", ""at least 10"" or ""at most 20"".", _
        "Which way is good: ""higher"", ""lower"" or ""range"". Blank: nobody has said, so it is not rated.")
    Describe "LAA_SYMBOL", _
        "The performance symbol: better than target by more than the tolerance, within it, or worse by more.", _
        Array("The figure.", _
        "What it is set against, at the same time. For a range ""10 to 20"", ""at least 10"" or ""at most 20"".", _
        "Which way is good: ""higher"", ""lower"" or ""range"". Blank: nobody has said, so it is not rated.", _
        "How far from target still counts as within, the edge included: 10 or ""10%"" of the target, or ""5 points"". Left out: 10%.", _
        "The tolerance on the better side, where it is another. Left out: the same.")
    Describe "LAA_RAG", _
        "Red, Amber, Green, or Grey where there is nothing to rate.", _
        Array("The figure.", _
        "What it is set against, at the same time. For a range ""10 to 20"", ""at least 10"" or ""at most 20"".", _
        "Which way is good: ""higher"", ""lower"" or ""range"". Blank: nobody has said, so it is not rated.", _
        "The figure expected at the year end.", _
        "What the forecast is set against, written as the target is.", _
        "How far from target still counts as within, the edge included: 10 or ""10%"" of the target, or ""5 points"". Left out: 10%.", _
        """outlook"": performance and forecast decide; ""current"": the figure against its target decides. Left out: outlook.", _
        "The year end in a word: ""better"", ""within"" or ""worse"". It counts where no forecast figure can be used.", _
        "The data status, such as ""Final"" or ""Not due this period"". Left out: the figure is rated as it stands.", _
        "Yes while baseline or target is not agreed: always Grey. Left out: no.", _
        "The tolerance on the better side, where it is another. Left out: the same.")
    Describe "LAA_FORECAST", _
        "The forecast symbol: the year-end forecast against the year-end target, or the judgement where no figure can be used.", _
        Array("The figure expected at the year end.", _
        "What it is set against, written as the target is.", _
        "Which way is good: ""higher"", ""lower"" or ""range"". Blank: nobody has said, so it is not rated.", _
        "The year end in a word: ""better"", ""within"" or ""worse"". It counts where no forecast figure can be used.", _
        "How far from target still counts as within, the edge included: 10 or ""10%"" of the target, or ""5 points"". Left out: 10%.", _
        "The tolerance on the better side, where it is another. Left out: the same.")
    Describe "LAA_DIRECTION", _
        "Direction of travel against an earlier figure that may be compared: improved, steady, worsened or no comparison.", _
        Array("The figure.", _
        "The earlier figure that may be compared.", _
        "Which way is good: ""higher"", ""lower"" or ""range"". Blank: nobody has said, so it is not rated.", _
        "A change of up to so many % of the earlier figure is steady: 2 or ""2%"". Left out: 2%.", _
        "Where a range is best: the range, such as ""10 to 20"". The change in distance from it counts.", _
        "Yes for a survey: only a change beyond its confidence interval counts. Left out: no.", _
        "For a survey: the confidence interval, plus or minus so many points.")
    Describe "LAA_PROFILE", _
        "The target of a quarter, from the target of the year: what should have been reached by its end.", _
        Array("The target of the year.", _
        "1 for April to June, to 4 for January to March.", _
        """cumulative"" builds up over the year; ""point in time"", ""rate"", ""rolling year"" and ""annual survey"" stay level.", _
        "Four cells with the share of each quarter, which add up to 100%. Left out: a straight line.", _
        "Round to so many decimals, 0 to 6. Left out: 6, so that nothing is lost.", _
        "A target agreed for this very quarter: it wins, as it stands.")
    Describe "LAA_ROLLUP", _
        "The suggested rating of a theme or block from the ratings of its indicators.", _
        Array("The range of Red, Amber, Green and Grey. Rows that are blank all along are left out.", _
        "A range of the same size: no where nothing was due. Left out: everything was due.", _
        "A range of the same size: yes where baseline or target is not agreed.", _
        "A range of the same size: rows with the same word count once, at the worst.", _
        "Red from this share red. Left out: 25%.", _
        "Green from this share green, none red, none missing. Left out: 75%.", _
        "Grey if a smaller share of those due is rated. Left out: 50%.")
    Describe "LAA_REWARD", _
        "What a stretch target earns, in pounds: nothing below 60% of the stretch, else that part of the share, at most all of it.", _
        Array("The figure.", _
        "The target without stretch.", _
        "The target with stretch.", _
        "What the whole stretch is worth, in pounds.", _
        "The data status: only a ""Final"" figure earns.")
    ThisWorkbook.Saved = saved ' a description is no change of hers: Excel would ask whether to save it
End Sub

' LibreOffice has no MacroOptions, and Excel may refuse it for a hidden workbook: the functions work without.
Private Sub Describe(ByVal name As String, ByVal summary As String, ByVal arguments As Variant)
    On Error Resume Next
    Application.MacroOptions Macro:=name, Description:=summary, Category:="LAA", ArgumentDescriptions:=arguments
End Sub
