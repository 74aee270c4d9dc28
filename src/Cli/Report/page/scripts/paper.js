// What is printed: everything that the search and filters leave, as plain tables, since paper does not scroll.

const drawPaper = () => {
  const principals = matching("principal", shown(place.kind, place.level).principal, place.query);
  const access = p => {
    const grants = grantsOfPrincipal(p).filter(g => levelOfGrant(g) > 0);
    const places = byLevel(unique(grants.flatMap(placesOfGrant)), n => n === wholeCluster ? 1 : 0, placeName);
    const by = Map.groupBy(places, n => highest(grants.filter(g => placesOfGrant(g).includes(n)), levelOfGrant));
    return [...by].sort(([a], [b]) => b - a).map(([level, where]) => make("p", {}, levelTag(level), ` in ${where.map(placeName).join(", ")}`));
  };
  byId("paper").replaceChildren(...[
    make("h2", {}, `Principals (${number.format(principals.length)} of ${number.format(report.principals.length)})`),
    make("table", {},
      make("thead", {}, make("tr", {}, ["Principal", "Is", "May do", "By"].map(title => make("th", {}, title)))),
      make("tbody", {}, principals.map(p => {
        const principal = report.principals[p];
        return make("tr", {}, make("th", {}, principal.name),
          make("td", {}, principal.username ?? `refused: ${principal.whyNot}`, principal.groups?.length ? make("span", { class: "quiet" }, ` in ${principal.groups.join(", ")}`) : null),
          make("td", {}, access(p)),
          make("td", {}, unique(grantsOfPrincipal(p).filter(g => levelOfGrant(g) > 0).map(g => report.grants[g].name)).join(", ")));
      }))),
    report.findings.length ? [make("h2", {}, "Findings"), make("ul", { class: "cards" }, report.findings.map(findingCard))] : null,
    report.changes ? [make("h2", {}, `Changes since ${whenOf(report.changes.since)}`), changeSections(Infinity, false, "")] : null,
  ].flat(9).filter(Boolean));
};

addEventListener("beforeprint", drawPaper);
addEventListener("afterprint", () => byId("paper").replaceChildren());
