"use client";

import dynamic from "next/dynamic";
import { useQueryState } from "nuqs";
import { EventsList } from "@/components/events/events-list";
import { EventsTabs } from "@/components/events/events-tabs";
import { PageHeader } from "@/components/shared/page-header";
import { Button } from "@/components/ui/button";
import { clientParsers } from "@/lib/client-parsers";

const PublishDialog = dynamic(
  () => import("@/components/events/publish-dialog").then((module) => module.PublishDialog),
  { ssr: false },
);
const dialogState = clientParsers.parseAsBoolean.withDefault(false);

/** The explorer of events, with the way to publish one. */
export function EventsPage() {
  const [isOpen, setOpen] = useQueryState("publish", dialogState);
  const publish = () => void setOpen(true);
  return (
    <>
      <PageHeader
        title="Events"
        actions={
          <Button tone="primary" onClick={publish}>
            Publish event
          </Button>
        }
      />
      <EventsTabs />
      <EventsList onPublish={publish} />
      {isOpen && <PublishDialog onClose={() => void setOpen(null)} />}
    </>
  );
}
