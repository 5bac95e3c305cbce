import { receiveSignIn } from "@/server/connection/door";
import { handleRest } from "@/server/rest/door";

/** The browser's way back; programs that hold the code POST it. */
export function GET(request: Request): Promise<Response> {
  return receiveSignIn(request);
}

export { handleRest as DELETE, handleRest as PATCH, handleRest as POST, handleRest as PUT };
