/** The output of the tour. */
export interface Stage {
  write(text: string): void;
  /** Whether the output understands escape sequences for colour. */
  readonly colour: boolean;
  /** Print only the titles of the steps. */
  readonly quiet: boolean;
  /** Resolves when the reader wants the next step. */
  readonly next: () => Promise<void>;
}

const width = 100;

/** Text broken into lines. */
function wrapped(text: string, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line && indent.length + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].map((one) => `${indent}${one}`).join('\n');
}

/** Tells the tour: its chapters, the events of the story, and the requests and answers. */
export class Narrator {
  #chapter = 0;
  #step = 0;

  constructor(private readonly stage: Stage) {}

  private paint(code: string, text: string): string {
    return this.stage.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
  private line(text = ''): void {
    this.stage.write(`${text}\n`);
  }

  opens(text: string): void {
    if (!this.stage.quiet) this.line(`\n${wrapped(text, '')}`);
  }

  chapter(title: string, about: string): void {
    this.#chapter += 1;
    this.#step = 0;
    const head = `── ${this.#chapter}. ${title} `;
    this.line(`\n${this.paint('1', head.padEnd(width, '─'))}`);
    if (!this.stage.quiet) this.line(`\n${wrapped(about, '')}`);
  }

  /** Tells what happens next, in plain words. */
  happens(told: string): void {
    this.#step += 1;
    const number = `${this.#chapter}.${this.#step}`.padEnd(6);
    if (this.stage.quiet) this.line(`${number}${told}`);
    else this.line(`\n${this.paint('1;36', `${number}${wrapped(told, '      ').trimStart()}`)}`);
  }

  asked(who: string, request: string, body: readonly string[]): void {
    if (this.stage.quiet) return;
    this.line(`      ${this.paint('33', request)}   ${this.paint('2', `as ${who}`)}`);
    for (const line of body) this.line(`        ${line}`);
  }

  answered(status: string, good: boolean, body: readonly string[]): void {
    if (this.stage.quiet) return;
    this.line(`      ${this.paint(good ? '32' : '31', status)}`);
    for (const line of body) this.line(`        ${this.paint('2', line)}`);
  }

  /** Resolves when the next step may begin. */
  async turn(): Promise<void> {
    await this.stage.next();
  }

  closes(text: string): void {
    this.line(`\n${this.paint('1', text)}`);
  }
}
