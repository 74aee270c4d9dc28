// The page as a whole: views, search, theme, and the keys that work everywhere.

const sections = { map: theMap, matrix: theMatrix, findings: theFindings, changes: theChanges };
const titles = { map: "Map", matrix: "Matrix", findings: "Findings", changes: "Changes" };

const drawPage = () => {
  for (const view of views) byId(view).hidden = view !== place.view;
  document.body.dataset.view = place.view;
  for (const select of [byId("kind"), byId("level")]) select.parentElement.hidden = place.view === "findings" || place.view === "changes";
  byId("detail").hidden = place.view === "findings" || place.view === "changes";
  byId("views").replaceChildren(...views.map(view => make("a", { href: addressOf({ view, cell: null, node: view === "map" || view === "matrix" ? place.node : null }), "aria-current": view === place.view ? "page" : null },
    titles[view], view === "findings" && report.findings.length ? make("span", { class: "count" }, number.format(report.findings.length)) : null)));
  if (byId("search").value !== place.query) byId("search").value = place.query;
  byId("kind").value = place.kind;
  byId("level").value = String(place.level);
  const result = sections[place.view].draw();
  if (!byId("detail").hidden) theDetail.draw();
  const chosen = place.node && place.view === "map" ? `${describe[place.node.column](place.node.index).title}: ` : "";
  byId("status").textContent = `${chosen}${result}`;
};

(() => {
  const { cluster } = report;
  document.title = `Who can do what in ${cluster.name}`;
  byId("cluster-name").textContent = cluster.name;
  byId("cluster-facts").textContent = [cluster.accountId, cluster.region, cluster.authenticationMode, `made ${whenOf(report.madeAt)}`].filter(Boolean).join(" · ");
  if (report.unread.length) {
    byId("unread").append(make("details", {}, make("summary", {}, `Not all was read: ${count(report.unread.length, "part")} missing`),
      make("ul", {}, report.unread.map(part => make("li", {}, make("code", {}, part.what), `: ${part.why} This leaves unknown: ${part.leavesUnknown}`)))));
  }
  byId("level").append(...levels.map((level, at) => make("option", { value: at }, at === 0 ? "anything" : at === levels.length - 1 ? "everything" : `${level.name} or more`)));

  byId("bar").addEventListener("submit", event => { event.preventDefault(); sections[place.view].focusFirst?.(); });
  byId("search").addEventListener("input", event => go({ query: event.target.value, node: null }, { replace: place.node === null }));
  byId("search").addEventListener("keydown", event => {
    if (event.key === "ArrowDown") { event.preventDefault(); sections[place.view].focusFirst?.(); }
  });
  byId("kind").addEventListener("change", event => go({ kind: event.target.value }));
  byId("level").addEventListener("change", event => go({ level: Number(event.target.value) }));
  byId("skip").addEventListener("click", () => sections[place.view].focusFirst ? sections[place.view].focusFirst() : byId("main").focus());
  byId("print").addEventListener("click", () => print());

  document.addEventListener("click", event => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    goTo(link.getAttribute("href"));
  });
  document.addEventListener("keydown", event => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "/" && !typing) { event.preventDefault(); byId("search").focus(); byId("search").select(); }
    if (event.key === "Escape" && (place.query || place.node)) { event.preventDefault(); goBack(); }
  });
  // Back and Forward, and addresses that somebody edits.
  addEventListener("popstate", arrive);

  const remembered = () => { try { return localStorage.getItem("eksiam-theme"); } catch { return null; } };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const showTheme = theme => {
    if (theme) document.documentElement.dataset.theme = theme;
    const isDark = (theme ?? (dark.matches ? "dark" : "light")) === "dark";
    byId("theme").setAttribute("aria-pressed", String(isDark));
    return isDark;
  };
  showTheme(remembered());
  dark.addEventListener("change", () => showTheme(document.documentElement.dataset.theme));
  byId("theme").addEventListener("click", () => {
    const theme = byId("theme").getAttribute("aria-pressed") === "true" ? "light" : "dark";
    showTheme(theme);
    try { localStorage.setItem("eksiam-theme", theme); } catch { /* A page from a file may not keep anything: then the choice ends with it. */ }
  });

  drawPage();
})();
