// What somebody should look at, the worst first.

const severities = [["error", "Errors"], ["warning", "Warnings"], ["note", "Notes"]];

const findingCard = finding => make("li", { class: `finding ${finding.severity}` },
  make("p", { class: "where" }, make("code", {}, finding.code), " ", finding.place),
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
