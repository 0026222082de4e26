import './prepare.js';

await import('./pictures/take.js');
