import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { filePaths } from './access/requests/public.js';
import { projectFile } from './config/project-file.js';

/** Where files are looked for on the disk: nothing of theirs is called like a route. */
const NO_ROUTE = /^(?!\/(?:api|v1|health)\/)/;
/** Forms that the build writes beside a file, the smaller first, and what they are endings of. */
const FORMS = { br: '.br', gzip: '.gz' } as const;
const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  webmanifest: 'application/manifest+json',
};

/**
 * Serves the client's files; what is missing among them is missing. Names with a hash never change. Where the build has
 * compressed a file (`client/compressed-files`), that is what whoever takes it gets.
 */
export function serveClient(app: NestExpressApplication): void {
  const folder = projectFile('client/dist');
  app.use(compressedForm(new Set(filePaths(folder))));
  app.useStaticAssets(folder, {
    // Nest's types know texts alone.
    prefix: NO_ROUTE as never,
    setHeaders: (response, path) => {
      const hashed = /[/\\]assets[/\\]/.test(path);
      response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      const [, type = '', form] = /\.([a-z]+)\.(br|gz)$/.exec(path) ?? [];
      if (!form || !TYPES[type]) return;
      response.setHeader('content-type', TYPES[type]);
      response.setHeader('content-encoding', form === 'gz' ? 'gzip' : form);
    },
  });
}

/** Leads a request for a file to the form of it that the build has compressed. @param paths of all files */
function compressedForm(paths: ReadonlySet<string>) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const path = request.path === '/' ? '/index.html' : request.path;
    if ((request.method !== 'GET' && request.method !== 'HEAD') || !paths.has(`${path}${FORMS.gzip}`)) {
      next();
      return;
    }
    response.vary('Accept-Encoding');
    const form = request.acceptsEncodings('br', 'gzip');
    if (form === 'br' || form === 'gzip') request.url = `${path}${FORMS[form]}`;
    next();
  };
}
