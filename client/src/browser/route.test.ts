import { describe, expect, it } from '@jest/globals';
import { routeOf, to } from './route.js';

describe('routeOf', () => {
  it.each([
    ['', { at: 'library' }],
    ['#/', { at: 'library' }],
    ['#/nowhere/1', { at: 'library' }],
    ['#/sessions', { at: 'library' }],
    ['#/new', { at: 'new' }],
    ['#sign-in=a%2Bb', { at: 'sign-in', code: 'a+b' }],
    ['#sign-in=%', { at: 'sign-in', code: '%' }],
    [to.character('x y'), { at: 'character', id: 'x y' }],
    [to.ingest('1'), { at: 'ingest', id: '1' }],
    [to.session('1'), { at: 'session', id: '1' }],
  ])('%j', (hash, route) => {
    expect(routeOf(hash)).toEqual(route);
  });
});
