"use client";

import { Menu } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const NavSheet = dynamic(() => import("@/components/shell/nav-sheet").then((module) => module.NavSheet), {
  ssr: false,
});

/** Opens the navigation on narrow screens. */
export function NavSheetButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button tone="quiet" size="icon" aria-label="Open navigation" onClick={() => setOpen(true)}>
        <Menu aria-hidden className="size-4" />
      </Button>
      {isOpen && <NavSheet onClose={() => setOpen(false)} />}
    </>
  );
}
