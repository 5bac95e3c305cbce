import {
  Activity,
  AlarmClock,
  BookOpen,
  Brain,
  Ear,
  Gauge,
  GitMerge,
  Inbox,
  KeyRound,
  ListChecks,
  type LucideIcon,
  Server,
  SlidersHorizontal,
  UsersRound,
  Webhook,
  Wrench,
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
      { href: "/reviews", label: "Reviews", icon: ListChecks },
      { href: "/messages", label: "Messages", icon: Inbox },
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
      { href: "/tools", label: "Tools", icon: Wrench },
      { href: "/memories", label: "Memories", icon: Brain },
      { href: "/workers", label: "Workers", icon: Server },
    ],
  },
  {
    label: "Hub",
    places: [
      { href: "/webhooks", label: "Webhooks", icon: Webhook },
      { href: "/credentials", label: "Credentials", icon: KeyRound },
      { href: "/gitlab", label: "GitLab", icon: GitMerge },
      { href: "/settings", label: "Settings", icon: SlidersHorizontal },
      { href: "/docs", label: "API documents", icon: BookOpen, isOutside: true },
    ],
  },
];
