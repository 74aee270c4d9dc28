// What is to be said of the chosen one: the chain in words, and the exact rules on demand.

const theDetail = (() => {
  const follow = (column, index, text) => make("a", { href: nodeAddress(column, index) }, text ?? describe[column](index).title);
  const facts = pairs => make("dl", {}, pairs.filter(([, value]) => value !== null && value !== undefined && value.length !== 0)
    .map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));
  const part = (title, ...content) => make("section", {}, make("h3", {}, title), ...content);
  const words = list => list.join(", ");

  const resource = rule => rule.urls ? words(rule.urls)
    : (rule.resources ?? []).flatMap(one => (rule.apiGroups ?? [""]).map(group => {
      if (one === "*" && group === "*") return "everything";
      const [name, sub] = one.split("/");
      return `${name}${group === "" ? "" : `.${group}`}${sub ? `/${sub}` : ""}`;
    })).join(", ");

  const rulesOf = (r, open = false) => {
    const role = report.roles[r];
    if (!role.rules) return make("p", { class: "hint" }, role.kind === "accessPolicy" ? "What this access policy allows is not known to eksiam." : "There is no such role: it gives nothing until somebody makes it.");
    return make("details", { open }, make("summary", {}, count(role.rules.length, "rule")), make("div", { class: "rules", tabindex: "0", role: "group", "aria-label": `Rules of ${role.name}` }, make("table", {},
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Resources"), make("th", { scope: "col" }, "Verbs"))),
      make("tbody", {}, role.rules.map(index => report.rules[index]).map(rule => make("tr", {},
        make("td", {}, resource(rule), rule.names ? make("span", { class: "only" }, `only ${words(rule.names)}`) : null),
        make("td", {}, rule.verbs.includes("*") ? "all" : words(rule.verbs))))))));
  };

  const grantLine = g => make("li", {}, follow("grant", g), " ", make("span", { class: "quiet" }, describe.grant(g).sub), " → ", follow("role", report.grants[g].role), " ", levelTag(levelOfGrant(g)));
  const list = (items, draw, most = 60) => make("ul", { class: "plain" }, someOf(items, most, draw));

  /** The subject of a principal by which it has a grant. */
  const because = (p, g) => report.principals[p].subjects.find(s => report.grants[g].subjects.includes(s));
  const whereOf = p => {
    const grants = grantsOfPrincipal(p).filter(g => levelOfGrant(g) > 0);
    const places = byLevel(unique(grants.flatMap(placesOfGrant)), n => levelsOfPrincipal(p)[n] + (n === wholeCluster ? 10 : 0), placeName);
    return make("table", { class: "where" },
      make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Where"), make("th", { scope: "col" }, "What"), make("th", { scope: "col" }, "By"))),
      make("tbody", {}, someOf(places, 40, n => make("tr", {},
        make("th", { scope: "row" }, follow("namespace", n, placeName(n))),
        make("td", {}, levelTag(highest(grants.filter(g => placesOfGrant(g).includes(n)), levelOfGrant))),
        make("td", {}, grants.filter(g => placesOfGrant(g).includes(n)).map((g, at) => [at ? ", " : null, follow("grant", g)]))), "tr")));
  };

  const noteWords = { Shadowed: "shadowed", Unreachable: "never matches", DeadEntry: "dead entry", NotRead: "not read", SectionLost: "section lost", Unknown: "not known" };
  const notes = principal => (principal.notes ?? []).map(note => make("div", { class: "note" },
    make("p", {}, make("strong", {}, noteWords[note.kind] ?? note.kind), note.place ? ` ${note.place}` : null), make("p", {}, note.message), note.remedy ? make("p", { class: "remedy" }, note.remedy) : null));

  const pages = {
    principal: p => {
      const principal = report.principals[p];
      const exact = byLevel(grantsOfPrincipal(p), levelOfGrant, g => report.grants[g].name);
      return [
        make("p", { class: "full" }, principal.name),
        principal.whyNot ? make("p", { class: "refusal" }, make("strong", {}, "Refused. "), principal.whyNot) : null,
        facts([["Comes in by", principal.by], ["Username", principal.username], ["Groups", principal.groups ? principal.groups.map((group, at) => [at ? ", " : null, make("code", {}, group)]) : null], ["Role in AWS", principal.awsRole]]),
        principal.hangsOnSession ? make("p", { class: "hint" }, "A part of the name is filled in by each session. A binding to one filled-in name gives that session more.") : null,
        notes(principal),
        exact.length ? part("What it can do", exact.some(g => levelOfGrant(g) > 0) ? whereOf(p) : make("p", {}, "Nothing but questions about itself.")) : principal.whyNot ? null : part("What it can do", make("p", {}, "Nothing: no binding names it or a group of it.")),
        exact.length ? part("Because of", make("ul", { class: "plain chain" }, someOf(exact, 40, g => make("li", {},
          make("span", { class: "quiet" }, `${describe.identity(because(p, g)).title} → `), follow("grant", g), " → ", follow("role", report.grants[g].role), " ", make("span", { class: "quiet" }, grantPlace(report.grants[g])), rulesOf(report.grants[g].role))))) : null,
      ];
    },
    identity: s => [
      facts([["Kind", describe.identity(s).sub]]),
      part("Who it is", join.principalsOf[s].length ? list(join.principalsOf[s], p => make("li", {}, follow("principal", p), " ", make("span", { class: "quiet" }, describe.principal(p).sub)))
        : make("p", {}, "Nobody that the cluster knows. Whoever comes in under this name has what is granted to it.")),
      part("What is granted to it", join.grantsOf[s].length ? list(join.grantsOf[s], grantLine) : make("p", {}, "Nothing.")),
    ],
    grant: g => {
      const grant = report.grants[g];
      return [
        facts([["Kind", grantKind(grant)], ["Where", grant.places ? grant.places.map((name, at) => [at ? ", " : null, indexOfKey("namespace", name) === undefined ? name : follow("namespace", indexOfKey("namespace", name))]) : "the whole cluster"],
          ["Gives", [follow("role", grant.role), " ", levelTag(levelOfGrant(g))]]]),
        part("To", list(grant.subjects, s => make("li", {}, follow("identity", s), " ", make("span", { class: "quiet" }, describe.identity(s).sub)))),
        part("Exact rules", rulesOf(grant.role, true)),
      ];
    },
    role: r => [
      facts([["Kind", describe.role(r).sub], ["Level", [levelTag(report.roles[r].level), " ", levels[report.roles[r].level].about]]]),
      part("Exact rules", rulesOf(r, true)),
      part("Given by", list(join.grantsOfRole[r], g => make("li", {}, follow("grant", g), " ", make("span", { class: "quiet" }, describe.grant(g).sub)))),
    ],
    namespace: n => {
      const principals = shown(place.kind, 0).principal;
      const at = level => principals.filter(p => levelsOfPrincipal(p)[n] === level);
      return [
        n === wholeCluster ? make("p", {}, "What is granted here holds in every namespace.") : facts([["Pod security", report.namespaces[n].podSecurity ?? "none is enforced"]]),
        n !== wholeCluster && report.namespaces[n].missing ? make("p", { class: "hint" }, "Something is granted in this namespace, and the cluster does not have it.") : null,
        part("Who may do what here", [6, 5, 4, 3, 2, 1].map(level => [level, at(level)]).filter(([, who]) => who.length).map(([level, who]) =>
          make("div", { class: "group" }, make("p", {}, levelTag(level), ` ${number.format(who.length)}`), list(who, p => make("li", {}, follow("principal", p), " ", make("span", { class: "quiet" }, describe.principal(p).sub)), 20)))),
      ];
    },
  };
  const grantKind = grant => ({ roleBinding: "RoleBinding", clusterRoleBinding: "ClusterRoleBinding", accessPolicy: "access policy of EKS", builtIn: "built into Kubernetes: members may do everything, whatever the roles say" })[grant.kind];

  const cell = (p, n) => {
    const grants = byLevel(grantsOfPrincipal(p), levelOfGrant, g => report.grants[g].name).filter(g => placesOfGrant(g).includes(n) || placesOfGrant(g).includes(wholeCluster));
    return [
      make("p", { class: "kind" }, "cell"),
      make("h2", {}, describe.principal(p).title, make("span", { class: "quiet" }, n === wholeCluster ? " in the whole cluster" : ` in ${placeName(n)}`)),
      make("p", { class: "full" }, report.principals[p].name),
      make("p", {}, levelTag(levelsOfPrincipal(p)[n]), " ", levels[levelsOfPrincipal(p)[n]].about),
      grants.length ? part("Because of", make("ul", { class: "plain chain" }, grants.map(g => make("li", {},
        make("span", { class: "quiet" }, `${describe.identity(because(p, g)).title} → `), follow("grant", g), " → ", follow("role", report.grants[g].role), " ", make("span", { class: "quiet" }, grantPlace(report.grants[g])), rulesOf(report.grants[g].role))))) : make("p", {}, "No binding gives it anything here."),
      make("p", {}, make("a", { href: nodeAddress("principal", p, { view: "map" }) }, "Show it in the map")),
    ];
  };

  const summary = () => {
    const base = shown(place.kind, 0).principal;
    const strongest = [6, 5].map(level => [level, base.filter(p => levelOfPrincipal[p] === level)]).filter(([, who]) => who.length);
    const refused = base.filter(p => report.principals[p].whyNot);
    return [
      make("h2", {}, "At a glance"),
      place.unknown ? make("p", { class: "hint" }, `This report has no ${place.unknown}.`) : null,
      make("ul", { class: "figures" }, [[base.length, "principal"], [shown(place.kind, 0).grant.length, "binding"], [report.namespaces.length, "namespace"], [report.findings.length, "finding"]]
        .map(([amount, what]) => make("li", {}, make("strong", {}, number.format(amount)), ` ${what}${amount === 1 ? "" : "s"}`))),
      strongest.map(([level, who]) => part(level === 6 ? "May do everything" : "Admin somewhere", list(who, p => make("li", {}, follow("principal", p), " ", make("span", { class: "quiet" }, describe.principal(p).sub)), 12))),
      refused.length ? part("Known, and refused", list(refused, p => make("li", {}, follow("principal", p), " ", make("span", { class: "quiet" }, describe.principal(p).sub)), 12)) : null,
      part("Levels", make("ul", { class: "plain legend" }, levels.slice(1).map((level, at) => make("li", {}, levelTag(at + 1), " ", make("span", { class: "quiet" }, level.about))))),
      part("Keys", make("ul", { class: "plain keys" }, [["/", "search"], ["↑ ↓", "move"], ["← →", "next list"], ["Enter", "follow the chain"], ["Esc", "back"]].map(([key, what]) => make("li", {}, make("kbd", {}, key), ` ${what}`)))),
    ];
  };

  const kindNames = { principal: "principal", identity: "identity", grant: "binding", role: "role", namespace: "namespace" };
  /** Of a principal also those of what it is given. */
  const findingsOf = node => {
    const grants = node.column === "principal" ? new Set(grantsOfPrincipal(node.index)) : new Set();
    return report.findings.filter(finding => {
      const about = nodeOfPlace(finding.place);
      return about !== undefined && ((about.column === node.column && about.index === node.index) || (about.column === "grant" && grants.has(about.index)));
    });
  };

  const draw = () => {
    const { node } = place;
    const found = node === null ? [] : findingsOf(node);
    const content = node === null ? summary()
      : place.view === "matrix" && node.column === "principal" && place.cell !== null ? cell(node.index, place.cell)
        : [make("p", { class: "kind" }, kindNames[node.column]), make("h2", {}, describe[node.column](node.index).title), pages[node.column](node.index), found.length ? part("Findings", make("ul", { class: "cards" }, found.map(findingCard))) : null];
    byId("detail").replaceChildren(...content.flat(9).filter(Boolean));
    byId("detail").scrollTop = 0;
  };
  return { draw };
})();
