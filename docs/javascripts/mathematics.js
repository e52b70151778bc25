// Formulas are typeset when the site is built. Where that could not be (there was no Node.js), elements of class
// "arithmatex" still hold TeX between \( \) or \[ \], and KaTeX is fetched to typeset them here.
{
  const left = [...document.querySelectorAll(".arithmatex")].filter((element) => !element.querySelector(".katex"));
  if (left.length) {
    const script = document.createElement("script");
    script.src = new URL("../assets/katex/katex.min.js", document.currentScript.src);
    script.onload = () => {
      for (const element of left) {
        const source = element.textContent.trim();
        const displayMode = source.startsWith("\\[");
        katex.render(source.slice(2, -2), element, { displayMode, throwOnError: false, strict: "ignore" });
      }
      document.dispatchEvent(new Event("formulas"));
    };
    document.head.append(script);
  }
}
