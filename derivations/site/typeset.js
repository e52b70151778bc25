// Answers one JSON line with another: {"tex", "display"} gives KaTeX's HTML with MathML, {"dot"} gives Graphviz's SVG.
// Run by derivations/site/typeset.py, which names the two libraries.
const [katexFile, graphvizFile] = process.argv.slice(2);
let katex, graphviz;

async function answer({ tex, display, dot }) {
  if (dot !== undefined) {
    graphviz ??= await require(graphvizFile).instance();
    return graphviz.renderString(dot, { format: "svg" });
  }
  katex ??= require(katexFile);
  return katex.renderToString(tex, { displayMode: display, output: "htmlAndMathml", strict: "ignore" });
}

(async () => {
  for await (const line of require("node:readline").createInterface({ input: process.stdin })) {
    let reply;
    try {
      reply = { made: await answer(JSON.parse(line)) };
    } catch (problem) {
      reply = { problem: problem.message };
    }
    process.stdout.write(JSON.stringify(reply) + "\n");
  }
})();
