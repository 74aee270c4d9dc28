// The map: principal, identity, binding, role, namespace. What is on a chain with the chosen one is shown, and lines between what is seen.

const columnNames = {
  principal: ["Principals", "principal"], identity: ["Who they are", "identity"], grant: ["Bindings", "binding"], role: ["Roles", "role"], namespace: ["Where", "place"],
};
const svg = (tag, attributes) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

const theMap = (() => {
  const lists = {}, counts = {};
  const lines = svg("svg", { class: "lines", "aria-hidden": "true", focusable: "false" });
  let hovered = null, waiting = false;

  const follow = (column, index, byKeyboard) => {
    go({ node: { column, index } });
    if (byKeyboard) leave(column, 1);
  };
  const leave = (column, step) => lists[columns[columns.indexOf(column) + step]]?.focus();
  const hover = (column, index) => {
    hovered = column === null ? null : { column, index };
    later();
  };

  for (const column of columns) {
    const [title] = columnNames[column];
    counts[column] = make("span", { class: "count" });
    lists[column] = makeList(column, title, { onFollow: follow, onLeave: leave, onDraw: () => later(), onHover: hover });
    byId("map").append(make("div", { class: `column of-${column}` }, make("h2", {}, title, counts[column]), lists[column].box));
  }
  byId("map").prepend(lines);

  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; drawLines(); });
  };

  /** Which rows that are seen belong together. */
  const links = seen => {
    const found = [];
    const link = (from, a, to, b) => { if (seen[from].has(a) && seen[to].has(b)) found.push([from, a, to, b]); };
    for (const p of seen.principal.keys()) for (const s of report.principals[p].subjects) link("principal", p, "identity", s);
    for (const g of seen.grant.keys()) {
      const grant = report.grants[g];
      for (const s of grant.subjects) link("identity", s, "grant", g);
      link("grant", g, "role", grant.role);
    }
    const joined = new Set();
    for (const r of seen.role.keys()) for (const g of join.grantsOfRole[r]) for (const n of placesOfGrant(g)) {
      // A role is in a place by a binding that is shown, be it scrolled out of sight.
      if (!current.grant.has(g) || joined.has(`${r} ${n}`)) continue;
      joined.add(`${r} ${n}`);
      link("role", r, "namespace", n);
    }
    return found;
  };

  const drawLines = () => {
    const frame = byId("map").getBoundingClientRect();
    if (byId("map").hidden || frame.width === 0) return;
    lines.setAttribute("viewBox", `0 0 ${byId("map").scrollWidth} ${frame.height}`);
    lines.style.width = `${byId("map").scrollWidth}px`;
    const seen = {};
    for (const column of columns) {
      const box = lists[column].box.getBoundingClientRect();
      seen[column] = new Map();
      for (const row of lists[column].rendered()) {
        const at = row.getBoundingClientRect(), middle = (at.top + at.bottom) / 2;
        if (middle < box.top || middle > box.bottom) continue;
        seen[column].set(Number(row.id.slice(column.length + 1)), { left: at.left - frame.left + byId("map").scrollLeft, right: at.right - frame.left + byId("map").scrollLeft, y: middle - frame.top });
      }
    }
    const from = hovered ?? place.node;
    const hot = from ? related(from.column, from.index) : null;
    const isHot = ([a, i, b, j]) => hot !== null && hot[a].has(i) && hot[b].has(j);
    const drawn = links(seen).filter(link => place.node === null || isHot(link)).slice(0, 600).map(link => {
      const [a, i, b, j] = link, start = seen[a].get(i), end = seen[b].get(j), bend = (end.left - start.right) / 2;
      return { hot: isHot(link), path: svg("path", {
        d: `M${start.right} ${start.y}C${start.right + bend} ${start.y} ${end.left - bend} ${end.y} ${end.left} ${end.y}`, class: isHot(link) ? "hot" : "" }) };
    });
    lines.replaceChildren(...drawn.sort((a, b) => a.hot - b.hot).map(one => one.path));
  };

  let current = {};
  const draw = () => {
    const base = shown(place.kind, place.level);
    const chain = place.node ? related(place.node.column, place.node.index) : null;
    current = {};
    for (const column of columns) {
      const own = place.node?.column === column;
      let list = chain && !own ? base[column].filter(index => chain[column].has(index)) : matching(column, base[column], place.query);
      if (own && !list.includes(place.node.index)) list = [place.node.index, ...list];
      current[column] = new Set(list);
      lists[column].show(list, own ? place.node.index : null);
      counts[column].textContent = number.format(list.length);
    }
    later();
    return columns.filter(column => column !== place.node?.column).map(column => count(current[column].size, columnNames[column][1], column === "identity" ? "identities" : undefined)).join(", ");
  };

  addEventListener("resize", () => columns.forEach(column => lists[column].draw()));
  byId("map").addEventListener("scroll", later, { passive: true });
  return { draw, focusFirst: () => lists[columns.find(column => lists[column].size() > 0) ?? "principal"].focus() };
})();
