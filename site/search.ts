// The field above the list of pages: leaves the pages whose names have all its words, and opens their sections.

const field = document.querySelector<HTMLInputElement>("nav input")!;
const none = document.querySelector<HTMLElement>("nav .none")!;
const sections = [...document.querySelectorAll<HTMLDetailsElement>("nav details")];
const openAtFirst = new Set(sections.filter(({ open }) => open));

field.hidden = false;
field.addEventListener("input", () => {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const section of sections) {
    let own = 0;
    for (const entry of section.querySelectorAll("li")) {
      const text = `${entry.textContent} ${entry.dataset["words"] ?? ""}`.toLowerCase();
      entry.hidden = !words.every((word) => text.includes(word));
      if (!entry.hidden) own++;
    }
    section.hidden = own === 0;
    section.open = words.length > 0 || openAtFirst.has(section);
    found += own;
  }
  none.hidden = found > 0;
});
