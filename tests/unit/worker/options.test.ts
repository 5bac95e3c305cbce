import { expect, test } from "vitest";
import { checkAddress, readWorkerOptions } from "@/scripts/worker/options";

const readNone = () => "";

test.each([
  ["wss://hub.example.com:8443", "https://hub.example.com"],
  ["ws://localhost:3000/worker", "http://localhost:3000"],
  ["WSS://hub.example.com/path", "https://hub.example.com"],
])("%s is answered with the form to use, %s", (address, form) => {
  const answer = checkAddress(address);
  expect(answer).toEqual({
    problem: `Workers speak HTTPS here, not WebSocket. Use --hub ${form}`,
    exitCode: 2,
  });
});

test.each([
  ["https://hub.example.com/", "https://hub.example.com"],
  ["http://127.0.0.1:3000", "http://127.0.0.1:3000"],
])("%s is the address %s", (address, url) => {
  expect(checkAddress(address)).toEqual({ url });
});

test.each([["hub.example.com"], ["ftp://hub"], [""]])("%j is no address", (address) => {
  expect(checkAddress(address)).toMatchObject({ exitCode: 2 });
});

test("flags win over the environment", () => {
  const environment = { ORCHESTRATOR_URL: "https://one", WORKER_TOKEN: "from-environment" };
  expect(readWorkerOptions([], environment, readNone)).toMatchObject({
    hub: "https://one",
    token: "from-environment",
    slots: 1,
    labels: [],
    claude: "claude",
    graceMs: 60_000,
  });
  const argv = [
    "--hub",
    "https://two",
    "--token",
    "t",
    "--slots",
    "3",
    "--labels",
    " gpu, ,linux",
    "--grace",
    "5",
  ];
  expect(readWorkerOptions(argv, environment, readNone)).toMatchObject({
    hub: "https://two",
    token: "t",
    slots: 3,
    labels: ["gpu", "linux"],
    graceMs: 5_000,
  });
  const file = { ORCHESTRATOR_URL: "https://one", WORKER_TOKEN_FILE: "/secret" };
  expect(readWorkerOptions([], file, (path) => `from ${path}\n`)).toMatchObject({ token: "from /secret" });
});

test.each([
  [[], /--hub is missing/],
  [["--hub", "https://h"], /--token is missing/],
  [["--hub", "https://h", "--token", "t", "--slots", "0"], /--slots/],
  [["--hub", "https://h", "--token", "t", "--slots", "many"], /--slots/],
  [["--hub", "https://h", "--token", "t", "--grace", "-1"], /--grace/],
  [["--hub", "https://h", "--tokn", "t"], /tokn/],
])("%j is refused in a line", (argv, problem) => {
  const refusal = readWorkerOptions(argv, {}, readNone);
  expect(refusal).toMatchObject({ exitCode: 2, problem: expect.stringMatching(problem) });
});
