import { parseArgs } from "node:util";
import { adoptHubEnvironment } from "./start/tool-environment";

const { values } = parseArgs({ options: { data: { type: "string" } } });

try {
  adoptHubEnvironment(values.data);
  const { createOwnerLink } = await import("@/server/sign-in/service");
  const { url } = await createOwnerLink();
  console.log(`${url}\n(works once, for 15 minutes)`);
  process.exit(0);
} catch (error) {
  console.error(`ensemble: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
