// The matrix: how much each principal may do in each namespace. Only the cells that are seen are drawn.

const theMatrix = (() => {
  const rowSize = 34, firstSize = () => innerWidth < 700 ? 150 : 250, columnSize = 100;
  const head = make("div", { class: "heads", role: "row", "aria-rowindex": "1" });
  const body = make("div", { class: "cells", role: "presentation" });
  const grid = make("div", { class: "grid", role: "grid", tabindex: "0", "aria-label": "Principals by namespaces" }, make("div", { class: "sheet", role: "presentation" }, head, body));
  byId("matrix").append(grid);
  let rows = [], places = [], at = { row: 0, column: 0 }, waiting = false;

  const putAt = (element, left, top, width, height) => {
    Object.assign(element.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    return element;
  };
  const cellId = (row, column) => `cell-${row}-${column}`;

  const drawCells = () => {
    const first = firstSize(), headHeight = head.offsetHeight;
    const fromRow = Math.max(0, Math.floor(grid.scrollTop / rowSize) - 3), toRow = Math.min(rows.length, Math.ceil((grid.scrollTop + grid.clientHeight - headHeight) / rowSize) + 3);
    const fromColumn = Math.max(0, Math.floor(grid.scrollLeft / columnSize) - 1), toColumn = Math.min(places.length, Math.ceil((grid.scrollLeft + grid.clientWidth - first) / columnSize) + 1);
    const across = Array.from({ length: Math.max(0, toColumn - fromColumn) }, (_, offset) => fromColumn + offset);
    const width = first + places.length * columnSize;
    body.style.height = `${rows.length * rowSize}px`;
    body.style.width = head.style.width = `${width}px`;
    grid.setAttribute("aria-rowcount", rows.length + 1);
    grid.setAttribute("aria-colcount", places.length + 1);

    head.replaceChildren(
      make("div", { class: "corner", role: "columnheader", "aria-colindex": "1" }, "Principal"),
      ...across.map(column => {
        const name = places[column] === wholeCluster ? "whole cluster" : placeName(places[column]);
        const cell = make("div", { class: "head", role: "columnheader", "aria-colindex": column + 2, title: name }, name);
        cell.style.left = `${first + column * columnSize}px`;
        return cell;
      }));
    body.replaceChildren(...Array.from({ length: Math.max(0, toRow - fromRow) }, (_, offset) => {
      const row = fromRow + offset, p = rows[row], about = describe.principal(p), held = levelsOfPrincipal(p);
      const line = make("div", { class: "line", role: "row", "aria-rowindex": row + 2 },
        make("div", { class: "who", role: "rowheader", "aria-colindex": "1", title: report.principals[p].name }, make("span", {}, about.title), " ", make("span", { class: "quiet" }, report.principals[p].whyNot ? "refused" : about.sub.split(" · ").at(-1))),
        across.map(column => {
          const level = held[places[column]];
          const cell = make("div", { class: `cell l${level}`, role: "gridcell", id: cellId(row, column), "aria-colindex": column + 2, "data-row": row, "data-column": column, "aria-selected": String(isChosen(row, column)) }, levels[level].short);
          cell.classList.toggle("active", at.row === row && at.column === column);
          return putAt(cell, first + column * columnSize + 2, 2, columnSize - 4, rowSize - 5);
        }));
      return putAt(line, 0, row * rowSize, width, rowSize);
    }));
    const shownNow = at.row >= fromRow && at.row < toRow && across.includes(at.column);
    if (shownNow) grid.setAttribute("aria-activedescendant", cellId(at.row, at.column));
    else grid.removeAttribute("aria-activedescendant");
  };

  const isChosen = (row, column) => place.node?.column === "principal" && place.node.index === rows[row] && place.cell === places[column];
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; if (!byId("matrix").hidden) drawCells(); });
  };

  const moveTo = (row, column) => {
    at = { row: Math.max(0, Math.min(rows.length - 1, row)), column: Math.max(0, Math.min(places.length - 1, column)) };
    const seenHeight = grid.clientHeight - head.offsetHeight, seenWidth = grid.clientWidth - firstSize();
    grid.scrollTop = Math.min(at.row * rowSize, Math.max(grid.scrollTop, (at.row + 1) * rowSize - seenHeight));
    grid.scrollLeft = Math.min(at.column * columnSize, Math.max(grid.scrollLeft, (at.column + 1) * columnSize - seenWidth));
    drawCells();
  };
  const choose = () => {
    if (rows.length && places.length) go({ node: { column: "principal", index: rows[at.row] }, cell: places[at.column] });
  };

  const page = () => Math.max(1, Math.floor((grid.clientHeight - head.offsetHeight) / rowSize) - 1);
  const moves = {
    ArrowDown: () => moveTo(at.row + 1, at.column), ArrowUp: () => moveTo(at.row - 1, at.column),
    ArrowRight: () => moveTo(at.row, at.column + 1), ArrowLeft: () => moveTo(at.row, at.column - 1),
    Home: () => moveTo(at.row, 0), End: () => moveTo(at.row, places.length - 1),
    PageDown: () => moveTo(at.row + page(), at.column), PageUp: () => moveTo(at.row - page(), at.column), Enter: choose,
  };
  grid.addEventListener("keydown", event => {
    if (event.altKey || event.ctrlKey || event.metaKey || !Object.hasOwn(moves, event.key)) return;
    event.preventDefault();
    moves[event.key]();
  });
  grid.addEventListener("scroll", later, { passive: true });
  grid.addEventListener("click", event => {
    const cell = event.target.closest(".cell");
    if (!cell) return;
    at = { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
    choose();
  });
  addEventListener("resize", later);

  const draw = () => {
    const base = shown(place.kind, place.level);
    const byRows = matching("principal", base.principal, place.query), byPlaces = matching("namespace", base.namespace, place.query);
    const nothing = byRows.length === 0 && byPlaces.length === 0;
    // Names of namespaces may be searched for too: then all principals stay.
    rows = byLevel([...byRows.length || nothing ? byRows : base.principal], p => levelOfPrincipal[p], p => report.principals[p].name);
    places = byPlaces.length || nothing ? byPlaces : base.namespace;
    const chosen = place.node?.column === "principal" ? rows.indexOf(place.node.index) : -1;
    at = chosen >= 0 && place.cell !== null ? { row: chosen, column: Math.max(0, places.indexOf(place.cell)) } : { row: Math.min(at.row, Math.max(0, rows.length - 1)), column: Math.min(at.column, Math.max(0, places.length - 1)) };
    drawCells();
    return `${count(rows.length, "principal")} by ${count(places.length, "place")}`;
  };
  return { draw, focusFirst: () => { grid.focus(); moveTo(at.row, at.column); } };
})();
