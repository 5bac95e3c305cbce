import { ChannelActions, ChannelSwitch } from "@/components/messages/channel-actions";
import { channelTypeWords, leastPriorities } from "@/components/messages/channel-words";
import type { Column } from "@/components/shared/data-table-columns";
import { Figure } from "@/components/shared/figures";
import { RelativeTime } from "@/components/shared/relative-time";
import { StatusBadge } from "@/components/shared/status-badge";
import type { ChannelOutput } from "@/server/messages/schema";

/** The columns of the list of channels. */
export const channelColumns: Column<ChannelOutput>[] = [
  { id: "enabled", header: "On", width: "w-14", cell: (row) => <ChannelSwitch channel={row} /> },
  {
    id: "name",
    header: "Channel",
    isLink: true,
    width: "sm:w-44",
    cell: (row) => <span className="font-semibold">{row.name}</span>,
  },
  {
    id: "hint",
    header: "Leads to",
    narrow: "line",
    cell: (row) => (
      <span title={row.problem ?? row.hint}>
        {channelTypeWords[row.channelType]}: <span className="text-ink-muted">{row.problem ?? row.hint}</span>
      </span>
    ),
  },
  {
    id: "takes",
    header: "Takes",
    width: "w-52",
    from: "lg",
    narrow: "hide",
    cell: (row) => describeWants(row),
  },
  {
    id: "last",
    header: "Last delivery",
    width: "w-52",
    from: "md",
    cell: ({ lastDelivery }) =>
      lastDelivery ? (
        <span className="inline-flex items-center gap-2" title={lastDelivery.errorMessage ?? undefined}>
          <StatusBadge kind="message" status={lastDelivery.status} />
          <RelativeTime at={lastDelivery.at} />
        </span>
      ) : (
        <Figure>{null}</Figure>
      ),
  },
  {
    id: "acts",
    header: "Acts",
    isHeaderHidden: true,
    width: "w-32",
    align: "end",
    cell: (row) => <ChannelActions channel={row} />,
  },
];

function describeWants({ minPriority, personaIds, tellsReviews }: ChannelOutput): string {
  return [
    leastPriorities.find(({ value }) => value === minPriority)?.label ?? minPriority,
    ...(personaIds ? [`of ${personaIds.length} ${personaIds.length === 1 ? "persona" : "personas"}`] : []),
    ...(tellsReviews ? ["and reviews"] : []),
  ].join(" ");
}
