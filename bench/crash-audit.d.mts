/** What a client was told of one command that it gave, under one Idempotency-Key, once or more often. */
export interface GivenCommand {
  readonly name: string;
  readonly key: string;
  /** Person id of whoever gave it. */
  readonly person: string;
  /** Type of the first event that it must leave. */
  readonly first: string;
  /** Fields that the first event's data must show. */
  readonly shows?: Readonly<Record<string, unknown>>;
  readonly receipts: readonly { readonly id: string; readonly stream: string; readonly revision: number }[];
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
