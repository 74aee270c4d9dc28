// The report, with its tables joined in both directions.

const report = JSON.parse(byId("report-data").textContent);
const columns = ["principal", "identity", "grant", "role", "namespace"];
/** Index of the place that is no namespace. */
const wholeCluster = report.namespaces.length;

const unique = list => [...new Set(list)];
const empty = list => list.map(() => []);

const join = (() => {
  const principalsOf = empty(report.subjects), grantsOf = empty(report.subjects), grantsOfRole = empty(report.roles);
  const grantsIn = [...empty(report.namespaces), []];
  report.principals.forEach((principal, p) => principal.subjects.forEach(s => principalsOf[s].push(p)));
  report.grants.forEach((grant, g) => {
    grant.subjects.forEach(s => grantsOf[s].push(g));
    grantsOfRole[grant.role].push(g);
    (grant.namespaces ?? [wholeCluster]).forEach(n => grantsIn[n].push(g));
  });
  return { principalsOf, grantsOf, grantsOfRole, grantsIn };
})();

const levelOfGrant = g => report.roles[report.grants[g].role].level;
const placesOfGrant = g => report.grants[g].namespaces ?? [wholeCluster];
const highest = (list, of) => list.reduce((most, item) => Math.max(most, of(item)), 0);
const levelOfSubject = report.subjects.map((_, s) => highest(join.grantsOf[s], levelOfGrant));
const levelOfPrincipal = report.principals.map(principal => highest(principal.subjects, s => levelOfSubject[s]));

const grantsOfPrincipal = p => unique(report.principals[p].subjects.flatMap(s => join.grantsOf[s]));

/** Levels of a subject by place; the last is that of the whole cluster, which counts everywhere. */
const placesOfSubject = new Map();
const levelsOfSubject = s => {
  if (!placesOfSubject.has(s)) {
    const found = new Uint8Array(wholeCluster + 1);
    for (const g of join.grantsOf[s]) for (const n of placesOfGrant(g)) found[n] = Math.max(found[n], levelOfGrant(g));
    placesOfSubject.set(s, found);
  }
  return placesOfSubject.get(s);
};

/** Levels of a principal by place, what holds everywhere included. */
const rowsOfPrincipals = new Map();
const levelsOfPrincipal = p => {
  if (!rowsOfPrincipals.has(p)) {
    const row = new Uint8Array(wholeCluster + 1);
    for (const s of report.principals[p].subjects) levelsOfSubject(s).forEach((level, n) => { row[n] = Math.max(row[n], level); });
    rowsOfPrincipals.set(p, row.map(level => Math.max(level, row[wholeCluster])));
  }
  return rowsOfPrincipals.get(p);
};

const words = {
  roleBinding: "RoleBinding", clusterRoleBinding: "ClusterRoleBinding", accessPolicy: "access policy", builtIn: "built in",
  role: "Role", clusterRole: "ClusterRole", user: "user", group: "group", serviceAccount: "service account", accessEntry: "access entry", other: "other",
};

/** The last part of an ARN's name, and where it is: name, "role · 111122223333". */
const named = principal => {
  const [, account, resource] = /^arn:[^:]*:[^:]*:[^:]*:([0-9]{12}):(.*)$/s.exec(principal.name) ?? [];
  if (resource) return { title: resource.split("/").at(-1), sub: `${principal.kind === "other" ? resource.split("/")[0] : principal.kind} · ${account}` };
  const [, , ns, name] = principal.name.split(":");
  return principal.kind === "serviceAccount" ? { title: name, sub: `service account · ${ns}` } : { title: principal.name, sub: words[principal.kind] ?? "" };
};

const placeName = n => n === wholeCluster ? "the whole cluster" : report.namespaces[n].name;
const grantPlace = grant => grant.places ? `in ${grant.places.join(", ")}` : "in the whole cluster";

const describe = {
  principal: p => {
    const principal = report.principals[p];
    return { ...named(principal), level: levelOfPrincipal[p], flag: principal.whyNot ? "refused" : principal.notes ? "note" : null };
  },
  identity: s => {
    const { kind, name } = report.subjects[s];
    const known = join.principalsOf[s].length;
    const sub = [words[kind], known === 0 ? "nobody known" : known > 1 ? count(known, "principal") : null, join.grantsOf[s].length === 0 ? "bound nowhere" : null];
    return { title: kind === "accessEntry" ? name.split("/").at(-1) : name, sub: sub.filter(Boolean).join(" · "), level: levelOfSubject[s] };
  },
  grant: g => {
    const grant = report.grants[g];
    return { title: grant.name, sub: [grant.places?.join(", "), words[grant.kind]].filter(Boolean).join(" · "), level: levelOfGrant(g) };
  },
  role: r => {
    const role = report.roles[r];
    const sub = [words[role.kind], role.namespace ? `in ${role.namespace}` : null, role.rules ? count(role.rules.length, "rule") : role.kind === "accessPolicy" ? "rules not known" : "does not exist"];
    return { title: role.name, sub: sub.filter(Boolean).join(" · "), level: role.level, flag: role.rules || role.kind === "accessPolicy" ? null : "missing" };
  },
  namespace: n => n === wholeCluster
    ? { title: "The whole cluster", sub: "every namespace, and what is in none" }
    : { title: report.namespaces[n].name, sub: report.namespaces[n].missing ? "does not exist" : report.namespaces[n].podSecurity ? `pod security: ${report.namespaces[n].podSecurity}` : "no pod security" },
};

