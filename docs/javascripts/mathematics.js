// Typesets the formulas of a page: elements of class "arithmatex" hold TeX between \( \) or \[ \].
for (const element of document.querySelectorAll(".arithmatex")) {
  const source = element.textContent.trim();
  const displayMode = source.startsWith("\\[");
  katex.render(source.slice(2, -2), element, { displayMode, throwOnError: false, strict: "ignore" });
}
