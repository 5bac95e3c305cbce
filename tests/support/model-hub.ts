import { createDatabase, type TestDatabase } from "./database";
import { type Hub, startHub } from "./hub";
import { type MessagesApi, startMessagesApi } from "./messages-api";

export type ModelHub = { hub: Hub; api: MessagesApi; stop: () => Promise<void> };

/**
 * A hub of the caller's own whose model is a stand-in in this process; with a key for it in the
 * environment unless `hasKey` is false. On the Postgres of TEST_DATABASE_URL when that is set.
 */
export async function startModelHub(
  options: { env?: Record<string, string>; dataDir?: string; hasKey?: boolean } = {},
): Promise<ModelHub> {
  const api = await startMessagesApi();
  const server = process.env.TEST_DATABASE_URL;
  const database: TestDatabase | null = server ? await createDatabase(server) : null;
  const hub = await startHub({
    seed: false,
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
    env: {
      ANTHROPIC_BASE_URL: api.url,
      ...(options.hasKey === false ? {} : { ANTHROPIC_API_KEY: api.key }),
      ...(database ? { DATABASE_URL: database.url } : {}),
      ...options.env,
    },
  });
  return {
    hub,
    api,
    stop: async () => {
      await hub.stop();
      await database?.close();
      await api.stop();
    },
  };
}