/** Names that stay the same from one report to the next, for addresses. */
const keyOf = (column, index) => {
  const item = { principal: report.principals, identity: report.subjects, grant: report.grants, role: report.roles, namespace: report.namespaces }[column][index];
  switch (column) {
    case "principal": return item.name;
    case "identity": return `${item.kind} ${item.name}`;
    case "grant": return `${item.kind} ${(item.places ?? ["*"]).join(",")} ${item.name}`;
    case "role": return `${item.kind} ${item.namespace ?? "*"} ${item.name}`;
    default: return index === wholeCluster ? "*" : item.name;
  }
};

const sizes = { principal: report.principals.length, identity: report.subjects.length, grant: report.grants.length, role: report.roles.length, namespace: wholeCluster + 1 };

const indexOfKey = (() => {
  const tables = {};
  return (column, key) => {
    tables[column] ??= new Map(Array.from({ length: sizes[column] }, (_, index) => [keyOf(column, index), index]));
    return tables[column].get(key);
  };
})();

/** Text to search in, lower case, for each node. */
const textOf = {
  principal: report.principals.map(principal => [principal.name, principal.username, ...principal.groups ?? [], principal.awsRole].join("\n").toLowerCase()),
  identity: report.subjects.map(subject => subject.name.toLowerCase()),
  grant: report.grants.map(grant => [grant.name, ...grant.places ?? [], report.roles[grant.role].name].join("\n").toLowerCase()),
  role: report.roles.map(role => [role.name, role.namespace].join("\n").toLowerCase()),
  namespace: [...report.namespaces.map(one => one.name.toLowerCase()), "the whole cluster"],
};

/** Everything that a search finds, in the order in which it is shown. */
const matching = (column, indices, query) => {
  const parts = query.toLowerCase().split(/\s+/).filter(Boolean);
  return parts.length === 0 ? indices : indices.filter(index => parts.every(part => textOf[column][index].includes(part)));
};

const byLevel = (indices, level, name) => indices.sort((a, b) => level(b) - level(a) || (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));

/** What is shown of each column for a kind of principals and a lowest level, before anything is searched for or followed. */
const shown = (() => {
  const made = new Map();
  const isOf = { iam: principal => principal.kind !== "serviceAccount", serviceAccounts: principal => principal.kind === "serviceAccount", all: () => true };
  const compute = (kind, level) => {
    const principals = [...report.principals.keys()].filter(p => isOf[kind](report.principals[p]) && levelOfPrincipal[p] >= level);
    const of = new Set(principals);
    const identities = [...report.subjects.keys()].filter(s => levelOfSubject[s] >= level && (kind === "all" || join.principalsOf[s].some(p => of.has(p))
      || (kind === "iam" && join.principalsOf[s].length === 0 && report.subjects[s].kind !== "serviceAccount" && !report.subjects[s].name.startsWith("system:"))));
    const has = new Set(identities);
    const grants = [...report.grants.keys()].filter(g => levelOfGrant(g) >= level && (kind === "all" || report.grants[g].subjects.some(s => has.has(s))));
    const roles = byLevel(unique(grants.map(g => report.grants[g].role)), r => report.roles[r].level, r => report.roles[r].name);
    const namespaces = [wholeCluster, ...report.namespaces.keys()];
    return {
      principal: principals,
      identity: byLevel(identities, s => levelOfSubject[s], s => report.subjects[s].name),
      grant: byLevel(grants, levelOfGrant, g => report.grants[g].name),
      role: roles,
      namespace: level === 0 ? namespaces : namespaces.filter(n => join.grantsIn[n].some(g => levelOfGrant(g) >= level)),
    };
  };
  return (kind, level) => {
    const key = `${kind} ${level}`;
    if (!made.has(key)) made.set(key, compute(kind, level));
    return made.get(key);
  };
})();

/** Everything on a chain with a node, as sets by column. */
const related = (column, index) => {
  const grants = {
    principal: () => grantsOfPrincipal(index),
    identity: () => join.grantsOf[index],
    grant: () => [index],
    role: () => join.grantsOfRole[index],
    namespace: () => index === wholeCluster ? join.grantsIn[index] : [...join.grantsIn[index], ...join.grantsIn[wholeCluster]],
  }[column]();
  const identities = column === "principal" ? report.principals[index].subjects : column === "identity" ? [index] : unique(grants.flatMap(g => report.grants[g].subjects));
  const principals = column === "principal" ? [index] : unique(identities.flatMap(s => join.principalsOf[s]));
  return {
    principal: new Set(principals),
    identity: new Set(identities),
    grant: new Set(grants),
    role: new Set(column === "role" ? [index] : grants.map(g => report.grants[g].role)),
    namespace: new Set(column === "namespace" ? [index, wholeCluster] : grants.flatMap(placesOfGrant)),
  };
};
