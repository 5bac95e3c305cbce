import {
  ArchiveX,
  ChevronDown,
  ChevronsUp,
  ChevronUp,
  Circle,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  CircleSlash,
  CircleX,
  Equal,
  Eye,
  FileText,
  Hourglass,
  Info,
  Layers,
  LoaderCircle,
  type LucideIcon,
  Minus,
  RotateCw,
  Server,
  TriangleAlert,
  Wallet,
  Zap,
} from "lucide-react";

export type StatusTone = "queued" | "running" | "waiting" | "review" | "completed" | "failed" | "cancelled";
export type StatusKind =
  | "worker"
  | "version"
  | "issue"
  | "execution"
  | "event"
  | "waiting"
  | "delivery"
  | "run"
  | "fire"
  | "endpoint"
  | "mcpServer"
  | "message"
  | "tool"
  | "review"
  | "severity"
  | "priority"
  | "contentType"
  | "credential"
  | "rotation"
  | "deployment"
  | "pipeline";
export type StatusLook = { word?: string; tone: StatusTone; icon: LucideIcon; isMoving?: true };

/** How every status looks. Words are what people read; the keys are the contract's. */
export const statusLooks: Record<StatusKind, Record<string, StatusLook>> & { unknown: StatusLook } = {
  execution: {
    queued: { word: "Queued", tone: "queued", icon: CircleDashed },
    running: { word: "Running", tone: "running", icon: LoaderCircle, isMoving: true },
    completed: { word: "Completed", tone: "completed", icon: CircleCheck },
    failed: { word: "Failed", tone: "failed", icon: CircleX },
    cancelled: { word: "Cancelled", tone: "cancelled", icon: CircleSlash },
  },
  event: {
    pending: { word: "Pending", tone: "queued", icon: CircleDashed },
    processing: { word: "Processing", tone: "running", icon: LoaderCircle, isMoving: true },
    delivered: { word: "Delivered", tone: "completed", icon: CircleCheck },
    partial: { word: "Partly delivered", tone: "waiting", icon: CircleAlert },
    skipped: { word: "Skipped", tone: "cancelled", icon: CircleMinus },
    failed: { word: "Failed", tone: "failed", icon: CircleX },
    dead_letter: { word: "Dead letter", tone: "failed", icon: ArchiveX },
  },
  waiting: {
    capacity: { word: "Waits for a slot", tone: "waiting", icon: Layers },
    paused: { word: "Paused", tone: "waiting", icon: CirclePause },
    worker: { word: "Waits for a worker", tone: "waiting", icon: Server },
    review: { word: "Waits for review", tone: "review", icon: Eye },
    budget: { word: "Waits for budget", tone: "waiting", icon: Wallet },
    retry: { word: "Waits to retry", tone: "waiting", icon: RotateCw },
  },
  delivery: {
    accepted: { word: "Accepted", tone: "completed", icon: CircleCheck },
    rejected: { word: "Rejected", tone: "failed", icon: CircleX },
    conflicting: { word: "Conflicting", tone: "waiting", icon: CircleAlert },
  },
  run: {
    active: { word: "Running", tone: "running", icon: LoaderCircle, isMoving: true },
    waiting: { word: "Waiting", tone: "waiting", icon: Hourglass },
    completed: { word: "Completed", tone: "completed", icon: CircleCheck },
    failed: { word: "Failed", tone: "failed", icon: CircleX },
    cancelled: { word: "Cancelled", tone: "cancelled", icon: CircleSlash },
  },
  fire: {
    fired: { word: "Fired", tone: "running", icon: Zap },
    completed: { word: "Completed", tone: "completed", icon: CircleCheck },
    failed: { word: "Failed", tone: "failed", icon: CircleX },
    skipped: { word: "Skipped", tone: "cancelled", icon: CircleMinus },
    waiting: { word: "Waiting", tone: "waiting", icon: Layers },
  },
  endpoint: {
    enabled: { word: "Enabled", tone: "completed", icon: CircleCheck },
    failing: { word: "Failing", tone: "waiting", icon: CircleAlert },
    disabled: { word: "Disabled", tone: "cancelled", icon: CirclePause },
  },
  mcpServer: {
    connected: { word: "Connected", tone: "completed", icon: CircleCheck },
    failing: { word: "Failing", tone: "failed", icon: CircleAlert },
    signed_out: { word: "Not signed in", tone: "waiting", icon: CircleDashed },
    disabled: { word: "Disabled", tone: "cancelled", icon: CirclePause },
  },
  message: {
    pending: { word: "Pending", tone: "queued", icon: CircleDashed },
    delivered: { word: "Delivered", tone: "completed", icon: CircleCheck },
    failed: { word: "Failed", tone: "failed", icon: CircleX },
  },
  review: {
    pending: { word: "Waits for you", tone: "review", icon: Eye },
    approved: { word: "Approved", tone: "completed", icon: CircleCheck },
    rejected: { word: "Rejected", tone: "failed", icon: CircleX },
    resolved: { word: "Resolved", tone: "completed", icon: CircleCheck },
    timed_out: { word: "Closed", tone: "cancelled", icon: CircleSlash },
  },
  severity: {
    critical: { word: "Critical", tone: "failed", icon: ChevronsUp },
    high: { word: "High", tone: "waiting", icon: ChevronUp },
    medium: { word: "Medium", tone: "queued", icon: Equal },
    low: { word: "Low", tone: "queued", icon: ChevronDown },
  },
  priority: {
    low: { word: "Low", tone: "cancelled", icon: ChevronDown },
    normal: { word: "Normal", tone: "queued", icon: Minus },
    high: { word: "High", tone: "waiting", icon: ChevronUp },
    urgent: { word: "Urgent", tone: "failed", icon: ChevronsUp },
  },
  contentType: {
    info: { word: "Info", tone: "queued", icon: Info },
    success: { word: "Success", tone: "completed", icon: CircleCheck },
    warning: { word: "Warning", tone: "waiting", icon: TriangleAlert },
    error: { word: "Error", tone: "failed", icon: CircleX },
  },
  credential: {
    works: { word: "Works", tone: "completed", icon: CircleCheck },
    untested: { word: "Not tested", tone: "queued", icon: CircleDashed },
    failing: { word: "Refused", tone: "waiting", icon: CircleAlert },
    damaged: { word: "Cannot be opened", tone: "failed", icon: CircleX },
  },
  rotation: {
    running: { word: "Running", tone: "running", icon: LoaderCircle, isMoving: true },
    completed: { word: "Completed", tone: "completed", icon: CircleCheck },
    failed: { word: "Incomplete", tone: "failed", icon: CircleX },
  },
  tool: {
    pending: { word: "Not begun", tone: "queued", icon: CircleDashed },
    waiting: { word: "Waits for review", tone: "review", icon: Eye },
    approved: { word: "Approved", tone: "queued", icon: CircleDashed },
    started: { word: "Running", tone: "running", icon: LoaderCircle, isMoving: true },
    completed: { word: "Completed", tone: "completed", icon: CircleCheck },
    failed: { word: "Failed", tone: "failed", icon: CircleX },
    denied: { word: "Denied", tone: "cancelled", icon: CircleSlash },
    unknown: { word: "Outcome unknown", tone: "waiting", icon: CircleAlert },
  },
  version: {
    live: { word: "Live", tone: "completed", icon: CircleCheck },
    draft: { word: "Draft", tone: "waiting", icon: CircleDashed },
    discarded: { word: "Discarded", tone: "cancelled", icon: CircleSlash },
  },
  issue: {
    error: { word: "In the way", tone: "failed", icon: CircleX },
    warning: { word: "Take care", tone: "waiting", icon: CircleAlert },
    info: { word: "Good to know", tone: "queued", icon: Circle },
  },
  worker: {
    connecting: { word: "Connecting", tone: "queued", icon: CircleDashed },
    idle: { word: "Idle", tone: "completed", icon: CircleCheck },
    executing: { word: "Executing", tone: "running", icon: LoaderCircle, isMoving: true },
    draining: { word: "Draining", tone: "waiting", icon: CirclePause },
    disconnected: { word: "Disconnected", tone: "cancelled", icon: CircleSlash },
  },
  deployment: {
    active: { word: "Active", tone: "completed", icon: CircleCheck },
    "file-based": { word: "In AGENTS.md", tone: "completed", icon: FileText },
    failed: { word: "Failed", tone: "failed", icon: CircleX },
    unknown: { word: "Unknown", tone: "waiting", icon: CircleAlert },
    undeployed: { word: "Undeployed", tone: "cancelled", icon: CircleMinus },
  },
  /** In GitLab's own words. */
  pipeline: {
    created: { word: "Created", tone: "queued", icon: CircleDashed },
    waiting_for_resource: { word: "Waiting", tone: "waiting", icon: Hourglass },
    preparing: { word: "Preparing", tone: "queued", icon: CircleDashed },
    pending: { word: "Pending", tone: "queued", icon: CircleDashed },
    running: { word: "Running", tone: "running", icon: LoaderCircle, isMoving: true },
    success: { word: "Passed", tone: "completed", icon: CircleCheck },
    failed: { word: "Failed", tone: "failed", icon: CircleX },
    canceling: { word: "Cancelling", tone: "cancelled", icon: CircleSlash },
    canceled: { word: "Cancelled", tone: "cancelled", icon: CircleSlash },
    skipped: { word: "Skipped", tone: "cancelled", icon: CircleMinus },
    manual: { word: "Waits for a person", tone: "waiting", icon: CirclePause },
    scheduled: { word: "Scheduled", tone: "waiting", icon: Hourglass },
  },
  unknown: { tone: "queued", icon: Circle },
};

/** The statuses a kind may have, as choices of a filter. */
export function listStatuses(kind: StatusKind): { value: string; label: string }[] {
  return Object.entries(statusLooks[kind]).map(([value, look]) => ({ value, label: look.word ?? value }));
}
