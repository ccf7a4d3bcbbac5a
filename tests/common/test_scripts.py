import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed: the browser tests still run the modules")
def test_the_pure_parts_of_our_modules(tmp_path):
    (tmp_path / "package.json").write_text('{"type": "module"}')
    for folder in ("static/js", "tests/js"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    done = subprocess.run(
        ["node", "--test", "tests/js/"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
