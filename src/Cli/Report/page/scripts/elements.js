// Elements, made without HTML text: what comes from a cluster is only ever text.

/** An element with properties (class, data-…, aria-…, on…) and children (texts, elements, lists of them; null is left out). */
const make = (tag, properties = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(9).filter(child => child !== null && child !== undefined && child !== false));
  return element;
};

const byId = id => document.getElementById(id);

const number = new Intl.NumberFormat("en");

/** "1 role", "2,000 roles". */
const count = (amount, one, many = `${one}s`) => `${number.format(amount)} ${amount === 1 ? one : many}`;

/** At most so many items, and a line that says how many were left out. */
const someOf = (items, most, draw, tag = "li") =>
  [items.slice(0, most).map(draw), items.length > most ? make(tag, { class: "more" }, `and ${number.format(items.length - most)} more`) : null];
