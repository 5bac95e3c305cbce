"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toastFailure } from "@/lib/toast";
import { useTRPC } from "@/lib/trpc";

/** What can be done in GitLab. Whatever shows it is read again after, also when it failed: that is kept too. */
export function useGitlabActs() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(trpc.gitlab.pathFilter());
  return {
    connect: useMutation(trpc.gitlab.connect.mutationOptions({ onSettled })),
    disconnect: useMutation(trpc.gitlab.disconnect.mutationOptions({ onSettled })),
    deploy: useMutation(trpc.gitlab.deploy.mutationOptions({ onSettled })),
    redeploy: useMutation(trpc.gitlab.redeploy.mutationOptions({ onSettled })),
    check: useMutation(
      trpc.gitlab.check.mutationOptions({ onSettled, onError: toastFailure("GitLab was not asked") }),
    ),
    undeploy: useMutation(trpc.gitlab.undeploy.mutationOptions({ onSettled })),
    provision: useMutation(trpc.gitlab.provision.mutationOptions({ onSettled })),
    revoke: useMutation(trpc.gitlab.revoke.mutationOptions({ onSettled })),
    trigger: useMutation(trpc.gitlab.triggerPipeline.mutationOptions({ onSettled })),
  };
}
