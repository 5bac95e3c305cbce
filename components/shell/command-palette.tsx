"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Activity, Play, Plus, UsersRound, Zap } from "lucide-react";
import { useRouter } from "next/navigation";
import { Content, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import { useDeferredValue, useState } from "react";
import { placeGroups } from "@/components/shell/nav-places";
import { PaletteItem, paletteGroupClass } from "@/components/shell/palette-item";
import { type ChoiceGroup, rankChoices } from "@/components/shell/rank-choices";
import { useFocusReturn } from "@/components/ui/use-focus-return";
import { useTRPC } from "@/lib/trpc";

/** Finds places, personas, executions and events, and starts acts. Everything by keyboard. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const focus = useFocusReturn();
  const [text, setText] = useState("");
  const wanted = text.trim();
  const found = useFound(wanted);
  const { choices, isRead } = useChoices(onClose);
  const groups = rankChoices(choices, wanted);
  const isNothing = isRead && found.isRead && groups.length === 0 && found.groups.length === 0;
  const go = useGo(onClose);
  return (
    <Root open onOpenChange={(open) => !open && onClose()}>
      <Portal>
        <Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Content
          {...focus}
          aria-describedby={undefined}
          className="fixed inset-x-4 top-[12dvh] z-50 mx-auto max-w-xl animate-appear overflow-hidden rounded-md border border-line bg-surface shadow-float"
        >
          <Title className="sr-only">Find or do</Title>
          {/* What is shown is filtered here: its own filter would leave out what the hub found. */}
          <Command label="Find or do" loop shouldFilter={false}>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="Find a persona, an execution, an event, or something to do"
              className="h-12 w-full border-line border-b bg-transparent px-4 focus-visible:outline-none"
            />
            <Command.List className="max-h-[min(60dvh,26rem)] overflow-y-auto p-2">
              {isNothing && (
                <div role="presentation" className="px-3 py-8 text-center text-ink-muted">
                  Nothing here is called “{text}”.
                </div>
              )}
              {groups.map(({ heading, choices }) => (
                <Command.Group key={heading} heading={heading} className={paletteGroupClass}>
                  {choices.map(({ words, id = "", label, icon, onSelect }) => (
                    <PaletteItem key={words + id} value={words + id} icon={icon} onSelect={onSelect}>
                      {label}
                    </PaletteItem>
                  ))}
                </Command.Group>
              ))}
              {found.groups.map(({ heading, icon, lines }) => (
                <Command.Group key={heading} heading={heading} className={paletteGroupClass}>
                  {lines.map(({ id, href, label }) => (
                    <PaletteItem
                      key={id}
                      value={id}
                      icon={icon}
                      isStale={found.isStale}
                      onSelect={() => go(href)}
                      note={id}
                    >
                      {label}
                    </PaletteItem>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Content>
      </Portal>
    </Root>
  );
}

function useGo(onClose: () => void): (href: string) => void {
  const router = useRouter();
  return (href) => {
    onClose();
    router.push(href);
  };
}

/** What the hub finds for a text. Until it has answered, what it found for an earlier one, which is stale. */
function useFound(text: string) {
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
function useChoices(onClose: () => void): { choices: ChoiceGroup[]; isRead: boolean } {
  const trpc = useTRPC();
  const go = useGo(onClose);
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
