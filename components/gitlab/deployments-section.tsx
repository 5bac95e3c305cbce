"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Rocket } from "lucide-react";
import dynamic from "next/dynamic";
import { useQueryState, useQueryStates } from "nuqs";
import { deploymentColumns } from "@/components/gitlab/deployment-columns";
import { describeDeploymentFilters, toDeploymentQuery } from "@/components/gitlab/filters";
import { EmptyState } from "@/components/shared/empty-state";
import { FilterBar, FilterSelect } from "@/components/shared/filter-bar";
import { FilteredTable } from "@/components/shared/filtered-table";
import { Section } from "@/components/shared/section";
import { listStatuses } from "@/components/shared/status-looks";
import { useListFilters } from "@/components/shared/use-list-filters";
import { Button } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";
import { useTRPC } from "@/lib/trpc";

const DeploymentDialog = dynamic(
  () => import("@/components/gitlab/deployment-dialog").then((module) => module.DeploymentDialog),
  { ssr: false },
);
const urlState = describeDeploymentFilters(clientParsers);

/** What was deployed to a project, newest first; one is opened above the list. */
export function DeploymentsSection({ projectId, onDeploy }: { projectId: number; onDeploy: () => void }) {
  const trpc = useTRPC();
  const list = useListFilters(useQueryStates(urlState));
  const [openId, setOpenId] = useQueryState("deployment", clientParsers.parseAsString);
  const query = useQuery({
    ...trpc.gitlab.deployments.queryOptions(toDeploymentQuery(projectId, list.filters)),
    placeholderData: keepPreviousData,
  });
  return (
    <Section title="Deployments">
      <div className="pt-3">
        <FilterBar noun="deployments" list={list}>
          <FilterSelect
            label="Status"
            all="Any status"
            {...list.choice("status")}
            options={listStatuses("deployment")}
          />
        </FilterBar>
        <FilteredTable
          noun="deployments"
          list={list}
          query={query}
          columns={deploymentColumns}
          rowHref={(row) => `/gitlab/${projectId}?deployment=${row.id}`}
          onOpen={(row) => {
            void setOpenId(row.id, { history: "push" });
            return true;
          }}
          openKey={openId}
          empty={
            <EmptyState
              icon={Rocket}
              title="Nothing was deployed here yet"
              action={<Button onClick={onDeploy}>Deploy persona</Button>}
            >
              A persona becomes a Duo agent of the project or, where GitLab has none, a section of AGENTS.md.
            </EmptyState>
          }
        />
      </div>
      {openId && <DeploymentDialog id={openId} onClose={() => void setOpenId(null)} />}
    </Section>
  );
}
