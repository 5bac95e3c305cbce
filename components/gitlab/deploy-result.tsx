import { ExternalLink } from "lucide-react";
import { SentVariables } from "@/components/gitlab/sent-variables";
import { Fact, Facts } from "@/components/shared/facts";
import { StatusBadge } from "@/components/shared/status-badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { DeployOutput } from "@/server/gitlab/schema";

/** Where a persona stands now, and what became of each variable. */
export function DeployResult({ result, onClose }: { result: DeployOutput; onClose: () => void }) {
  const { deployment, variables } = result;
  return (
    <Dialog title={`${deployment.personaName} is deployed`} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <StatusBadge kind="deployment" status={deployment.status} />
        <Facts>
          <Fact name="Method">{deployment.method}</Fact>
          <Fact name="Version">{deployment.version}</Fact>
          <Fact name="Address">
            <a href={deployment.url} target="_blank" rel="noreferrer" className="break-all underline">
              {deployment.url} <ExternalLink aria-hidden className="inline size-3.5" />
            </a>
          </Fact>
        </Facts>
        {deployment.statusReason && <p className="text-ink-muted text-table">{deployment.statusReason}</p>}
        <SentVariables variables={variables} />
        <div className="flex justify-end">
          <Button tone="primary" onClick={onClose}>
            Done
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
