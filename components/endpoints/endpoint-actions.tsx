"use client";

import { Send, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { hostOf } from "@/components/endpoints/endpoint-words";
import { useEndpointActs } from "@/components/endpoints/use-endpoint-acts";
import { Button } from "@/components/ui/button";
import { showToast } from "@/lib/toast";
import type { EndpointOutput } from "@/server/endpoints/schema";

const ConfirmDialog = dynamic(
  () => import("@/components/shared/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** What can be done with the whole of an endpoint. */
export function EndpointActions({ endpoint }: { endpoint: EndpointOutput }) {
  const router = useRouter();
  const { test, remove } = useEndpointActs();
  const [isDeleting, setDeleting] = useState(false);
  const { id } = endpoint;
  const host = hostOf(endpoint);
  const sendTest = () =>
    test.mutate(
      { id },
      { onSuccess: () => showToast({ tone: "success", text: `A test is on its way to ${host}` }) },
    );
  return (
    <>
      <Button disabled={test.isPending} onClick={sendTest}>
        <Send aria-hidden className="size-3.5" /> Send test
      </Button>
      <Button onClick={() => setDeleting(true)}>
        <Trash2 aria-hidden className="size-3.5" /> Delete
      </Button>
      {isDeleting && (
        <ConfirmDialog
          title={`Delete the endpoint at ${host}?`}
          act="Delete endpoint"
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id }, { onSuccess: () => router.push("/webhooks/endpoints") })}
          onClose={() => setDeleting(false)}
        >
          It is told of nothing more. Its secret and the log of its messages are gone for good.
        </ConfirmDialog>
      )}
    </>
  );
}
