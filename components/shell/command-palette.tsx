"use client";

import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { Content, Overlay, Portal, Root, Title } from "radix-ui/dialog";
import { useState } from "react";
import { PaletteItem, paletteGroupClass } from "@/components/shell/palette-item";
import { rankChoices } from "@/components/shell/rank-choices";
import { useChoices, useFound } from "@/components/shell/use-choices";
import { useFocusReturn } from "@/components/ui/use-focus-return";

/** Finds places, personas, executions and events, and starts acts. Everything by keyboard. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const focus = useFocusReturn();
  const [text, setText] = useState("");
  const wanted = text.trim();
  const found = useFound(wanted);
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  const { choices, isRead } = useChoices(go);
  const groups = rankChoices(choices, wanted);
  const isNothing = isRead && found.isRead && groups.length === 0 && found.groups.length === 0;
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
