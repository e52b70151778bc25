// Every formula can be copied as LaTeX, and one that is wider than its column scrolls in a box of its own.
{
  const said = Object.assign(document.createElement("span"), { className: "out-of-sight" });
  said.setAttribute("role", "status");
  document.body.append(said);

  // The TeX that the formula was made from, without what is there for its looks in a chain of steps.
  const texOf = (formula) => {
    const tex = (formula.querySelector("annotation")?.textContent ?? "").replace(/^\s*\\displaystyle\s*/, "").replace(/^\\qquad\s*/, "");
    if (!tex.startsWith("\\phantom{")) return tex;
    let depth = 0;
    for (let at = 8; at < tex.length; at++) {
      if (tex[at] === "\\") at++;
      else if (tex[at] === "{") depth++;
      else if (tex[at] === "}" && --depth === 0) return tex.slice(9, at) + tex.slice(at + 1);
    }
    return tex;
  };

  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = Object.assign(document.createElement("textarea"), { value: text, className: "out-of-sight" });
    document.body.append(field);
    field.select();
    document.execCommand("copy");  // an address that is not secure has no clipboard
    field.remove();
  };

  const addButton = (formula) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-latex";
    button.title = "Copy LaTeX";
    button.setAttribute("aria-label", "Copy LaTeX");
    button.addEventListener("click", async () => {
      await copy(texOf(formula));
      button.classList.add("copied");
      said.textContent = "LaTeX copied";
      setTimeout(() => { button.classList.remove("copied"); said.textContent = ""; }, 1500);
    });
    (formula.closest("a, summary, h1, h2, h3, h4, label") ?? formula).after(button);
  };

  const measure = () => {
    for (const formula of document.querySelectorAll(".md-content .arithmatex")) {
      const room = formula.parentElement.clientWidth;
      if (!room) continue;
      formula.classList.remove("wide");
      const parts = formula.querySelectorAll(".katex-html > *");
      const width = Math.max(0, ...[...parts].map((part) => part.getBoundingClientRect().width));
      const wide = formula.tagName === "DIV" ? formula.scrollWidth > formula.clientWidth : width > room;
      formula.classList.toggle("wide", wide);
      if (wide) {
        formula.tabIndex = 0;  // so that keys scroll it
        formula.setAttribute("role", "group");
        formula.setAttribute("aria-label", "Formula, scrolls sideways");
      } else for (const name of ["tabindex", "role", "aria-label"]) formula.removeAttribute(name);
    }
  };

  const start = () => {
    for (const formula of document.querySelectorAll(".md-content .arithmatex"))
      if (formula.querySelector("annotation") && !formula.dataset.copy) {
        formula.dataset.copy = "yes";
        addButton(formula);
      }
    measure();
  };

  document.addEventListener("formulas", start);
  start();
  let waiting;
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    clearTimeout(waiting);
    waiting = setTimeout(measure, 100);
  });
  document.fonts?.ready.then(measure);
}
