' One macro an action: its button on a sheet and its button in the ribbon.
' Made from laa_xl/declare/actions.py by tools/build_workbooks.py: change the actions, not this text.
Option Explicit

' An empty answer means that the question was cancelled: then nothing happens.
Private Sub PressWith(action As String, answer As String)
    If answer <> "" Then Press action, answer
End Sub

Public Sub PressConsolidate()
    Press "consolidate", ""
End Sub

Public Sub RibbonConsolidate(control As Object)
    PressConsolidate
End Sub

Public Sub PressCheck()
    Press "check", ""
End Sub

Public Sub RibbonCheck(control As Object)
    PressCheck
End Sub

Public Sub PressChoose()
    PressWith "choose", AskFiles()
End Sub

Public Sub RibbonChoose(control As Object)
    PressChoose
End Sub

Public Sub PressCollect()
    PressWith "collect", AskMails()
End Sub

Public Sub RibbonCollect(control As Object)
    PressCollect
End Sub

Public Sub PressTemplates()
    PressWith "templates", AskPeriod("templates")
End Sub

Public Sub RibbonTemplates(control As Object)
    PressTemplates
End Sub

Public Sub PressChase()
    Press "chase", ""
End Sub

Public Sub RibbonChase(control As Object)
    PressChase
End Sub

Public Sub PressLetters()
    PressWith "letters", AskPeriod("letters")
End Sub

Public Sub RibbonLetters(control As Object)
    PressLetters
End Sub

Public Sub PressLetIn()
    PressWith "let-in", AskReason()
End Sub

Public Sub RibbonLetIn(control As Object)
    PressLetIn
End Sub

Public Sub PressWithdraw()
    PressWith "withdraw", AskReason()
End Sub

Public Sub RibbonWithdraw(control As Object)
    PressWithdraw
End Sub

Public Sub PressReport()
    PressWith "report", AskPeriod("report")
End Sub

Public Sub RibbonReport(control As Object)
    PressReport
End Sub

Public Sub PressFreeze()
    PressWith "freeze", AskPeriod("freeze")
End Sub

Public Sub RibbonFreeze(control As Object)
    PressFreeze
End Sub

Public Sub PressPack()
    PressWith "pack", AskPeriod("pack")
End Sub

Public Sub RibbonPack(control As Object)
    PressPack
End Sub

Public Sub PressMail()
    PressWith "mail", AskPeriod("mail")
End Sub

Public Sub RibbonMail(control As Object)
    PressMail
End Sub

Public Sub PressExplain()
    Press "explain", ""
End Sub

Public Sub RibbonExplain(control As Object)
    PressExplain
End Sub

Public Sub PressSource()
    Press "source", ""
End Sub

Public Sub RibbonSource(control As Object)
    PressSource
End Sub

Public Sub PressRebuild()
    Press "rebuild", ""
End Sub

Public Sub RibbonRebuild(control As Object)
    PressRebuild
End Sub
