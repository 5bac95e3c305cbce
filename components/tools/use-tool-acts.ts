"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keepSaved } from "@/lib/keep-saved";
import { toastFailure } from "@/lib/toast";
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
  return {
    save: useMutation(
      trpc.tools.save.mutationOptions({
        onSuccess: keepSaved(queries, trpc.tools.get),
        onSettled,
      }),
    ),
    // The page that shows it is left after; asking for it again would only find it gone.
    remove: useMutation(trpc.tools.delete.mutationOptions()),
    link: useMutation(
      trpc.tools.link.mutationOptions({ onSettled, onError: toastFailure("The tool was not given") }),
    ),
    unlink: useMutation(
      trpc.tools.unlink.mutationOptions({ onSettled, onError: toastFailure("The tool was not taken away") }),
    ),
    linkServer: useMutation(
      trpc.mcpServers.link.mutationOptions({ onSettled, onError: toastFailure("The server was not given") }),
    ),
    unlinkServer: useMutation(
      trpc.mcpServers.unlink.mutationOptions({
        onSettled,
        onError: toastFailure("The server was not taken away"),
      }),
    ),
    setPolicies: useMutation(
      trpc.tools.setPolicies.mutationOptions({
        onSettled,
        onError: toastFailure("The policy was not changed"),
      }),
    ),
  };
}
