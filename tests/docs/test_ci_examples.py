"""The CI examples: the script runs and ends with the right exit code, and both CIs call it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

EXAMPLES = Path(__file__).parents[2] / "examples"
CALL = "sh ci/evaluate.sh hafenkante documents"


def run_script(folder: Path) -> subprocess.CompletedProcess[str]:
    """The line that both CIs run, in a repository as they expect it."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONUTF8": "1", "BELEG_INDEX__LINGER_S": "1"}
    return subprocess.run(
        ["sh", "-c", CALL], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_script_ends_with_0_or_with_20_when_a_gate_is_not_passed(tmp_path: Path) -> None:
    (tmp_path / "ci").mkdir()
    shutil.copy(EXAMPLES / "ci" / "evaluate.sh", tmp_path / "ci")
    shutil.copytree(EXAMPLES / "workspace" / "documents" / "personal", tmp_path / "documents" / "personal")
    (tmp_path / "evaluations").mkdir()
    whole = (EXAMPLES / "workspace" / "evaluations" / "hafenkante.jsonl").read_text("utf-8").splitlines()
    chosen = [line for line in whole if "gates" in line or "documents/personal/" in line]
    assert len(chosen) > 4
    (tmp_path / "evaluations" / "hafenkante.jsonl").write_text("\n".join(chosen), "utf-8")
    passed = run_script(tmp_path)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert json.loads((tmp_path / "figures.json").read_text("utf-8"))["ended"] == "done"
    shutil.rmtree(tmp_path / "documents" / "personal")
    (tmp_path / "documents" / "other.md").write_text("# Other\n\nNothing of that kind stands here.\n", "utf-8")
    failed = run_script(tmp_path)
    assert failed.returncode == 20, failed.stdout + failed.stderr
    assert "NOT PASSED" in failed.stdout
    assert "<svg" in (tmp_path / "evaluation.html").read_text("utf-8")


def test_both_cis_call_the_script_and_keep_the_report() -> None:
    github: Any = yaml.safe_load((EXAMPLES / "ci" / "github.yml").read_text("utf-8"))
    gitlab: Any = yaml.safe_load((EXAMPLES / "ci" / "gitlab.yml").read_text("utf-8"))
    steps = github["jobs"]["evaluate"]["steps"]
    assert [each.get("run") for each in steps if "run" in each][-1] == CALL
    assert gitlab["answers"]["script"][-1] == CALL
    kept = next(each["with"]["path"].split() for each in steps if "upload-artifact" in each.get("uses", ""))
    assert kept == gitlab["answers"]["artifacts"]["paths"] == ["evaluation.html", "figures.json"]
