"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Activity, Play, Plus, UsersRound, Zap } from "lucide-react";
import { useRouter } from "next/navigation";
import { Content, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import { useDeferredValue, useState } from "react";
import { placeGroups } from "@/components/shell/nav-places";
import { PaletteItem, paletteGroupClass } from "@/components/shell/palette-item";
import { useFocusReturn } from "@/components/ui/use-focus-return";
import { useTRPC } from "@/lib/trpc";

/** Finds places, personas, executions and events, and starts acts. Everything by keyboard. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const focus = useFocusReturn();
  const [text, setText] = useState("");
  const search = useDeferredValue(text.trim());
  const personas = useQuery(trpc.personas.list.queryOptions({ limit: 500 }));
  const found = { limit: 6, ...(search ? { search } : {}) };
  const executions = useQuery({
    ...trpc.executions.list.queryOptions(found),
    placeholderData: keepPreviousData,
  });
  const events = useQuery({ ...trpc.events.list.queryOptions(found), placeholderData: keepPreviousData });
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  const isBehind = search !== text.trim();
  const foundExecutions = executions.data?.items ?? [];
  const foundEvents = events.data?.items ?? [];
  const team = personas.data?.items ?? [];
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
          <Command label="Find or do" loop>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="Find a persona, an execution, an event, or something to do"
              className="h-12 w-full border-line border-b bg-transparent px-4 focus-visible:outline-none"
            />
            <Command.List className="max-h-[min(60dvh,26rem)] overflow-y-auto p-2">
              {foundExecutions.length === 0 && foundEvents.length === 0 && (
                <Command.Empty className="px-3 py-8 text-center text-ink-muted">
                  Nothing here is called “{text}”.
                </Command.Empty>
              )}
              <Command.Group heading="Go to" className={paletteGroupClass}>
                {placeGroups
                  .flatMap(({ places }) => places)
                  .map(({ href, label, icon, isOutside }) => (
                    <PaletteItem
                      key={href}
                      value={`go ${label}`}
                      icon={icon}
                      onSelect={() => (isOutside ? window.location.assign(href) : go(href))}
                    >
                      {label}
                    </PaletteItem>
                  ))}
              </Command.Group>
              <Command.Group heading="Do" className={paletteGroupClass}>
                <PaletteItem value="new persona create" icon={Plus} onSelect={() => go("/personas?new=true")}>
                  New persona…
                </PaletteItem>
                <PaletteItem value="publish event" icon={Zap} onSelect={() => go("/events?publish=true")}>
                  Publish event…
                </PaletteItem>
                {team
                  .filter((persona) => persona.enabled)
                  .map((persona) => (
                    <PaletteItem
                      key={persona.id}
                      value={`run ${persona.name} ${persona.id}`}
                      icon={Play}
                      onSelect={() => go(`/personas/${persona.id}?run=true`)}
                    >
                      Run {persona.name}…
                    </PaletteItem>
                  ))}
              </Command.Group>
              <Command.Group heading="Personas" className={paletteGroupClass}>
                {team.map((persona) => (
                  <PaletteItem
                    key={persona.id}
                    value={`persona ${persona.name} ${persona.id}`}
                    icon={UsersRound}
                    onSelect={() => go(`/personas/${persona.id}`)}
                  >
                    {persona.name}
                  </PaletteItem>
                ))}
              </Command.Group>
              {foundExecutions.length > 0 && (
                <Command.Group heading="Executions" forceMount className={paletteGroupClass}>
                  {foundExecutions.map((execution) => (
                    <PaletteItem
                      key={execution.id}
                      isFoundByServer
                      isStale={isBehind || executions.isPlaceholderData}
                      value={`execution ${execution.id}`}
                      icon={Activity}
                      onSelect={() => go(`/executions/${execution.id}`)}
                      note={execution.id}
                    >
                      {execution.personaName}, {execution.status}
                    </PaletteItem>
                  ))}
                </Command.Group>
              )}
              {foundEvents.length > 0 && (
                <Command.Group heading="Events" forceMount className={paletteGroupClass}>
                  {foundEvents.map((event) => (
                    <PaletteItem
                      key={event.id}
                      isFoundByServer
                      isStale={isBehind || events.isPlaceholderData}
                      value={`event ${event.id}`}
                      icon={Zap}
                      onSelect={() => go(`/events/${event.id}`)}
                      note={event.id}
                    >
                      {event.eventType} {event.sourceId}
                    </PaletteItem>
                  ))}
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </Content>
      </Portal>
    </Root>
  );
}
