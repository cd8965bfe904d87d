"""The macros of the buttons and the ribbon, written from the actions; `make workbooks` keeps both in macros/."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from laa_xl.declare.actions import ACTIONS, GROUPS, Action, Asks

RIBBON_TAB = "LAA"

_QUESTIONS = {
    Asks.PERIOD: 'AskPeriod("{name}")',
    Asks.FILES: "AskFiles()",
    Asks.MAILS: "AskMails()",
    Asks.REASON: "AskReason()",
}
_MADE = "Made from laa_xl/declare/actions.py by tools/build_workbooks.py: change the actions, not this text."
_SPACE = "http://schemas.microsoft.com/office/2009/07/customui"

_HEAD = f"""' One macro an action: its button on a sheet and its button in the ribbon.
' {_MADE}
Option Explicit

' An empty answer means that the question was cancelled: then nothing happens.
Private Sub PressWith(action As String, answer As String)
    If answer <> "" Then Press action, answer
End Sub
"""


def buttons_module() -> str:
    """The VBA text of the module ``LaaButtons``."""
    return _HEAD + "".join(_macros(action) for action in ACTIONS)


def _macros(action: Action) -> str:
    question = _QUESTIONS.get(action.asks, "").format(name=action.name)
    call = f'PressWith "{action.name}", {question}' if question else f'Press "{action.name}", ""'
    return (
        f"\nPublic Sub {action.macro}()\n    {call}\nEnd Sub\n"
        f"\nPublic Sub {action.callback}(control As Object)\n    {action.macro}\nEnd Sub\n"
    )


def ribbon_xml() -> str:
    """The ribbon (customUI14): a tab with a group for each of the groups, and a button for each action."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        f"<!-- {_MADE} -->",
        f"<customUI xmlns={quoteattr(_SPACE)}>",
        "  <ribbon>",
        "    <tabs>",
        f'      <tab id="tabLaa" label={quoteattr(RIBBON_TAB)}>',
    ]
    for number, group in enumerate(GROUPS, 1):
        lines.append(f'        <group id="grpLaa{number}" label={quoteattr(group)}>')
        lines += [_button(action) for action in ACTIONS if action.group == group]
        lines.append("        </group>")
    lines += ["      </tab>", "    </tabs>", "  </ribbon>", "</customUI>"]
    return "\n".join(lines) + "\n"


def _button(action: Action) -> str:
    attributes = {
        "id": f"btn{action.stem}",
        "label": action.label,
        "size": "large" if action.large else "normal",
        "imageMso": action.icon,
        "screentip": action.tip,
        "supertip": action.help,
        "onAction": action.callback,
    }
    return "          <button " + " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items()) + "/>"
