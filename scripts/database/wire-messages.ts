const protocol3 = 196_608;
const sslRequest = 80_877_103;
const gssRequest = 80_877_104;
/** After these a server answers: Query, Sync, Flush, FunctionCall, CopyDone, CopyFail, password. */
const endsUnit = new Set(["Q", "S", "H", "F", "c", "f", "p"]);

type Handlers = {
  /** The start-up packet of a client, before anything else. */
  onStartup: (bytes: Uint8Array) => void;
  /** Whole messages up to one that asks for an answer. */
  onUnit: (bytes: Uint8Array) => void;
  /** An encryption request, to be refused with `N`. */
  onRefuse: () => void;
  /** The client says goodbye, or speaks something else. */
  onEnd: () => void;
};

/**
 * Cuts a client's bytes into units of the Postgres wire protocol (version 3). Source: the chapter
 * "Message Formats" of the PostgreSQL documentation.
 */
export function createMessageReader({
  onStartup,
  onUnit,
  onRefuse,
  onEnd,
}: Handlers): (data: Buffer) => void {
  let chunks: Buffer[] = [];
  let size = 0;
  let needed = 5;
  let isStarted = false;
  let unit: Buffer[] = [];

  return (data) => {
    chunks.push(data);
    size += data.length;
    // Joined only once a whole message is there: one of 25 MB comes in hundreds of pieces.
    while (size >= needed) {
      const bytes = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
      chunks = [bytes];
      const length = isStarted ? 1 + bytes.readInt32BE(1) : bytes.readInt32BE(0);
      if (length < 4) {
        onEnd();
        return;
      }
      if (size < length) {
        needed = length;
        return;
      }
      const message = bytes.subarray(0, length);
      chunks = [bytes.subarray(length)];
      size -= length;
      needed = 5;
      if (isStarted) readTyped(message);
      else readStartup(message);
    }
  };

  function readStartup(message: Buffer): void {
    const code = message.length >= 8 ? message.readInt32BE(4) : 0;
    if (code === sslRequest || code === gssRequest) {
      onRefuse();
    } else if (code === protocol3) {
      isStarted = true;
      onStartup(new Uint8Array(message));
    } else {
      onEnd();
    }
  }

  function readTyped(message: Buffer): void {
    const type = String.fromCharCode(message[0] ?? 0);
    if (type === "X") onEnd();
    else unit.push(message);
    if (!endsUnit.has(type)) return;
    onUnit(new Uint8Array(Buffer.concat(unit)));
    unit = [];
  }
}
