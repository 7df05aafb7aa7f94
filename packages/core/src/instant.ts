/** Milliseconds since 1970-01-01T00:00:00Z. Plain arithmetic is allowed; a bare number is not an instant. */
export type Instant = number & { readonly __brand: 'Instant' };

export function instantOf(epochMs: number): Instant {
  return epochMs as Instant;
}

export function addMs(instant: Instant, ms: number): Instant {
  return (instant + ms) as Instant;
}

/** RFC 3339 in UTC with milliseconds, for example 2026-11-21T07:30:00.000Z. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** Reads an RFC 3339 instant; an offset is required. Answers undefined when the text is not one. */
export function parseInstant(text: string): Instant | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i.exec(text);
  if (match === null) return undefined;
  // Date.parse rolls 30 February over into March; RFC 3339 knows no such day.
  const [, year, month, day] = match;
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(day) > lastDay) return undefined;
  const epochMs = Date.parse(text);
  return Number.isNaN(epochMs) ? undefined : instantOf(epochMs);
}
