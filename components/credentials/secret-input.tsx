"use client";

import { useState } from "react";
import type { ControlProps } from "@/components/shared/field";
import { Button } from "@/components/ui/button";
import { Input, Textarea } from "@/components/ui/input";

type SecretInputProps = {
  control: ControlProps;
  value: string;
  placeholder?: string;
  isRequired?: boolean;
  onValue: (value: string) => void;
};

/** A value that nobody is to read over one's shoulder; one of several lines, such as a key file, is typed in the open. */
export function SecretInput({ control, value, placeholder, isRequired, onValue }: SecretInputProps) {
  const [isLong, setLong] = useState(false);
  const shared = {
    ...control,
    value,
    placeholder,
    required: isRequired,
    autoComplete: "off",
    spellCheck: false,
    className: "font-mono",
  };
  return (
    <div className="flex items-start gap-2">
      {isLong ? (
        <Textarea {...shared} rows={4} onChange={(event) => onValue(event.target.value)} />
      ) : (
        <Input {...shared} type="password" onChange={(event) => onValue(event.target.value)} />
      )}
      <Button tone="quiet" aria-pressed={isLong} onClick={() => setLong(!isLong)}>
        {isLong ? "One line" : "Several lines"}
      </Button>
    </div>
  );
}
