const skipped = new Set(['the', 'and', 'for', 'with', 'our', 'city', 'policy', 'section', 'article', 'part', 'general']);

/** Gives each id only once. */
export class Ids {
  private readonly used: Set<string>;

  constructor(used: Iterable<string> = []) {
    this.used = new Set(used);
  }

  /** Whether the id was still free; afterwards it is taken. */
  take(id: string): boolean {
    if (this.used.has(id)) return false;
    this.used.add(id);
    return true;
  }

  /** An id for a part of the policy, made from its heading: Standards of conduct becomes STA. */
  forPart(heading: string): string {
    const words = heading
      .normalize('NFD')
      .replace(/[^A-Za-z0-9\s]/g, '')
      .split(/\s+/);
    const telling = words.filter((word) => /^[A-Za-z]{2}/.test(word) && !skipped.has(word.toLowerCase()));
    const [word = 'PART'] = telling.length > 0 ? telling : words.filter((any) => /^[A-Za-z]{2}/.test(any));
    const initials = telling.map((one) => one[0]).join('');
    const taken = (prefix: string) => [...this.used].some((id) => id === prefix || id.startsWith(`${prefix}-`));
    const candidates = [word.slice(0, 3), word.slice(0, 4), ...(initials.length > 1 ? [initials.slice(0, 6)] : []), word.slice(0, 8)];
    const prefix =
      candidates.map((one) => one.toUpperCase()).find((one) => !taken(one)) ?? this.numbered(word.slice(0, 3).toUpperCase(), taken);
    this.used.add(prefix);
    return prefix;
  }

  private numbered(stem: string, taken: (prefix: string) => boolean): string {
    for (let number = 2; ; number += 1) if (!taken(`${stem}${number}`)) return `${stem}${number}`;
  }

  /**
   * An id for a clause below another one: STD-1 below STD, STD-1a below that, STD-1a.1 below that.
   * Undefined where the clause is nested too deep.
   */
  below(parent: string): string | undefined {
    for (let number = 1; number < 1000; number += 1) {
      const id = childId(parent, number);
      if (id === undefined) return undefined;
      if (this.take(id)) return id;
    }
    return undefined;
  }
}

function childId(parent: string, number: number): string | undefined {
  if (!parent.includes('-')) return `${parent}-${number}`;
  if (/-\d+$/.test(parent)) return number <= 26 * 27 ? `${parent}${letters(number)}` : undefined;
  return (parent.match(/\./g)?.length ?? 0) < 4 ? `${parent}.${number}` : undefined;
}

/** a to z, then aa, ab and so on. */
function letters(number: number): string {
  const letter = (at: number) => String.fromCharCode(97 + at);
  return number <= 26 ? letter(number - 1) : `${letter(Math.floor((number - 1) / 26) - 1)}${letter((number - 1) % 26)}`;
}
