import { existsSync, readdirSync } from 'node:fs';
import { RequestMethod, SetMetadata, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, type ModulesContainer } from '@nestjs/core';

const PUBLIC = 'public';

/** Lets a route, or all routes of a controller, be asked for by anybody. Its path has no parameters. */
export const Public = () => SetMetadata(PUBLIC, true);

export function isPublic(controller: Type, handler: object): boolean {
  return Reflect.hasMetadata(PUBLIC, handler) || Reflect.hasMetadata(PUBLIC, controller);
}

/** A method of a controller that answers a route. */
export interface RouteHandler {
  controller: Type;
  name: string;
  handler: object;
}

/** All of them. */
export function routeHandlers(modules: ModulesContainer): RouteHandler[] {
  const controllers = [...modules.values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype as Type),
  );
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, object>;
    return new MetadataScanner()
      .getAllMethodNames(prototype)
      .map((name) => ({ controller, name, handler: prototype[name]! }))
      .filter(({ handler }) => Reflect.hasMetadata(METHOD_METADATA, handler));
  });
}

/** The routes that are public, as `GET /path`. */
export function publicRoutes(modules: ModulesContainer): string[] {
  return routeHandlers(modules)
    .filter(({ controller, handler }) => isPublic(controller, handler))
    .map(({ controller, handler }) => {
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number]!;
      const parts = [controller, handler].map((of) => Reflect.getMetadata(PATH_METADATA, of) as string);
      return `${method} /${parts.flatMap((part) => part.split('/').filter(Boolean)).join('/')}`;
    });
}

/** The paths at which the files of a folder are served, `/` for its index.html; none where it was never built. */
export function filePaths(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length).replaceAll('\\', '/'))
    .filter((path) => !path.includes('/.'))
    .flatMap((path) => (path === '/index.html' ? ['/', path] : [encodeURI(path)]));
}
