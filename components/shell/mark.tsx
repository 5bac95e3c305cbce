/** The mark: a disc half in ink, in the brand's one colour. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <circle cx="16" cy="16" r="12" fill="none" stroke="var(--color-marigold)" strokeWidth="3.5" />
      <path d="M16 4a12 12 0 0 0 0 24z" fill="var(--color-marigold)" />
    </svg>
  );
}
