"use client";

import { useQuery } from "@tanstack/react-query";
import { ClaudeSettings } from "@/components/settings/claude-settings";
import { PauseSetting } from "@/components/settings/pause-setting";
import { ReviewPoliciesForm } from "@/components/settings/review-policies-form";
import { RunLimitsForm } from "@/components/settings/run-limits-form";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { WorkspaceForm } from "@/components/settings/workspace-form";
import { ErrorState } from "@/components/shared/error-state";
import { PageHeader } from "@/components/shared/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/lib/trpc";

/** The workspace's settings and the hub's own connection to Claude. */
export function SettingsPage() {
  const trpc = useTRPC();
  const settings = useQuery(trpc.settings.get.queryOptions());
  return (
    <>
      <PageHeader title="Settings" />
      <SettingsTabs />
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,36rem)_minmax(0,1fr)]">
        {settings.data && <WorkspaceForm settings={settings.data} />}
        {settings.error && !settings.data && (
          <ErrorState what="Settings" error={settings.error} onRetry={() => void settings.refetch()} />
        )}
        {!settings.data && !settings.error && (
          <div aria-busy className="flex flex-col gap-4 pt-12">
            {["one", "two", "three", "four"].map((key) => (
              <Skeleton key={key} className="h-8 w-full" />
            ))}
          </div>
        )}
        <div className="flex min-w-0 max-w-xl flex-col gap-8">
          <ClaudeSettings />
          {settings.data && <RunLimitsForm settings={settings.data} />}
          {settings.data && <PauseSetting isPaused={settings.data.isPaused} />}
          {settings.data && <ReviewPoliciesForm policies={settings.data.reviewPolicies} />}
        </div>
      </div>
    </>
  );
}
