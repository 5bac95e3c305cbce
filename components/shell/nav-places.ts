import {
  Activity,
  AlarmClock,
  BookOpen,
  Ear,
  Gauge,
  type LucideIcon,
  SlidersHorizontal,
  UsersRound,
  Webhook,
  Zap,
} from "lucide-react";

export type Place = { href: string; label: string; icon: LucideIcon; isOutside?: true };
export type PlaceGroup = { label: string | null; places: Place[] };

/** Where one can go, in the order of the navigation. */
export const placeGroups: PlaceGroup[] = [
  {
    label: null,
    places: [
      { href: "/", label: "Now", icon: Gauge },
      { href: "/executions", label: "Executions", icon: Activity },
      { href: "/events", label: "Events", icon: Zap },
    ],
  },
  {
    label: "Team",
    places: [
      { href: "/personas", label: "Personas", icon: UsersRound },
      { href: "/subscriptions", label: "Subscriptions", icon: Ear },
      { href: "/triggers", label: "Triggers", icon: AlarmClock },
    ],
  },
  {
    label: "Hub",
    places: [
      { href: "/webhooks", label: "Webhooks", icon: Webhook },
      { href: "/settings", label: "Settings", icon: SlidersHorizontal },
      { href: "/docs", label: "API documents", icon: BookOpen, isOutside: true },
    ],
  },
];
