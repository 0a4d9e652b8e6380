// Reads {"mermaid": [text, ...], "dbml": [text, ...]} and prints what each parser has understood, or {"error": ...}.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import * as dbml from "@dbml/core";

const page = new JSDOM("<!DOCTYPE html><body></body>");
globalThis.window = page.window;
globalThis.document = page.window.document;
const mermaid = (await import("mermaid")).default;
mermaid.initialize({ startOnLoad: false });

// Mermaid keeps its escapes in a form of its own until it draws.
const plain = (text) => text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));

async function readMermaid(text) {
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const names = {};
  const entities = [...db.getEntities()].map(([name, entity]) => {
    names[entity.id] = plain(name);
    return [plain(name), entity.attributes.map((a) => [a.type, a.name, a.keys, plain(a.comment)])];
  });
  const relationships = db.getRelationships().map((r) => [
    names[r.entityA],
    names[r.entityB],
    plain(r.roleA),
    r.relSpec.cardB,
    r.relSpec.cardA,
    r.relSpec.relType,
  ]);
  return { entities, relationships };
}

function readDbml(text) {
  const found = new dbml.Parser().parse(text, "dbmlv2");
  const tables = found.schemas.flatMap((schema) =>
    schema.tables.map((table) => ({
      schema: schema.name,
      name: table.name,
      note: table.note,
      fields: table.fields.map((f) => [f.name, f.type.type_name, f.dbdefault?.value ?? null, f.note]),
      indexes: table.indexes.map((i) => [i.name ?? null, i.columns.map((c) => c.value)]),
      checks: table.checks.map((c) => [c.name ?? null, c.expression]),
    })),
  );
  const refs = found.schemas.flatMap((schema) =>
    schema.refs.map((ref) => [ref.name, ref.onDelete ?? null, ref.endpoints.map((e) => [e.schemaName, e.tableName, e.fieldNames, e.relation])]),
  );
  const enums = found.schemas.flatMap((schema) => schema.enums.map((e) => [schema.name, e.name, e.values.map((v) => v.name)]));
  return { tables, refs, enums };
}

async function all(texts, read) {
  const found = [];
  for (const text of texts ?? []) {
    try {
      found.push(await read(text));
    } catch (error) {
      found.push({ error: JSON.stringify(error.diags ?? error.message ?? error) });
    }
  }
  return found;
}

const asked = JSON.parse(readFileSync(0, "utf8"));
const answer = { mermaid: await all(asked.mermaid, readMermaid), dbml: await all(asked.dbml, readDbml) };
process.stdout.write(JSON.stringify(answer));
