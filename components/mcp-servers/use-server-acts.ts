"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
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
  const onFailure = (text: string) => (error: unknown) =>
    showToast({ tone: "error", text, description: readFailure(error).message });
  return {
    create: useMutation(trpc.mcpServers.create.mutationOptions({ onSettled })),
    update: useMutation(
      trpc.mcpServers.update.mutationOptions({
        // At once, so that the form goes by it even if the reading fails.
        onSuccess: (saved) =>
          void queries.setQueryData(trpc.mcpServers.get.queryKey({ id: saved.id }), saved),
        onSettled,
        onError: onFailure("The server was not changed"),
      }),
    ),
    refresh: useMutation(
      trpc.mcpServers.refresh.mutationOptions({ onSettled, onError: onFailure("Its tools were not read") }),
    ),
    authorize: useMutation(
      trpc.mcpServers.authorize.mutationOptions({
        onSuccess: ({ authorizationUrl }) => window.location.assign(authorizationUrl),
        onError: onFailure("The sign-in could not begin"),
      }),
    ),
    disconnect: useMutation(
      trpc.mcpServers.disconnect.mutationOptions({ onSettled, onError: onFailure("It is still signed in") }),
    ),
    // The page that shows it is left after; asking for it again would only find it gone.
    remove: useMutation(trpc.mcpServers.delete.mutationOptions()),
  };
}
