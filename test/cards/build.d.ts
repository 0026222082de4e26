import type { JsonObject, JsonValue } from '../../src/characters/imports/foreign-json.js';

export interface FileCase {
  id: string;
  shows: string;
  file: JsonObject;
  expect: {
    refused?: true;
    name?: string;
    called?: string;
    greetings?: string[];
    entries?: JsonObject[];
    assets?: Record<string, string>;
    picture?: 'png' | 'jpeg' | 'none';
    reports?: string[];
    silent?: true;
    v2?: JsonObject;
    v3?: JsonObject;
    tavern?: JsonObject;
  };
}

export interface ActivationCase {
  id: string;
  shows: string;
  entries: JsonObject[];
  said: {
    text?: string;
    messages?: string[];
    replies?: number;
    scanDepth?: number;
    place?: number;
    greeting?: number;
    told?: Record<string, number>;
    names?: { char: string; user: string };
    recursive?: boolean;
    called: JsonValue[];
  }[];
}

export interface MacroCase {
  id: string;
  shows: string;
  name: string;
  nickname?: string;
  user: string;
  text: string;
  settled?: string;
  oneOf?: string[];
}

export const GROUPS: string[];
export function casesOf(group: 'cards' | 'lorebooks'): FileCase[];
export function casesOf(group: 'activation'): ActivationCase[];
export function casesOf(group: 'macros'): MacroCase[];
export function casesOf(group: string): { id: string; shows: string }[];
export function build(file: JsonObject): Buffer;
export function fileName(one: { id: string; file: JsonObject }): string;
