"""Builds what the repo keeps of generated files: macros, templates, demonstration returns and masters, documents."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from laa_xl.checks.catalogue import rules_markdown  # noqa: E402
from laa_xl.checks.guide import guide_markdown  # noqa: E402
from laa_xl.declare.code_names import BUTTONS_MODULE, RIBBON_FILE  # noqa: E402
from laa_xl.declare.function_guide import functions_markdown  # noqa: E402
from laa_xl.declare.function_texts import HELP_MODULE, help_module  # noqa: E402
from laa_xl.declare.macro_texts import buttons_module, ribbon_xml  # noqa: E402
from laa_xl.flow.demonstration import demonstrate  # noqa: E402
from laa_xl.flow.shipped import shipped_names  # noqa: E402


def build(into: Path) -> list[Path]:
    """Write every generated file under ``into``, laid out as in the repo; returns the workbooks and reports, relative to it."""
    (into / "macros").mkdir(exist_ok=True)  # first: the masters take the macros from there
    (into / "macros" / f"{BUTTONS_MODULE}.bas").write_text(buttons_module(), encoding="utf-8")
    (into / "macros" / f"{HELP_MODULE}.bas").write_text(help_module(), encoding="utf-8")
    (into / "macros" / RIBBON_FILE).write_text(ribbon_xml(), encoding="utf-8")
    for name in shipped_names():
        with tempfile.TemporaryDirectory() as folder:
            programme, outcome = demonstrate(name, Path(folder) / name)
            period = str(outcome.period)
            pairs = [
                (programme.folder("templates", period), into / "templates" / name / period),
                (programme.folder("inbox"), into / "workbooks" / name / "returns" / period),
                (programme.folder("reports", period), into / "workbooks" / name / "reports" / period),
            ]
            for source, target in pairs:
                shutil.rmtree(target, ignore_errors=True)
                shutil.copytree(source, target)
            shutil.copy(programme.master, into / "workbooks" / name / programme.master.name)
    (into / "docs").mkdir(exist_ok=True)
    (into / "docs" / "rules.md").write_text(rules_markdown(), encoding="utf-8")
    (into / "docs" / "functions.md").write_text(functions_markdown(), encoding="utf-8")
    (into / "docs" / "how-to-fill-in-your-return.md").write_text(guide_markdown(), encoding="utf-8")
    suffixes = (".xlsx", ".xlsm", ".docx")
    built = [path for top in ("templates", "workbooks") for path in (into / top).rglob("*") if path.suffix in suffixes]
    return sorted(path.relative_to(into) for path in built)


if __name__ == "__main__":
    for path in build(ROOT):
        print(path)
