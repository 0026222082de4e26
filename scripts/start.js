import './prepare.js';

await import('../dist/src/main.js');
