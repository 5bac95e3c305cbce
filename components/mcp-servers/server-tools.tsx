"use client";

import { RotateCw } from "lucide-react";
import { countTools } from "@/components/mcp-servers/server-state";
import { useServerActs } from "@/components/mcp-servers/use-server-acts";
import { RelativeTime } from "@/components/shared/relative-time";
import { Section } from "@/components/shared/section";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import type { ServerOutput } from "@/server/mcp-servers/schema";

/** The tools a server told of last, those that the filter leaves out among them. */
export function ServerTools({ server }: { server: ServerOutput }) {
  const { refresh } = useServerActs();
  const { id, tools, toolsReadAt } = server;
  return (
    <Section
      title="Tools"
      note={
        toolsReadAt && (
          <>
            {countTools(server)}, read <RelativeTime at={toolsReadAt} />
          </>
        )
      }
      action={
        <Button disabled={refresh.isPending} onClick={() => refresh.mutate({ id })}>
          <RotateCw aria-hidden className={cn("size-3.5", refresh.isPending && "animate-spin")} /> Refresh
        </Button>
      }
    >
      {tools.length === 0 ? (
        <p className="py-8 text-center text-ink-muted text-table">
          {toolsReadAt ? "It offers no tools." : "Its tools are not known yet."}
        </p>
      ) : (
        <ul>
          {tools.map((tool) => (
            <ServerTool key={tool.name} tool={tool} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function ServerTool({ tool }: { tool: ServerOutput["tools"][number] }) {
  const { name, description, isOffered, readOnlyHint, destructiveHint } = tool;
  const effect = readOnlyHint ? "Reads" : destructiveHint ? "Destroys" : "Writes";
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-line border-b py-2 text-table">
      <span
        className={cn(
          "min-w-0 basis-56 break-words font-mono text-code",
          isOffered ? "font-semibold" : "text-ink-muted",
        )}
      >
        {name}
      </span>
      <span className="line-clamp-2 min-w-0 flex-1 basis-64 text-ink-muted">{description}</span>
      <span className="shrink-0">{isOffered ? effect : "Left out"}</span>
    </li>
  );
}
