import { few } from './plural.js';
