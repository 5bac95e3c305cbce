"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keepSaved } from "@/lib/keep-saved";
import { toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done with MCP servers. Whatever shows them is read again after. */
export function useServerActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = async () => {
    await Promise.all([
      queries.invalidateQueries(trpc.mcpServers.pathFilter()),
      queries.invalidateQueries(trpc.tools.held.pathFilter()),
    ]);
  };
  return {
    create: useMutation(trpc.mcpServers.create.mutationOptions({ onSettled })),
    update: useMutation(
      trpc.mcpServers.update.mutationOptions({
        onSuccess: keepSaved(queries, trpc.mcpServers.get),
        onSettled,
        onError: toastFailure("The server was not changed"),
      }),
    ),
    refresh: useMutation(
      trpc.mcpServers.refresh.mutationOptions({
        onSettled,
        onError: toastFailure("Its tools were not read"),
      }),
    ),
    authorize: useMutation(
      trpc.mcpServers.authorize.mutationOptions({
        onSuccess: ({ authorizationUrl }) => window.location.assign(authorizationUrl),
        onError: toastFailure("The sign-in could not begin"),
      }),
    ),
    disconnect: useMutation(
      trpc.mcpServers.disconnect.mutationOptions({
        onSettled,
        onError: toastFailure("It is still signed in"),
      }),
    ),
    // The page that shows it is left after; asking for it again would only find it gone.
    remove: useMutation(trpc.mcpServers.delete.mutationOptions()),
  };
}
