"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Activity, Play, Plus, UsersRound, Zap } from "lucide-react";
import { useDeferredValue } from "react";
import { placeGroups } from "@/components/shell/nav-places";
import type { ChoiceGroup } from "@/components/shell/rank-choices";
import { useTRPC } from "@/lib/trpc";

/** What the hub finds for a text. Until it has answered, what it found for an earlier one, which is stale. */
export function useFound(text: string) {
  const trpc = useTRPC();
  const search = useDeferredValue(text);
  const query = { limit: 6, ...(search ? { search } : {}) };
  const executions = useQuery({
    ...trpc.executions.list.queryOptions(query),
    placeholderData: keepPreviousData,
  });
  const events = useQuery({ ...trpc.events.list.queryOptions(query), placeholderData: keepPreviousData });
  const isBehind = [executions, events].some((list) => list.isPending || list.isPlaceholderData);
  const groups = [
    {
      heading: "Executions",
      icon: Activity,
      lines: (executions.data?.items ?? []).map(({ id, personaName, status }) => ({
        id,
        href: `/executions/${id}`,
        label: `${personaName}, ${status}`,
      })),
    },
    {
      heading: "Events",
      icon: Zap,
      lines: (events.data?.items ?? []).map(({ id, eventType, sourceId }) => ({
        id,
        href: `/events/${id}`,
        label: `${eventType} ${sourceId}`,
      })),
    },
  ].filter(({ lines }) => lines.length > 0);
  const isStale = search !== text || isBehind;
  return { groups, isStale, isRead: !isStale && executions.isSuccess && events.isSuccess };
}

/** What the page itself knows of: places, acts and the team. */
export function useChoices(go: (href: string) => void): { choices: ChoiceGroup[]; isRead: boolean } {
  const trpc = useTRPC();
  const personas = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  const team = personas.data?.items ?? [];
  const choices = [
    {
      heading: "Go to",
      choices: placeGroups
        .flatMap(({ places }) => places)
        .map(({ href, label, icon, isOutside }) => ({
          words: `go ${label}`,
          label,
          icon,
          onSelect: () => (isOutside ? window.location.assign(href) : go(href)),
        })),
    },
    {
      heading: "Do",
      choices: [
        {
          words: "new persona create",
          label: "New persona…",
          icon: Plus,
          onSelect: () => go("/personas?new=true"),
        },
        {
          words: "publish event",
          label: "Publish event…",
          icon: Zap,
          onSelect: () => go("/events?publish=true"),
        },
        ...team
          .filter(({ enabled }) => enabled)
          .map(({ id, name }) => ({
            words: `run ${name}`,
            id,
            label: `Run ${name}…`,
            icon: Play,
            onSelect: () => go(`/personas/${id}?run=true`),
          })),
      ],
    },
    {
      heading: "Personas",
      choices: team.map(({ id, name }) => ({
        words: `persona ${name}`,
        id,
        label: name,
        icon: UsersRound,
        onSelect: () => go(`/personas/${id}`),
      })),
    },
  ];
  return { choices, isRead: personas.isSuccess };
}
