// A list of which only what is seen is drawn, so that thousands of rows cost no more than twenty.

const rowHeight = 52;

const makeList = (column, label, { onFollow, onLeave, onDraw, onHover }) => {
  const rows = make("div", { class: "rows", role: "presentation" });
  const box = make("div", { class: "list", role: "listbox", id: `list-${column}`, tabindex: "0", "aria-label": label }, rows);
  let indices = [], active = -1, selected = null, drawn = null;

  const rowOf = at => {
    const index = indices[at], about = describe[column](index);
    const row = make("div", { class: "row", role: "option", id: `${column}-${index}`, "data-at": at, "aria-setsize": indices.length, "aria-posinset": at + 1 },
    make("span", { class: "name", title: about.title }, about.title),
    make("span", { class: "sub" }, about.sub),
    about.flag ? make("span", { class: `flag of-${about.flag}` }, about.flag) : null,
    about.level ? levelTag(about.level) : null);
    row.style.top = `${at * rowHeight}px`;
    return row;
  };

  const draw = () => {
    const first = Math.max(0, Math.floor(box.scrollTop / rowHeight) - 3);
    const last = Math.min(indices.length, Math.ceil((box.scrollTop + box.clientHeight) / rowHeight) + 3);
    rows.style.height = `${indices.length * rowHeight}px`;
    const window = `${first} ${last}`;
    // Rows that are there stay: a click ends where it began.
    if (drawn !== window) {
      drawn = window;
      rows.replaceChildren(...indices.length === 0 ? [make("div", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "none")]
        : Array.from({ length: last - first }, (_, offset) => rowOf(first + offset)));
    }
    for (const row of rows.querySelectorAll(".row")) {
      const at = Number(row.dataset.at);
      row.setAttribute("aria-selected", String(indices[at] === selected));
      row.classList.toggle("active", at === active);
    }
    if (active >= first && active < last) box.setAttribute("aria-activedescendant", `${column}-${indices[active]}`);
    else box.removeAttribute("aria-activedescendant");
    onDraw();
  };

  const moveTo = at => {
    active = Math.max(0, Math.min(indices.length - 1, at));
    const top = active * rowHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + rowHeight - box.clientHeight;
    draw();
    if (active >= 0) onHover(column, indices[active]);
  };

  const page = () => Math.max(1, Math.floor(box.clientHeight / rowHeight) - 1);
  const moves = {
    ArrowDown: () => moveTo(active + 1), ArrowUp: () => moveTo(active - 1), Home: () => moveTo(0), End: () => moveTo(indices.length - 1),
    PageDown: () => moveTo(active + page()), PageUp: () => moveTo(active - page()),
    ArrowRight: () => onLeave(column, 1), ArrowLeft: () => onLeave(column, -1),
    Enter: () => { if (active >= 0 && active < indices.length) onFollow(column, indices[active], true); },
  };
  box.addEventListener("keydown", event => {
    if (event.altKey || event.ctrlKey || event.metaKey || !Object.hasOwn(moves, event.key)) return;
    event.preventDefault();
    moves[event.key]();
  });
  box.addEventListener("scroll", () => requestAnimationFrame(draw), { passive: true });
  box.addEventListener("focus", () => { if (active < 0 && indices.length > 0) moveTo(Math.max(0, indices.indexOf(selected))); });
  box.addEventListener("click", event => {
    const row = event.target.closest(".row");
    if (row) { active = Number(row.dataset.at); onFollow(column, indices[active], false); }
  });
  box.addEventListener("pointerover", event => {
    const row = event.target.closest(".row");
    onHover(row ? column : null, row ? indices[Number(row.dataset.at)] : null);
  });
  box.addEventListener("pointerleave", () => onHover(null, null));

  return {
    box,
    draw,
    rendered: () => [...rows.querySelectorAll(".row")],
    size: () => indices.length,
    focus: () => { box.focus(); moveTo(Math.max(0, active)); },
    show(list, chosen) {
      const held = active >= 0 ? indices[active] : undefined;
      const same = list.length === indices.length && list.every((index, at) => index === indices[at]);
      indices = list;
      selected = chosen;
      active = indices.indexOf(chosen ?? held);
      if (!same) {
        drawn = null;
        rows.style.height = `${indices.length * rowHeight}px`;
        box.scrollTop = active > 3 ? (active - 2) * rowHeight : 0;
      }
      draw();
    },
  };
};
