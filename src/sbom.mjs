// Prints what a published program is made of, as CycloneDX 1.6 JSON: the same text for the same program.
//
//   node src/sbom.mjs src/MappingLambda/packages.lock.json .eksiam/lambda/MappingLambda.deps.json
//
// What ships stands in the deps.json, and what was restored in the lock file: each package has the SHA-512 of its content in both.
import { readFileSync } from "node:fs";

const [lockFile, depsFile] = process.argv.slice(2);
const read = (file) => JSON.parse(readFileSync(file, "utf8"));

const locked = new Map();
for (const packages of Object.values(read(lockFile).dependencies)) {
  for (const [name, entry] of Object.entries(packages)) {
    if (entry.contentHash) locked.set(`${name}/${entry.resolved}`.toLowerCase(), entry.contentHash);
  }
}

const components = [];
for (const [id, library] of Object.entries(read(depsFile).libraries)) {
  if (library.type !== "package") continue;
  const hash = locked.get(id.toLowerCase());
  if (!hash || library.sha512 !== `sha512-${hash}`) {
    console.error(`sbom: ${id} of ${depsFile} is not what ${lockFile} has`);
    process.exit(1);
  }
  const [name, version] = id.split("/");
  const purl = `pkg:nuget/${name}@${version}`;
  components.push({ type: "library", "bom-ref": purl, name, version, hashes: [{ alg: "SHA-512", content: Buffer.from(hash, "base64").toString("hex") }], purl });
}

components.sort((one, other) => (one.purl < other.purl ? -1 : 1));
console.log(JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components }, null, 2));
