// How much somebody may do, in the order of AccessLevel in the code of eksiam.

const levels = [
  { short: "–", name: "nothing", about: "nothing but questions about oneself" },
  { short: "reads", name: "reads something", about: "reads something, less than view" },
  { short: "view", name: "view", about: "at least all of view, and changes nothing" },
  { short: "changes", name: "changes something", about: "changes something, less than edit" },
  { short: "edit", name: "edit", about: "at least all of edit" },
  { short: "admin", name: "admin", about: "at least all of admin" },
  { short: "everything", name: "everything", about: "all verbs on all resources" },
];

const levelTag = level => make("span", { class: `level l${level}` }, levels[level].short);
