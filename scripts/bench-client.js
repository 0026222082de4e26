import './prepare.js';

await import('../bench/client/main.js');
