const minimumLength = 16;
const samples = [
  "changeme",
  "secret",
  "password",
  "example",
  "your-",
  "your_",
  "replace",
  "xxxxxxxx",
  "test-key",
  "sample",
];

/** Why `value` will not do as a secret of ours (shorter than 16 characters, a known sample), or null. */
export function refuseWeakSecret(value: string): string | null {
  if (value.length < minimumLength) return `is too short: at least ${minimumLength} characters`;
  const lower = value.toLowerCase();
  if (samples.some((sample) => lower.startsWith(sample)) || new Set(lower).size < 6)
    return "is a sample that everybody knows";
  return null;
}

/** True for hex keys that are one repeated pattern (zeros, `deadbeef…`, `0123456789abcdef…`). */
export function isSampleKey(hex: string): boolean {
  const lower = hex.toLowerCase();
  return [1, 2, 4, 8, 16, 32].some((size) => lower === lower.slice(0, size).repeat(lower.length / size));
}
