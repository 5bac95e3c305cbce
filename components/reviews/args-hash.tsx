import { CopyButton } from "@/components/shared/copy-button";

/** By what the arguments are known: what is approved under this hash is what runs. */
export function ArgsHash({ hash }: { hash: string }) {
  return (
    <p className="flex items-center gap-1 text-label text-ink-muted">
      <span className="whitespace-nowrap">SHA-256</span>
      <code className="min-w-0 truncate font-mono text-code" title={hash}>
        {hash}
      </code>
      <CopyButton text={hash} what="hash" />
    </p>
  );
}
