// Every formula can be copied as LaTeX, and one that is wider than its column scrolls in a box of its own.
// The Tab key stops at one formula of a paragraph, list or table; ↓ and ↑ lead from there to the others of the page.
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
    button.title = "Copy LaTeX (↓ and ↑: other formulas)";
    button.setAttribute("aria-label", "Copy LaTeX");
    button.setAttribute("aria-keyshortcuts", "ArrowDown ArrowUp");
    button.addEventListener("click", async () => {
      await copy(texOf(formula));
      button.classList.add("copied");
      said.textContent = "LaTeX copied";
      setTimeout(() => { button.classList.remove("copied"); said.textContent = ""; }, 1500);
    });
    (formula.closest("a, summary, h1, h2, h3, h4, label") ?? formula).after(button);
  };

  const buttons = () => [...document.querySelectorAll(".md-content .copy-latex")];

  // The outermost paragraph, list or table that a formula stands in; one on lines of its own stands for itself.
  const blockOf = (button) => {
    let block = button;
    for (let around = button.parentElement; around && !around.matches("article"); around = around.parentElement)
      if (around.matches("p, ol, ul, dl, table, details")) block = around;
    return block;
  };

  // One stop a block: the formula that had the focus last, or else the first that shows.
  const setStops = () => {
    const stops = new Map();
    for (const button of buttons()) {
      const block = blockOf(button);
      const better = !stops.has(block) || (!stops.get(block).checkVisibility() && button.checkVisibility());
      if (better || button === document.activeElement) stops.set(block, button);
    }
    for (const button of buttons()) button.tabIndex = stops.get(blockOf(button)) === button ? 0 : -1;
  };

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !event.target.matches(".copy-latex")) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    const shown = buttons().filter((button) => button.checkVisibility());
    shown[shown.indexOf(event.target) + by]?.focus();
    setStops();
    event.preventDefault();
  });

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
    setStops();
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
