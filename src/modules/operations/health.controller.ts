import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { HttpReply } from '../../platform/http/message.js';
import { Public } from '../../platform/http/routes.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { LiveReport, Readiness, ReadyReport } from './readiness.js';

/** For probes and for Prometheus. */
@Controller()
export class HealthController {
  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /** Whether the process answers. */
  @Public({}, { answer: LiveReport })
  @Get('health/live')
  live(): LiveReport {
    return { status: 'live' };
  }

  /**
   * Whether this node can work: its store, and the state of each view and log follower. Answers 503 if the
   * store cannot be read.
   */
  @Public({}, { answer: ReadyReport, unready: 503 })
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: HttpReply): Promise<ReadyReport> {
    const report = await this.readiness.report();
    if (!report.ready) reply.code(503).header('retry-after', '1');
    return report;
  }

  /** Metrics in Prometheus' text format. */
  @Public({}, { media: ['text/plain'] })
  @Get('metrics')
  async numbers(@Res({ passthrough: true }) reply: HttpReply): Promise<string> {
    reply.header('content-type', this.metrics.contentType);
    return this.metrics.text();
  }
}
