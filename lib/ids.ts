const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

const prefixes = {
  persona: "per",
  subscription: "sub",
  event: "evt",
  delivery: "dlv",
  execution: "exe",
  outbox: "out",
  audit: "aud",
  trigger: "trg",
  fire: "fir",
  endpoint: "whe",
  message: "msg",
  receiverSecret: "rsc",
  githubHook: "ghk",
  request: "req",
  personaDesign: "dsn",
  credential: "crd",
  keyRotation: "rot",
  tool: "tol",
  mcpServer: "mcp",
  toolCall: "tcl",
  review: "rev",
  personaMessage: "pms",
  channel: "chn",
  messageDelivery: "mdl",
  memory: "mem",
  worker: "wrk",
  gitlabDeployment: "gld",
} as const;

/** Ids given by callers: letters, digits, `_` and `-`, 1–64 of them (design §12.21). */
export const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * A new id such as `evt_01kjq2…`: the noun's prefix, 9 characters of time (milliseconds, so ids sort by
 * age) and 13 of chance (65 bits).
 */
export function createId(noun: keyof typeof prefixes, now = Date.now()): string {
  return `${prefixes[noun]}_${encodeTime(now)}${randomCharacters(13)}`;
}

function encodeTime(ms: number): string {
  let rest = ms;
  let text = "";
  for (let place = 0; place < 9; place++) {
    text = alphabet.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/** Chance is drawn for many ids at once: each drawing costs as much as the rest of an id. */
const drawn = new Uint8Array(1024);
let used = drawn.length;

function randomCharacters(count: number): string {
  if (used + count > drawn.length) {
    crypto.getRandomValues(drawn);
    used = 0;
  }
  let text = "";
  for (const byte of drawn.subarray(used, used + count)) text += alphabet.charAt(byte % 32);
  used += count;
  return text;
}
