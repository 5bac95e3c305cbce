import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AttentionSignal } from "@/components/shell/attention-signal";
import { HoldNotice } from "@/components/shell/hold-notice";
import { HubProviders } from "@/components/shell/hub-providers";
import { PaletteHost } from "@/components/shell/palette-host";
import { Shell } from "@/components/shell/shell";
import { ToastHost } from "@/components/shell/toast-host";
import { readTheme, themeCookie } from "@/lib/theme";
import { requirePageSession } from "@/server/page-session";
import { getSettings } from "@/server/settings/service";

export default async function HubLayout({ children }: { children: ReactNode }) {
  const actor = await requirePageSession();
  const [settings, jar] = await Promise.all([getSettings(actor), cookies()]);
  return (
    <HubProviders renderedAt={Date.now()} timeZone={settings.timeZone}>
      <Shell
        personName={actor.name}
        workspaceName={settings.workspaceName}
        theme={readTheme(jar.get(themeCookie)?.value)}
      >
        {children}
      </Shell>
      <HoldNotice settings={settings} />
      <PaletteHost />
      <ToastHost />
      <AttentionSignal />
    </HubProviders>
  );
}
