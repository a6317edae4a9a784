"use strict";
// Nicer, never needed: files dropped anywhere on a field, their size told before they are sent, progress as it happens.

for (const form of document.querySelectorAll("[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  const trouble = form.querySelector("[data-trouble]");
  const most = Number(form.dataset.most);
  const endings = input.accept.split(",");
  const wrong = () => {
    const files = [...input.files];
    const other = files.find((file) => !endings.some((ending) => file.name.toLowerCase().endsWith(ending)));
    if (other) return `${other.name} is no file of this kind. Choose one that ends in ${endings.join(", ")}.`;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > most) return `These files have ${Math.round(size / 1e6)} MB together, more than ${Math.round(most / 1e6)} MB. Make the pictures in them smaller.`;
    return "";
  };
  const tell = () => {
    const text = wrong();
    trouble.textContent = text;
    trouble.hidden = !text;
    return !text;
  };
  for (const kind of ["dragenter", "dragover"]) form.addEventListener(kind, (event) => { event.preventDefault(); form.classList.add("over"); });
  for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  });
  input.addEventListener("change", () => { if (tell() && input.files.length) form.querySelector("button").focus(); });
  form.addEventListener("submit", (event) => { if (!tell()) event.preventDefault(); });
}
for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault()); // a file beside the field must not replace the page

for (const box of document.querySelectorAll("[data-state]")) {
  const say = box.querySelector("[data-say]");
  const list = box.querySelector("[data-steps]");
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(box.dataset.state, { cache: "no-store" });
      if (!answer.ok) { location.reload(); return; }
      const now = await answer.json();
      if (now.over) { location.reload(); return; }
      const before = now.before ? `, ${now.before} before yours` : "";
      const text = now.wait ? `Waiting for its turn${before}: ${now.wait} …` : now.steps.length ? `${now.steps.at(-1)} …` : "";
      if (text && say.textContent !== text) say.textContent = text;
      if (list) while (list.children.length < now.steps.length) {
        const line = document.createElement("li");
        line.textContent = now.steps[list.children.length];
        list.append(line);
      }
    } catch {
      say.textContent = "The connection was lost; trying again …";
    }
  };
  setInterval(look, 1000);
}
if (document.querySelector("[data-again]")) setInterval(async () => { // what is read for everybody
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!(await answer.text()).includes("data-again")) location.reload();
  } catch { /* tried again */ }
}, 1000);

const filter = document.querySelector("[data-filter]");
if (filter) {
  filter.querySelector("[data-plain]").hidden = true;
  filter.addEventListener("submit", (event) => event.preventDefault());
  filter.querySelector("select").addEventListener("change", (event) => {
    for (const body of document.querySelectorAll("[data-sheet]")) body.hidden = event.target.value !== "" && body.dataset.sheet !== event.target.value;
    for (const section of document.querySelectorAll("[data-filtered]")) section.hidden = ![...section.querySelectorAll("[data-sheet]")].some((body) => !body.hidden);
  });
}
