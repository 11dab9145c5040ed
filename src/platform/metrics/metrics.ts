import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The metrics that Prometheus collects. One instance for each application. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly depths: (() => number)[] = [];
  private readonly lags: (() => Readonly<Record<string, number>>)[] = [];

  private readonly followerLags: (() => Promise<Readonly<Record<string, number>>>)[] = [];

  private readonly appends = new Histogram({
    name: 'casebook_append_seconds',
    help: 'Time from handing an append to the store until it is durable.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.registry],
  });
  private readonly refusals = new Counter({
    name: 'casebook_refusals_total',
    help: 'Requests refused, by the code of the refusal.',
    labelNames: ['code'],
    registers: [this.registry],
  });
  private readonly requests = new Histogram({
    name: 'casebook_http_request_seconds',
    help: 'Time to answer a request, by method, route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  constructor() {
    const { depths, lags, followerLags } = this;
    new Gauge({
      name: 'casebook_queue_depth',
      help: 'Commands that wait or are being decided on this node.',
      registers: [this.registry],
      collect() {
        this.set(depths.reduce((sum, depth) => sum + depth(), 0));
      },
    });
    new Gauge({
      name: 'casebook_view_lag_events',
      help: 'How far a view is behind the log, in positions: events with the embedded log.',
      labelNames: ['view'],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const lag of lags) for (const [view, events] of Object.entries(lag())) this.set({ view }, events);
      },
    });
    new Gauge({
      name: 'casebook_follower_lag_events',
      help: 'How far a log follower is behind the log, in positions: events with the embedded log.',
      labelNames: ['follower'],
      registers: [this.registry],
      async collect() {
        this.reset();
        for (const lag of followerLags) for (const [follower, events] of Object.entries(await lag())) this.set({ follower }, events);
      },
    });
  }

  /**
   * Adds the metrics of the process itself, such as its memory. Call it once, where the metrics are
   * served.
   */
  collectOfProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Records one durable append, in seconds. */
  appendSeconds(seconds: number): void {
    this.appends.observe(seconds);
  }

  /** Counts one refusal; the code is one of a closed set. */
  refused(code: string): void {
    this.refusals.inc({ code });
  }

  /** Registers a function that is called at each collection; the results of several are summed. */
  queueDepth(depth: () => number): void {
    this.depths.push(depth);
  }

  /**
   * Registers a function that is called at each collection: number of events behind the head, by
   * view.
   */
  viewLag(lag: () => Readonly<Record<string, number>>): void {
    this.lags.push(lag);
  }

  /** The same for the log followers. */
  followerLag(lag: () => Promise<Readonly<Record<string, number>>>): void {
    this.followerLags.push(lag);
  }

  answered(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status }, seconds);
  }

  /** The content type of `text`. */
  readonly contentType = this.registry.contentType;

  /** Everything in Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
