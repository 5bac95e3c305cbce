import { handleTrpc } from "@/server/trpc/door";

export { handleTrpc as GET, handleTrpc as POST };
