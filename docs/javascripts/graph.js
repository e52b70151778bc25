// A graph that is wider than its box says so.
{
  const measure = () => {
    for (const box of document.querySelectorAll(".graph")) box.classList.toggle("graph--wide", box.scrollWidth > box.clientWidth + 1);
  };
  measure();
  addEventListener("resize", measure);
}

// In a graph, what the pointer or the focus rests on stands out with all that it is joined to.
for (const svg of document.querySelectorAll(".graph svg")) {
  const light = (name) => {
    svg.classList.toggle("some", name !== undefined);
    const near = new Set([name]);
    for (const edge of svg.querySelectorAll(".edge")) {
      const { from, to } = edge.dataset;
      const lit = name !== undefined && (from === name || to === name);
      edge.classList.toggle("lit", lit);
      if (lit) near.add(from).add(to);
    }
    for (const node of svg.querySelectorAll(".node")) node.classList.toggle("lit", near.has(node.dataset.node));
  };
  const at = (event) => event.target.closest?.(".node")?.dataset.node;
  svg.addEventListener("pointerover", (event) => light(at(event)));
  svg.addEventListener("pointerleave", () => light());
  svg.addEventListener("focusin", (event) => light(at(event)));
  svg.addEventListener("focusout", () => light());
}
