import { describe, expect, it } from '@jest/globals';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Route, Router, Switch } from 'wouter';
import { PATHS, signInCodeOf, to } from './route.js';

/** What is given for a path's names; the router counts these, too. */
function named(params: Record<string, string | undefined>): string[] {
  return Object.entries(params).flatMap(([name, value]) => (/^\d+$/.test(name) || !value ? [] : [value]));
}

/** Which screen a hash leads to, and with what. */
function screenAt(hash: string): string {
  const screens = Object.entries(PATHS).map(([name, path]) =>
    createElement(Route, { key: name, path, children: (given) => [name, ...named(given)].join(' ') }),
  );
  const nowhere = createElement(Route, { key: 'library', children: 'library' });
  const children = createElement(Switch, null, [...screens, nowhere]);
  return renderToStaticMarkup(createElement(Router, { ssrPath: hash.slice(1) || '/', children }));
}

describe('an address', () => {
  it.each([
    ['', 'library'],
    [to.library, 'library'],
    ['#/nowhere/1', 'library'],
    ['#/sessions', 'library'],
    ['#/models/1/2/3', 'library'],
    [to.new, 'new'],
    [to.imports, 'imports'],
    ['#/?q=new&sort=name', 'library'],
    [to.character('x y'), 'character x y'],
    [to.ingest('1'), 'ingest 1'],
    [to.session('1'), 'session 1'],
    [to.prompts(), 'prompts'],
    [to.prompts('1'), 'prompts 1'],
    [to.models(), 'models'],
    [to.models('1'), 'connection 1'],
    [to.modelTest('1'), 'connection 1 test'],
    [to.settings(), 'settings'],
    [to.settings('data'), 'settings data'],
  ])('%j leads to %s', (hash, screen) => {
    expect(screenAt(hash)).toBe(screen);
  });
});

describe('signInCodeOf', () => {
  it.each([
    ['/sign-in=a%2Bb', 'a+b'],
    ['/sign-in=%', '%'],
    ['/', null],
    ['/sign-in=', null],
  ])('%j', (path, code) => {
    expect(signInCodeOf(path)).toBe(code);
  });
});
