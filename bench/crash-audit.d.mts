/**
 * The answers that a client got to one command, sent once or more often under one Idempotency-Key.
 */
export interface GivenCommand {
  readonly name: string;
  readonly key: string;
  /** Person id of the caller. */
  readonly person: string;
  /** Type of the first event that the command must leave. */
  readonly first: string;
  /** Fields that the first event's data must show. */
  readonly shows?: Readonly<Record<string, unknown>>;
  readonly receipts: readonly { readonly id: string; readonly stream: string; readonly etag: string }[];
  /** Codes with which repeats were refused after the command had been acknowledged. */
  readonly denied: readonly string[];
}

/** An event as GET /api/events shows it to the auditor. */
export interface ShownEvent {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  readonly actor: { readonly person: string; readonly office: string } | null;
  readonly commandId: string | null;
  readonly data: unknown;
}

export interface ListedCase {
  readonly id: string;
  readonly status: string;
  readonly allegations: number;
  readonly findings: number;
}

export interface Verdict {
  readonly acknowledged: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly faults: readonly string[];
}

export function audit(run: {
  readonly commands: readonly GivenCommand[];
  readonly log: readonly ShownEvent[];
  readonly cases: readonly ListedCase[];
  readonly since: number;
}): Verdict;

export function reactions(log: readonly ShownEvent[]): { readonly missing: string[]; readonly doubled: string[] };
