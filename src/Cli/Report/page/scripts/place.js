// Where in the page somebody is: kept behind the # of its address, so that Back, bookmarks and links work.

const views = ["map", "matrix", "findings", "changes"];
const kinds = ["iam", "serviceAccounts", "all"];

const readPlace = () => {
  const given = new URLSearchParams(location.hash.slice(1));
  const node = (given.get("node") ?? "").split(":");
  const column = node.shift();
  const index = columns.includes(column) ? indexOfKey(column, node.join(":")) : undefined;
  const cell = given.get("in");
  return {
    view: views.includes(given.get("view")) ? given.get("view") : "map",
    query: given.get("q") ?? "",
    kind: kinds.includes(given.get("kind")) ? given.get("kind") : kinds.find(kind => shown(kind, 0).principal.length > 0) ?? "all",
    level: Math.min(levels.length - 1, Math.max(0, Number.parseInt(given.get("level") ?? "0", 10) || 0)),
    node: index === undefined ? null : { column, index },
    cell: cell === null ? null : indexOfKey("namespace", cell) ?? null,
    unknown: given.has("node") && index === undefined ? given.get("node") : null,
  };
};

let place = readPlace();

/** The address of a place that is as this one but for some parts. */
const addressOf = changes => {
  const to = { ...place, ...changes };
  const given = new URLSearchParams({ view: to.view });
  if (to.query) given.set("q", to.query);
  if (to.kind !== "iam") given.set("kind", to.kind);
  if (to.level) given.set("level", to.level);
  if (to.node) given.set("node", `${to.node.column}:${keyOf(to.node.column, to.node.index)}`);
  if (to.node && to.cell !== null) given.set("in", keyOf("namespace", to.cell));
  return `#${given}`;
};

const depth = () => history.state?.depth ?? 0;

let writing = null;
/** Browsers allow few changes of an address in a short time, so typing writes it once it pauses. */
const writeAddress = () => {
  clearTimeout(writing);
  const address = addressOf({});
  if (address !== location.hash) history.replaceState({ depth: depth() }, "", address);
};

const goTo = address => {
  writeAddress();
  if (address === location.hash) return;
  history.pushState({ depth: depth() + 1 }, "", address);
  arrive();
};

/** Goes there. Typing replaces the address, so that Back does not go letter by letter. */
const go = (changes, { replace = false } = {}) => {
  if (!replace) return goTo(addressOf({ cell: null, ...changes }));
  place = { ...place, cell: null, unknown: null, ...changes };
  drawPage();
  clearTimeout(writing);
  writing = setTimeout(writeAddress, 250);
};

/** One step back: the search, then what was followed. */
const goBack = () => {
  if (place.query && !place.node) go({ query: "" });
  else if (depth() > 0) history.back();
  else go({ node: null, query: "" });
};

const arrive = () => {
  clearTimeout(writing);
  place = readPlace();
  drawPage();
};

const nodeAddress = (column, index, changes = {}) => addressOf({ node: { column, index }, cell: null, ...changes });
