import './prepare.js';

await import('../bench/main.js');
