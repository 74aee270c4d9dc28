// What is not as it was in the report of before.

const changeSections = (most, link, query) => {
  const { changes } = report;
  const parts = query.toLowerCase().split(/\s+/).filter(Boolean);
  const principal = name => {
    const index = indexOfKey("principal", name);
    return link && index !== undefined ? make("a", { href: nodeAddress("principal", index, { view: "map" }) }, name) : name;
  };
  const titled = (title, items, draw) => {
    const cards = items.map(draw).filter(card => parts.every(part => card.textContent.toLowerCase().includes(part)));
    return cards.length === 0 ? null
      : [make("h3", {}, title, make("span", { class: "count" }, number.format(cards.length))), make("ul", { class: "cards" }, someOf(cards, most, card => card))];
  };
  const lines = (sign, name, list) => list.map(line => make("li", { class: sign }, make("span", { class: "sign" }, name), make("span", {}, line)));
  const where = part => part.namespaces ? `in ${part.namespaces.join(", ")}` : "in the whole cluster";
  return [
    titled("Access", changes.access, change => make("li", { class: "change" },
      make("p", { class: "names" }, someOf(change.principals, 10, (name, at) => make("span", {}, at ? ", " : null, principal(name)), "span")),
      change.places.map(part => make("div", {}, make("p", { class: "quiet" }, where(part)), make("ul", { class: "diff" }, lines("gained", "gains", part.gained), lines("lost", "loses", part.lost)))))),
    titled("New principals", changes.added, name => make("li", { class: "change gained" }, principal(name))),
    titled("Principals that are gone", changes.removed, name => make("li", { class: "change lost" }, name)),
    titled("Somebody else in the cluster", changes.identities, change => make("li", { class: "change" }, make("p", { class: "names" }, principal(change.principal)),
      make("ul", { class: "diff" }, make("li", { class: "lost" }, make("span", { class: "sign" }, "was"), make("span", {}, change.before)), make("li", { class: "gained" }, make("span", { class: "sign" }, "is"), make("span", {}, change.after))))),
    titled("New grants", changes.grantsAdded, grant => make("li", { class: "change gained" }, `${grant.grant} gives ${grant.role} to ${grant.subjects.join(", ") || "nobody"}`)),
    titled("Grants that are gone", changes.grantsRemoved, grant => make("li", { class: "change lost" }, `${grant.grant} gave ${grant.role} to ${grant.subjects.join(", ") || "nobody"}`)),
  ].filter(Boolean);
};

const whenOf = moment => `${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC`;

const theChanges = {
  draw() {
    const { changes } = report;
    const found = changes ? changeSections(500, true, place.query) : [];
    byId("changes").replaceChildren(make("div", { class: "reading" }, make("h2", {}, changes ? `Since ${whenOf(changes.since)}` : "Changes"),
      changes ? found.length === 0 ? make("p", { class: "empty" }, place.query ? "No change has these words." : "Nothing changed.") : null
        : make("p", { class: "empty" }, "This report was compared with none. Give an older page or a saved folder: ", make("code", {}, "eksiam report --since OLDER")),
      found));
    return changes ? `${count(changes.access.length, "change")} of access` : "compared with no other report";
  },
};
