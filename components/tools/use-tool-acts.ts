"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readFailure } from "@/lib/failure";
import { showToast } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done with tools and with who holds them. Whatever shows them is read again after. */
export function useToolActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = async () => {
    await Promise.all([
      queries.invalidateQueries(trpc.tools.pathFilter()),
      queries.invalidateQueries(trpc.mcpServers.pathFilter()),
    ]);
  };
  const onFailure = (text: string) => (error: unknown) =>
    showToast({ tone: "error", text, description: readFailure(error).message });
  return {
    save: useMutation(
      trpc.tools.save.mutationOptions({
        // At once, so that the form goes by it even if the reading fails.
        onSuccess: (saved) => void queries.setQueryData(trpc.tools.get.queryKey({ id: saved.id }), saved),
        onSettled,
      }),
    ),
    // The page that shows it is left after; asking for it again would only find it gone.
    remove: useMutation(trpc.tools.delete.mutationOptions()),
    link: useMutation(
      trpc.tools.link.mutationOptions({ onSettled, onError: onFailure("The tool was not given") }),
    ),
    unlink: useMutation(
      trpc.tools.unlink.mutationOptions({ onSettled, onError: onFailure("The tool was not taken away") }),
    ),
    linkServer: useMutation(
      trpc.mcpServers.link.mutationOptions({ onSettled, onError: onFailure("The server was not given") }),
    ),
    unlinkServer: useMutation(
      trpc.mcpServers.unlink.mutationOptions({
        onSettled,
        onError: onFailure("The server was not taken away"),
      }),
    ),
    setPolicies: useMutation(
      trpc.tools.setPolicies.mutationOptions({ onSettled, onError: onFailure("The policy was not changed") }),
    ),
  };
}
