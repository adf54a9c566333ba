import type { CanonicalizeRequest } from "../../../src/plugin/catalog.js";
import { compact } from "../../../src/schema/compact.js";
import type { Enum } from "../../../src/schema/enum.js";
import { compareNames } from "../../../src/schema/name.js";
import type { Schema } from "../../../src/schema/schema.js";
import type { View } from "../../../src/schema/view.js";
import { truncate } from "../identifier.js";
import { normalizeSequence } from "../sequence.js";
import { normalizeIndex, normalizeTable, type Naming } from "./normalize-table.js";

/** The wanted schema as far as text alone can tell what the server would make of it. */
export function normalize({ wanted, server }: CanonicalizeRequest): Schema {
  const naming: Naming = { cut: (name) => truncate(name), qualify: qualifier(server) };
  return {
    schemas: wanted.schemas
      .filter((name) => name !== server.defaultSchema)
      .map((name) => truncate(name))
      .sort(),
    tables: wanted.tables.map((table) => normalizeTable(table, naming)).sort(compareNames),
    views: wanted.views.map((view) => normalizeView(view, naming)).sort(compareNames),
    enums: wanted.enums.map((each) => normalizeEnum(each, naming)).sort(compareNames),
    sequences: wanted.sequences
      .map((each) => normalizeSequence(naming.qualify(each)))
      .sort(compareNames),
    extensions: wanted.extensions.map((extension) => naming.qualify(extension)).sort(compareNames),
  };
}

function qualifier(server: CanonicalizeRequest["server"]): Naming["qualify"] {
  return (named) => {
    const isDefault = named.schema === undefined || named.schema === server.defaultSchema;
    const schema = isDefault ? undefined : truncate(named.schema);
    return compact({ ...named, schema, name: truncate(named.name) }) as typeof named;
  };
}

function normalizeEnum(type: Enum, { cut, qualify }: Naming): Enum {
  return { ...qualify(type), values: type.values.map(cut) };
}

function normalizeView(view: View, naming: Naming): View {
  const indexes = view.indexes.map((index) => normalizeIndex(index, naming)).sort(compareNames);
  const dependsOn = view.dependsOn?.map(naming.qualify).sort(compareNames);
  const definition = view.definition.trim().replace(/;\s*$/, "");
  return compact({ ...naming.qualify(view), definition, indexes, dependsOn });
}
