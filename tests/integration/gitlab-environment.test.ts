import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, disconnect, getConnection, getUser } from "@/server/gitlab/service";
import { type GitlabApi, startGitlabApi } from "@/tests/support/gitlab-api";
import { ada } from "@/tests/support/gitlab-services";
import { openServices, type Services } from "@/tests/support/services";

let api: GitlabApi;
let services: Services;
beforeAll(async () => {
  api = await startGitlabApi();
  // GITLAB_URL alone lets the hub reach it, although it is private.
  Object.assign(process.env, { GITLAB_TOKEN: api.token, GITLAB_URL: `${api.url}/` });
  services = await openServices();
});
afterAll(async () => {
  await services?.close();
  await api.stop();
});

test("a token of the environment connects, wins over one that is given, and stays", async () => {
  const expected = {
    connected: true,
    source: "environment",
    baseUrl: api.url,
    token: "[REDACTED]",
    username: null,
  };
  expect(await getConnection(ada)).toMatchObject(expected);
  expect(await getUser(ada)).toMatchObject({ username: "ada" });
  await expect(connect(ada, { token: api.addToken("api") })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("GITLAB_TOKEN"),
  });
  expect(await disconnect(ada)).toMatchObject(expected);
});
