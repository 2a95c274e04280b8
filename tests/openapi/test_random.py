"""Random requests that the document describes: no answer but those it announces."""

import subprocess
import sys

CHECKS = (
    *("not_a_server_error", "status_code_conformance"),
    *("content_type_conformance", "response_schema_conformance"),
)
SECONDS = 120


def test_every_answer_is_announced(document_url, key, tmp_path):
    command = [sys.executable, "-m", "schemathesis.cli", "run", document_url]
    command += ["--checks", ",".join(CHECKS), "--max-examples", "20", "--workers", "2"]
    command += ["--header", f"Authorization: Bearer {key}", "--seed", "1"]
    command += ["--phases", "examples,coverage,fuzzing"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == 0, done.stdout + done.stderr
