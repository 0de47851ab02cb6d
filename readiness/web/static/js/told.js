// What the service says of an answer that saved itself, below its fields: remarks, such as a likely slip of unit, and
// both values with a button each where somebody else was faster.

for (const section of document.querySelectorAll("section[data-save]")) {
  section.addEventListener("answer-told", ({ detail }) => {
    if (detail.remarks) drawRemarks(section, detail.remarks);
    if ("choice" in detail) drawChoice(section, detail.choice);
  });
}

function drawRemarks(section, remarks) {
  const box = section.querySelector("[data-remarks]");
  const paragraph = (words) => {
    const made = Object.assign(document.createElement("p"), { className: "notice notice-warn" });
    made.textContent = words;
    return made;
  };
  const same = [...(box?.children ?? [])].map((node) => node.textContent).join() === remarks.join();
  if (box && !same) box.replaceChildren(...remarks.map(paragraph));
}

function drawChoice(section, html) {
  section.querySelector("[data-choice]")?.remove();
  if (!html) return;
  const box = new DOMParser().parseFromString(html, "text/html").querySelector("[data-choice]");
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { name, value } = box.querySelector("input");
    box.remove();
    section.querySelector("input:not([type=hidden]), select, textarea").focus({ preventScroll: true });
    const detail = [[button.name, button.value], [name, value]];
    section.dispatchEvent(new CustomEvent("answer-chosen", { detail }));
  });
  section.querySelector(".save-state").after(box);
}
