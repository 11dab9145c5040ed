/** Which streams today's walls hide from a person; the module that raises the walls provides it. */
export abstract class Walls {
  /** Names (`kind-id`) of every stream that is hidden from the person now, whatever moment a query shows. */
  abstract hiddenStreams(person: string): Promise<ReadonlySet<string>>;
}
