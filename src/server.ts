import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express, Request } from 'express';
import { standInFront } from './access/gate/front.js';
import { Gate } from './access/gate/gate.js';
import { type Owned, ownerIn } from './access/requests/owned.js';
import { trusting } from './access/requests/proxies.js';
import { EventLoopPacer } from './access/limits/event-loop-pacer.js';
import { cutOffIdleConnections } from './access/limits/idle-connections.js';
import { cutOffSlowRequests } from './access/limits/slow-requests.js';
import { GatedSockets } from './access/gate/sockets.adapter.js';
import { AppModule } from './app.module.js';
import { bringsSheet } from './characters/imports/sheet-bodies.js';
import type { Config } from './config/config.js';
import { HealthController } from './health/health.controller.js';
import type { Logger } from './process/logger.js';
import { BodyPipe } from './http/body.pipe.js';
import { IdempotentRequests } from './idempotency/idempotent-requests.service.js';
import { ProblemFilter } from './http/problem.filter.js';
import { compressed } from './http/compressed.js';
import { serveClient } from './client-files.js';
import {
  assertModest,
  countBodies,
  holdsPictures,
  isPicture,
  MOST_JSON,
  MOST_JSON_WITH_PICTURES,
  MOST_RECEIVED,
} from './uploads/bodies.js';
import { UploadsService } from './uploads/uploads.service.js';

/** The whole server, on a database that answers; not listening yet. */
export async function createServer(
  config: Config,
  databaseUrl: string,
  logger: Logger,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(config, databaseUrl), {
    logger,
    bodyParser: false,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.set('trust proxy', trusting(config.trustedProxies));
  // One spelling for each path. Nest has made the router by now, so the application's own settings come too late.
  Object.assign(expressOf(app).router, { caseSensitive: true, strict: true });
  app.use(compressed());
  app.use(countBodies(app.get(UploadsService, { strict: false })));
  app.useBodyParser('raw', { limit: MOST_JSON, type: isSheet } as object);
  app.useBodyParser('raw', { limit: MOST_RECEIVED, type: isPicture, inflate: false } as object);
  // Nest's types leave out what the parser takes besides.
  app.useBodyParser('json', {
    limit: MOST_JSON_WITH_PICTURES,
    type: holdsPictures,
    verify: assertModest,
  } as object);
  app.useBodyParser('json', { limit: MOST_JSON, verify: assertModest } as object);
  app.use(app.get(IdempotentRequests, { strict: false }).middleware);
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(new BodyPipe());
  app.useWebSocketAdapter(new GatedSockets(app));
  serveClient(app);
  serveDescription(app);
  await app.init();
  const own = { strict: false };
  standInFront(
    app.getHttpServer(),
    app.get(Gate, own),
    app.get(EventLoopPacer, own),
    app.get(HealthController, own).probes,
  );
  cutOffSlowRequests(app.getHttpServer());
  cutOffIdleConnections(app.getHttpServer());
  return app;
}

/** Parsed elsewhere. */
const isSheet = (request: Request) => bringsSheet(request) && !!request.is('json');

const expressOf = (app: NestExpressApplication) => app.getHttpAdapter().getInstance() as Express;

/** What describes the API is loaded when somebody asks for it: every start would wait for it otherwise. */
function serveDescription(app: NestExpressApplication): void {
  let document: Promise<object> | null = null;
  expressOf(app).get('/api/openapi.json', (request: Request & Owned, response, next) => {
    ownerIn(request);
    document ??= import('./openapi/describe-api.js').then(({ describeApi }) => describeApi(app));
    document.then((found) => response.json(found)).catch(next);
  });
}
