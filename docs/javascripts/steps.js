// The steps of a derivation open one by one: by a button, or by the arrow keys → and ←. Paper shows them all, and so
// does a browser without JavaScript: steps are closed here alone, and by a style for screens.
{
  const items = [...document.querySelectorAll('.md-content a[id^="step-"]')].map((anchor) => anchor.closest("li"));
  const KEY = "derivations.steps";
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");

  // What opens with a step: itself and, for the first of a list, the list and what stands before it.
  const opensWith = (item, number) => {
    if (number === 0 || item.parentElement === items[number - 1].parentElement) return [item];
    const found = [item, item.parentElement];
    const last = items[number - 1].parentElement;
    for (let before = item.parentElement.previousElementSibling; before && before !== last; before = before.previousElementSibling)
      found.push(before);
    return found;
  };

  const button = (text, hint, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "step-button";
    made.textContent = text;
    if (hint) {
      const key = document.createElement("kbd");
      key.textContent = hint;
      key.setAttribute("aria-hidden", "true");
      made.append("\u00a0", key);
      made.setAttribute("aria-keyshortcuts", hint === "→" ? "ArrowRight" : "ArrowLeft");
    }
    made.addEventListener("click", action);
    return made;
  };

  const row = (name, ...inside) => {
    const made = document.createElement("div");
    made.className = `step-bar ${name}`;
    made.append(...inside);
    return made;
  };

  const recall = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const remember = (mode) => { try { localStorage.setItem(KEY, mode); } catch { /* a reader who stores nothing */ } };

  if (items.length > 1 && items.every((item) => item)) {
    const groups = items.map(opensWith);
    const begin = items[0].closest(".home-steps") ? 3 : 1;
    let open = begin;

    const next = button("Show the next step", "→", () => show(open + 1));
    const back = button("Back", "←", () => show(open - 1));
    const again = button("Start again", "", () => { show(1); next.focus(); });
    const oneByOne = button("One by one", "", () => choose("one"));
    const atOnce = button("All at once", "", () => choose("all"));
    const progress = Object.assign(document.createElement("span"), { className: "step-progress" });
    const said = Object.assign(document.createElement("span"), { className: "out-of-sight" });
    said.setAttribute("role", "status");
    next.classList.add("step-button--main");

    const top = row("step-bar--top", Object.assign(document.createElement("span"), { textContent: "Steps" }), oneByOne, atOnce);
    top.setAttribute("role", "group");
    top.setAttribute("aria-label", "How the steps open");
    const bottom = row("step-bar--bottom", next, back, again, progress, said);
    let first = items[0].parentElement;
    while (first.previousElementSibling && !/^H[12]$/.test(first.previousElementSibling.tagName)) first = first.previousElementSibling;
    if (!items[0].closest(".home-steps")) first.before(top);
    items.at(-1).parentElement.after(bottom);

    const draw = () => {
      groups.forEach((group, number) => group.forEach((part) => part.classList.toggle("step-closed", number >= open)));
      const all = open === items.length;
      next.hidden = all;
      back.hidden = open === 1;
      again.hidden = !all;
      progress.textContent = `${open} of ${items.length}`;
      document.dispatchEvent(new Event("formulas"));
    };

    const reason = (item) => {
      const copy = item.cloneNode(true);
      copy.querySelectorAll(".arithmatex, .evidence, .copy-latex").forEach((part) => part.remove());
      return copy.textContent.replace(/\s+/g, " ").trim();
    };

    const show = (wanted) => {
      const before = open;
      open = Math.min(Math.max(wanted, 1), items.length);
      if (open === before) return;
      const held = document.activeElement;
      draw();
      if (held?.hidden) (open === items.length ? again : next).focus();
      const seen = bottom.getBoundingClientRect();
      if (seen.bottom > innerHeight || seen.top < 0)
        bottom.scrollIntoView({ block: open > before ? "end" : "center", behavior: reduced.matches ? "auto" : "smooth" });
      said.textContent = `Step ${open} of ${items.length}. ${open > before ? reason(items[open - 1]) : ""}`;
    };

    const choose = (mode, keep = true) => {
      oneByOne.setAttribute("aria-pressed", String(mode === "one"));
      atOnce.setAttribute("aria-pressed", String(mode === "all"));
      if (keep) remember(mode);
      open = mode === "all" ? items.length : begin;
      draw();
    };

    // An address that names a closed step, or a heading among them, opens all up to it.
    const openTarget = () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const step = items.findIndex((item) => target && item.contains(target));
      const number = step >= 0 ? step : groups.findIndex((group) => target && group.some((part) => part.contains(target)));
      if (number >= open) {
        open = number + 1;
        draw();
        target.scrollIntoView();
      }
    };

    document.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
      if (event.target.closest("input, textarea, select, [contenteditable], [role=group][tabindex], pre, svg, .tabbed-labels")) return;
      if (event.key === "ArrowRight") show(open + 1);
      else if (event.key === "ArrowLeft") show(open - 1);
      else return;
      event.preventDefault();
    });
    addEventListener("hashchange", openTarget);
    choose(recall() === "all" ? "all" : "one", false);
    openTarget();
  }
}
