// What somebody should look at, the worst first.

const severities = [["error", "Errors"], ["warning", "Warnings"], ["note", "Notes"]];

/** What a finding is about, where this page has it: its place in words is how eksiam names things. */
const nodeOfPlace = (() => {
  const table = new Map();
  const add = (text, column, index) => { if (!table.has(text)) table.set(text, { column, index }); };
  report.principals.forEach((principal, p) => {
    if (principal.by?.startsWith("aws-auth")) add(principal.by, "principal", p);
    add(`access entry of ${principal.name}`, "principal", p);
    if (principal.kind === "serviceAccount") add(`ServiceAccount ${principal.name.split(":").slice(2).join("/")}`, "principal", p);
  });
  report.grants.forEach((grant, g) => add(grant.kind === "roleBinding" ? `RoleBinding ${grant.places[0]}/${grant.name}` : `ClusterRoleBinding ${grant.name}`, "grant", g));
  report.roles.forEach((role, r) => add(role.kind === "role" ? `Role ${role.namespace}/${role.name}` : `ClusterRole ${role.name}`, "role", r));
  report.namespaces.forEach((one, n) => add(`Namespace ${one.name}`, "namespace", n));
  return text => table.get(text);
})();

const placeOf = finding => {
  const node = nodeOfPlace(finding.place);
  return node ? make("a", { href: nodeAddress(node.column, node.index, { view: "map", query: "", kind: node.column === "principal" && report.principals[node.index].kind === "serviceAccount" ? "all" : place.kind }) }, finding.place) : finding.place;
};

const findingCard = finding => make("li", { class: `finding ${finding.severity}` },
  make("p", { class: "where" }, make("code", {}, finding.code), " ", placeOf(finding)),
  make("p", {}, finding.message),
  finding.remedy ? make("p", { class: "remedy" }, finding.remedy) : null);

const theFindings = {
  draw() {
    const parts = place.query.toLowerCase().split(/\s+/).filter(Boolean);
    const found = report.findings.filter(finding => parts.every(part => [finding.code, finding.place, finding.message].join("\n").toLowerCase().includes(part)));
    byId("findings").replaceChildren(make("div", { class: "reading" }, make("h2", {}, "Findings"),
      found.length === 0 ? make("p", { class: "empty" }, report.findings.length === 0 ? "Nothing to look at." : "No finding has these words.") : null,
      severities.map(([severity, title]) => [title, found.filter(finding => finding.severity === severity)]).filter(([, list]) => list.length)
        .map(([title, list]) => [make("h3", {}, title, make("span", { class: "count" }, number.format(list.length))), make("ul", { class: "cards" }, someOf(list, 500, findingCard))])));
    return found.length === report.findings.length ? count(found.length, "finding") : `${number.format(found.length)} of ${count(report.findings.length, "finding")}`;
  },
};
