import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { CONFIG_PARTS } from '../config-parts.js';
import { Config } from './config.js';
import { envExample, variables } from './env-example.js';
import { projectFile } from './project-file.js';

const read = (path: string) => readFileSync(projectFile(path), 'utf8');
const names = variables(CONFIG_PARTS).map(({ name }) => name);

describe('.env.example', () => {
  it('is what the configuration says (node scripts/env-example.js writes it)', () => {
    expect(read('.env.example')).toBe(envExample(CONFIG_PARTS));
  });

  it('sets nothing as it stands, and what passes where its lines are let in', () => {
    expect(parseEnv(read('.env.example'))).toEqual({});
    const letIn = parseEnv(read('.env.example').replace(/^#(?=[A-Z_]+=)/gm, ''));
    expect(Object.keys(letIn).sort()).toEqual([...names, 'POSTGRES_PASSWORD'].sort());
    expect(() => Config.read(letIn, CONFIG_PARTS)).not.toThrow();
  });

  it.each(['README.md', 'README.zh.md'])('names the variables that the tables of %s name', (path) => {
    const rows = read(path).match(/^\|.*\|$/gm)!;
    const named = rows.flatMap((row) => row.split('|')[1]!.match(/(?<=`)[A-Z][A-Z_]+(?=`)/g) ?? []);
    expect(named.sort()).toEqual([...names].sort());
  });

  it('names what compose.yaml hands to the container, but for what the container settles', () => {
    const handed = read('compose.yaml').match(/(?<=\$\{)[A-Z_]+/g)!;
    const settled = ['HOST', 'DATA_DIR', 'DATABASE_URL'];
    expect([...new Set(handed)].sort()).toEqual(
      [...names.filter((name) => !settled.includes(name)), 'POSTGRES_PASSWORD'].sort(),
    );
  });
});
