"use client";

import { useEffect, useRef, useState } from "react";
import { ArgsHash } from "@/components/reviews/args-hash";
import { readArgs } from "@/components/reviews/consequences";
import { Field } from "@/components/shared/field";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/input";
import type { Failure } from "@/lib/failure";
import { hashJson } from "@/lib/hash-json";

type ArgsEditorProps = {
  text: string;
  onText: (text: string) => void;
  issues: Failure["issues"];
  onDiscard: () => void;
};

/** The arguments to run with instead: checked while they are typed, with the hash that they will be known by. */
export function ArgsEditor({ text, onText, issues, onDiscard }: ArgsEditorProps) {
  const [hash, setHash] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const read = readArgs(text);
  const fault = "fault" in read ? [{ path: "args", message: read.fault }] : [];
  // It was asked for with a key or a click; that is where one wants to be.
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    let isLatest = true;
    const current = readArgs(text);
    const found = "value" in current ? hashJson(current.value) : Promise.resolve(null);
    found.catch(() => null).then((next) => isLatest && setHash(next));
    return () => {
      isLatest = false;
    };
  }, [text]);
  return (
    <div className="flex flex-col gap-2">
      <Field label="Edited arguments" path="args" issues={fault.length > 0 ? fault : issues}>
        {(control) => (
          <Textarea
            {...control}
            ref={field}
            value={text}
            spellCheck={false}
            onChange={(event) => onText(event.target.value)}
            className="min-h-32 font-mono text-code"
          />
        )}
      </Field>
      {hash && <ArgsHash hash={hash} />}
      <div>
        <Button tone="quiet" onClick={onDiscard}>
          Discard edits
        </Button>
      </div>
    </div>
  );
}
