import { spawnSync } from 'node:child_process';
import { root } from './prepare.js';

/** The soak test in its long form; SOAK_KILLS, SOAK_TURNS, SOAK_SESSIONS, SOAK_BRIDGE_TURNS, SOAK_BRIDGE_KILLS, SOAK_READINGS and SEED say otherwise. */
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    'whole',
    '--testPathPatterns',
    'test/soak/',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      TEST_FULL: '1',
      SOAK_KILLS: '200',
      SOAK_TURNS: '2000',
      SOAK_SESSIONS: '20',
      SOAK_BRIDGE_TURNS: '200',
      SOAK_BRIDGE_KILLS: '30',
      SOAK_READINGS: '20',
      ...process.env,
    },
  },
);
process.exit(status ?? 1);
