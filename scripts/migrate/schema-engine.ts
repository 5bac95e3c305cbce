import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { createCatalogueAdapter } from "./catalogue-adapter";

/**
 * Runs `work` with Prisma's schema engine as WebAssembly over an ordinary connection, so that migrating
 * needs no engine download. Closes both afterwards.
 */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  work: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  instantiate();
  const { adapter, close } = createCatalogueAdapter(databaseUrl);
  const datamodels: [string, string][] = [
    ["schema.prisma", 'datasource db {\n  provider = "postgresql"\n}\n'],
  ];
  const engine = await bindings.SchemaEngine.new(
    { datamodels },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
  try {
    return await work(engine);
  } finally {
    engine.free();
    await close();
  }
}

/** Tables and enums that the engine should not look at: none. */
export const noFilter = { externalTables: [], externalEnums: [] };

let isInstantiated = false;

// The package's own entry relies on a bundler to import WebAssembly; Node has to be shown the file.
function instantiate(): void {
  if (isInstantiated) return;
  const path = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const module = new WebAssembly.Module(readFileSync(path));
  const instance = new WebAssembly.Instance(module, {
    "./schema_engine_bg.js": bindings as unknown as WebAssembly.ModuleImports,
  });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  isInstantiated = true;
}
