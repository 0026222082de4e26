import { StandardSchemaValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express, NextFunction, Request, Response } from 'express';
import { z } from 'zod';
import { boundBodies } from './access/body-room.js';
import { Gate } from './access/gate.js';
import { cutOffSlowRequests } from './access/slow-requests.js';
import { GatedSockets } from './access/sockets.adapter.js';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import type { Logger } from './logger.js';
import { Problem } from './problem.js';
import { answerWith, ProblemFilter } from './problem.filter.js';
import { projectFile } from './project-file.js';
import { truncate } from './text/truncate.js';

/** Bytes of a request's JSON. */
const LARGEST_BODY = 4 * 1024 * 1024;

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
  app.set('trust proxy', 'loopback');
  guard(app);
  app.use(boundBodies(config.memory / 16, LARGEST_BODY));
  app.useBodyParser('json', { limit: LARGEST_BODY });
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(
    new StandardSchemaValidationPipe({
      exceptionFactory: (issues) =>
        new Problem('bad_request', truncate(z.prettifyError({ issues: issues as z.core.$ZodIssue[] }), 2000)),
    }),
  );
  cutOffSlowRequests(app.getHttpServer());
  app.useWebSocketAdapter(new GatedSockets(app));
  serveClient(app);
  serveDescription(app);
  return app;
}

/** The gate stands before everything, the client's files and what Nest knows nothing of included. */
function guard(app: NestExpressApplication): void {
  const gate = app.get(Gate, { strict: false });
  app.use((request: Request, response: Response, next: NextFunction) => {
    gate
      .admit(request)
      .then(() => next())
      .catch((error: unknown) => answerWith(response, error));
  });
}

/** The client's files, behind the gate's check of the host; what is missing among them is missing. */
function serveClient(app: NestExpressApplication): void {
  app.use((_request: Request, response: Response, next: NextFunction) => {
    response.setHeader(
      'content-security-policy',
      "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; " +
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    next();
  });
  app.useStaticAssets(projectFile('client/dist'), {
    setHeaders: (response, path) => {
      const hashed = /[/\\]assets[/\\]/.test(path);
      response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/** What describes the API is loaded when somebody asks for it: every start would wait for it otherwise. */
function serveDescription(app: NestExpressApplication): void {
  let document: Promise<object> | null = null;
  (app.getHttpAdapter().getInstance() as Express).get('/api/openapi.json', (_request, response, next) => {
    document ??= import('./openapi.js').then(({ describeApi }) => describeApi(app));
    document.then((found) => response.json(found)).catch(next);
  });
}
