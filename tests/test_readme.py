"""What the README shows is what happens."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
CALLER, AUTHOR = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.S)


def test_the_callers_example():
    example = doctest.DocTestParser().get_doctest(CALLER, {}, "README.md", str(README), 0)
    result = doctest.DocTestRunner().run(example)
    assert result.attempted > 0 and result.failed == 0


def test_the_authors_example(tmp_path):
    (tmp_path / "my_theorem.py").write_text(AUTHOR, encoding="utf-8")
    derive = str(Path(sys.executable).parent / "derive")
    for command in ("check my_theorem.py", "build my_theorem.py --out pages"):
        done = subprocess.run([derive, *command.split()], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert list((tmp_path / "pages").rglob("*.md"))
